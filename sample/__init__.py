"""The sample county 示例县: invented data, its shared platform, and `make site`."""
