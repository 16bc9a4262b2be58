"""SCIM 目录同步: the company's directory makes, changes and closes accounts by the protocol of RFC 7643 and 7644.

Roles follow from positions and grants here; a group of the directory gives those that the workspace's roles name for it.
"""
