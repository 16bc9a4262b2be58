"""Audit 审计: who saw or changed what, when, from what to what, and why."""
