"""Open data (开放数据): the published rows for machines and spreadsheets."""
