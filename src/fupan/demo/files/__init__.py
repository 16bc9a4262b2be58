"""Writers: the clean company as the files people keep."""
