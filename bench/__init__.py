"""Generators and measurements for counties far bigger than the sample; no part of what an office runs."""
