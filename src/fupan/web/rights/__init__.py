"""Rights 权限: roles, row scopes and masks; every page declares what it needs, and the asker carries what is held."""
