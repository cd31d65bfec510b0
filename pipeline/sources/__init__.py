"""Sources (数据来源): each gives RawTable, what its sender wrote, every cell text."""
