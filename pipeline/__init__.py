"""The pipeline (数据处理): from sources to the verified site."""
