"""Workbooks for departments (给部门的工作簿): the empty template, and a checked file with its faults marked."""
