"""The explorer 自助分析: any metrics by any dimensions that go together; the address holds the whole question."""
