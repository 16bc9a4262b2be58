"""Notices 通知: what happened that concerns one person; seen by that person alone."""
