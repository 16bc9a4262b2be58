"""Documents 复盘文档: the reviews that were made, for those whose scope contains the one they were made under."""
