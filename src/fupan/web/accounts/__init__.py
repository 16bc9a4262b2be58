"""Accounts 账号: who signs in, and which person of the company that is."""
