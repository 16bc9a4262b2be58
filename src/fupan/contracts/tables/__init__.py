"""The declarations, one file per subject."""
