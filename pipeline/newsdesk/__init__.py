"""The news desk (信息报送): from a clerk's Word or Markdown file to the accepted article under content/news.

`front_matter` and `article` are the one form of an article that desk, site and editor share.
"""
