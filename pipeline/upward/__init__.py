"""Files for the upper platforms (上传文件) and what was sent when."""
