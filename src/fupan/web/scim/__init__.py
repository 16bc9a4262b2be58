"""SCIM 目录同步: the company's directory makes, changes and closes accounts by the protocol of RFC 7643 and 7644.

It makes nobody's rights: roles follow from positions and grants here, whatever groups the directory knows.
"""
