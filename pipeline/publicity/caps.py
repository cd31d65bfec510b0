"""Caps (公示截止期超长): a given end beyond the legal maximum is cut to it, and the sender is told."""

from collections.abc import Iterator

import ibis.expr.types as ir

from pipeline.catalogue import Dataset
from pipeline.findings import Finding, Level
from pipeline.publicity.facts import Options, own_facts

CODE = "P-901"


def capped(dataset: Dataset, records: ir.Table, options: Options) -> ir.Table:
    """Accepted records whose given end lies after the legal maximum: file, row, department, given, legal."""
    told = own_facts(dataset, records, options)
    beyond = told.filter(told.shown & (told.given > told.legal).fill_null(False))
    return beyond.select("file", "row", "row_id", "department", "given", "legal")


def cap_findings(dataset: Dataset, records: ir.Table, options: Options) -> Iterator[Finding]:
    """A warning for each capped record, by file and row."""
    rows = capped(dataset, records, options).order_by("file", "row", "row_id").to_pyarrow()
    for each in rows.to_pylist():
        yield Finding(
            CODE,
            Level.WARN,
            dataset.name,
            each["file"],
            f"公示截止期 {each['given']} 晚于法定最长公示期限，已按 {each['legal']} 公示。请核对后更正。",
            row=each["row"],
            field="publicity_until",
            value=str(each["given"]),
            department=each["department"] or "",
        )
