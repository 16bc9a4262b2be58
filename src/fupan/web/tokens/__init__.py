"""Tokens 接口令牌: how other software asks in a person's name, with that person's rights and never more."""
