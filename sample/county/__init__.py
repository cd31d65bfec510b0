"""The sample county 示例县: wholly invented subjects, records, events and faults."""
