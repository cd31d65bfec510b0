"""Identifiers (标识代码), one small file each: compact, check_digit, validate, is_valid, format."""
