"""Compliance (合规): rates and figures for the dashboards, read from the bundle."""
