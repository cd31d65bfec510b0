"""Search: the index that build.py writes for browsers, and the reader of it in Python."""
