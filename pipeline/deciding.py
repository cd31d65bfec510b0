"""Deciding (公示判定): the state of each current record, from the records and the events that concern them.

What the events table is and which events fit nothing; the state itself is decided in publicity/state.py.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce

import ibis
import ibis.expr.types as ir

from pipeline.catalogue import Catalogue, Dataset
from pipeline.checks.codes import EVENT_LOST
from pipeline.errors import SettingsError
from pipeline.findings import Finding
from pipeline.identifiers.document_number import key_expr
from pipeline.publicity.events import unmatched
from pipeline.publicity.facts import Options
from pipeline.publicity.labels import FineThresholds
from pipeline.publicity.terms import Term
from pipeline.settings import Settings

_EVENT_COLUMNS = [
    "event",
    "row_id",
    "file",
    "row",
    "about",
    "document_number",
    "document_key",
    "authority",
    "subject_code",
    "subject_name",
    "happened_on",
    "outcome",
    "closed_on",
    "department",
]


def _own_terms(catalogue: Catalogue) -> tuple[Term, ...]:
    """The terms that the catalogue's files give themselves; they go before those of terms.toml."""
    return tuple(
        Term(f"{each.name}-own", each.name, own.given, own.source, months=own.months)
        for each in catalogue.datasets
        if (own := each.publicity) is not None
    )


def options_of(settings: Settings, catalogue: Catalogue) -> Options:
    """What settings and catalogue mean for publicity; SettingsError names a key that is none."""
    rules, publish = settings.rules, settings.publish
    try:
        fines = FineThresholds(**rules.fine_thresholds)
    except TypeError as error:
        raise SettingsError(
            "portal.toml [rules] fine_thresholds 只能写 minor_below 和 grave_from（万元）。请更正。"
        ) from error
    options = Options(
        natural_persons=frozenset(publish.natural_persons),
        newer_maximum_applies_to_older=rules.newer_maximum_applies_to_older,
        minor_authorities=frozenset(publish.minor_authorities),
        rule_sets=frozenset(rules.term_sets),
        fines=fines,
    )
    own = _own_terms(catalogue)
    named = {each.dataset for each in own}
    shipped = tuple(each for each in options.terms if each.dataset not in named)
    options = replace(options, terms=(*shipped, *own))
    unknown = options.rule_sets - {each.rule_set for each in options.terms}
    if unknown:
        raise SettingsError(
            f"portal.toml [rules] term_sets：没有公示期限规则“{'、'.join(sorted(unknown))}”。请更正或删除。"
        )
    return options


def current(records: ir.Table) -> ir.Table:
    """The accepted, newest version of each record."""
    return records.filter(~records.rejected & ~records.superseded)


def _about(table: ir.Table, catalogue: Catalogue) -> ir.StringValue:
    """The dataset's name for what the event calls it (its name or Chinese title)."""
    names = {text: each.name for each in catalogue.of_kind("record") for text in (each.name, each.title)}
    return table.about.substitute(names)


def _events_of(dataset: Dataset, records: ir.Table, catalogue: Catalogue) -> ir.Table:
    table = current(records).filter(lambda t: ~t.pending)
    absent = {"outcome": ibis.null("string"), "closed_on": ibis.null("date")}
    added = {name: value for name, value in absent.items() if name not in table.columns}
    return table.mutate(
        event=ibis.literal(dataset.name),
        about=_about(table, catalogue),
        document_key=key_expr(table.document_number),
        **added,
    ).select(*_EVENT_COLUMNS)


def events_table(records: dict[str, ir.Table], catalogue: Catalogue) -> ir.Table:
    """All events in force, of every event dataset."""
    tables = [_events_of(each, records[each.name], catalogue) for each in catalogue.of_kind("event")]
    return reduce(lambda left, right: left.union(right), tables)


def event_findings(dataset: Dataset, records: ir.Table, events: ir.Table) -> Iterator[Finding]:
    """Events about this dataset that fit no record: the law's effect is missing, so the sender must look."""
    lost = unmatched(dataset.name, current(records), events).order_by("file", "row")
    chosen = lost.select("event", "file", "row", "department", "document_number", "subject_name")
    for row in chosen.to_pyarrow().to_pylist():
        found = EVENT_LOST.finding(
            dataset,
            row["file"],
            row=row["row"],
            field="document_number",
            value=row["document_number"] or "",
            department=row["department"] or "",
            about=dataset.title,
            number=row["document_number"] or "",
            subject=row["subject_name"] or "",
        )
        yield replace(found, dataset=row["event"])
