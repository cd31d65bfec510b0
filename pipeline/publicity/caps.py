"""Ends that are not as given (公示截止期): one beyond the legal maximum is cut to it, and an assessment year that cannot
be read gives none; the sender is told of both.
"""

from collections.abc import Iterator
from functools import reduce
from operator import or_

import ibis.expr.types as ir

from pipeline.catalogue import Dataset
from pipeline.checks.codes import CAPPED, UNREAD_YEAR
from pipeline.findings import Finding
from pipeline.publicity.facts import Options, own_facts
from pipeline.publicity.terms import assessment_year


def _capped(dataset: Dataset, records: ir.Table, options: Options) -> Iterator[Finding]:
    """Of the records with an end of which some term sets a maximum: few of a million, and no licence."""
    ends = sorted({each.given for each in options.terms_of(dataset.name) if each.months is not None})
    if not ends:
        return
    told = own_facts(
        dataset, records.filter(reduce(or_, (records[each].notnull() for each in ends))), options
    )
    beyond = told.filter(told.shown & (told.given > told.legal).fill_null(False)).order_by(
        "file", "row", "row_id"
    )
    rows = beyond.select("file", "row", "department", "given", "legal").to_pyarrow()
    for each in rows.to_pylist():
        yield CAPPED.finding(
            dataset,
            each["file"],
            row=each["row"],
            field="publicity_until",
            value=str(each["given"]),
            department=each["department"] or "",
            given=str(each["given"]),
            legal=str(each["legal"]),
        )


def _unread_years(dataset: Dataset, records: ir.Table, options: Options, field: str) -> Iterator[Finding]:
    told = own_facts(dataset, records, options)
    unread = told.given.isnull() & told[field].notnull() & assessment_year(told[field]).isnull()
    rows = told.filter(told.shown & unread).order_by("file", "row", "row_id")
    for each in rows.select("file", "row", "department", value=told[field]).to_pyarrow().to_pylist():
        yield UNREAD_YEAR.finding(
            dataset,
            each["file"],
            row=each["row"],
            field=field,
            value=each["value"],
            department=each["department"] or "",
            heading=dataset.by_id[field].title,
            year=each["value"],
        )


def cap_findings(dataset: Dataset, records: ir.Table, options: Options) -> Iterator[Finding]:
    """A warning for each record whose end is not as its sender may think, by file and row."""
    yield from _capped(dataset, records, options)
    for field in sorted({each.year_field for each in options.terms_of(dataset.name) if each.year_field}):
        yield from _unread_years(dataset, records, options, field)
