"""What one cell means (单元格解析): text, date, amount, list of labels. Pure functions; None is "cannot be read"."""
