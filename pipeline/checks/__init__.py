"""Checks (校验): each rule is one boolean expression over the columns; all findings of a row are told."""
