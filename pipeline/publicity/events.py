"""Events (修复, 撤销, 异议) matched to the records they are about, and what they do on a day.

An event is about a record when dataset, document number and subject are the same (the code where both have
one, else the name) and the authority too, in full or in short (市场监管局); an authority left out, or one that differs
where only one record fits, does not hinder. Takes and gives Ibis tables; reads and writes no file.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from pipeline.identifiers.document_number import key_expr

PENDING, UPHELD, REFUSED = "受理中", "成立", "不予修复"
"""处理状态 of an objection or of a repair; a repair without one was granted (the form has no such column)."""
_DAY = 10  # length of YYYY-MM-DD


def match(dataset: str, records: ir.Table, events: ir.Table) -> ir.Table:
    """A row per record and event about it: record_row, event_row, event, happened_on, outcome, closed_on."""
    own = events.filter(events.about == dataset)
    told = own.select(
        "event", "happened_on", "outcome", "closed_on",
        event_row=own.row_id,
        number=_compared(own.document_key),
        their_code=own.subject_code,
        their_name=own.subject_name,
        their_authority=_compared(own.authority),
    )  # fmt: skip
    known = records.select(
        "subject_code", "subject_name", "authority",
        record_row=records.row_id, number=_compared(records.document_number),
    )  # fmt: skip
    pairs = known.join(told, "number")
    pairs = pairs.filter(_same_subject(pairs))
    pairs = pairs.mutate(fitting=pairs.count().over(ibis.window(group_by=pairs.event_row)))
    chosen = pairs.filter(pairs.their_authority.isnull() | _same_authority(pairs) | (pairs.fitting == 1))
    return chosen.select("record_row", "event_row", "event", "happened_on", "outcome", "closed_on")


def unmatched(dataset: str, records: ir.Table, events: ir.Table) -> ir.Table:
    """The events about `dataset` that fit no record, with all their columns."""
    found = match(dataset, records, events).select("event_row").distinct()
    own = events.filter(events.about == dataset)
    return own.anti_join(found, own.row_id == found.event_row)


def effects(matched: ir.Table, as_of: date) -> ir.Table:
    """Per record_row, of events that happened by `as_of`: since when, by which event, what is still open.

    Columns revoked, repaired, upheld (dates), revoked_by, repaired_by, upheld_by (event row ids), objected, applied
    (a repair asked for and not decided), objected_on (when the last upheld objection was accepted), objection_from
    (when the first open one was). Of several events of a kind the first counts, of one day's the lower row id.
    """
    today = ibis.literal(as_of)
    matched = matched.filter(matched.happened_on <= today)
    decided = ibis.greatest(ibis.coalesce(matched.closed_on, matched.happened_on), matched.happened_on)
    objection = matched.event == "objection"
    upheld = objection & (matched.outcome == UPHELD) & (decided <= today)
    pending = ibis.ifelse(matched.closed_on.isnull(), matched.outcome == PENDING, matched.closed_on > today)
    repair = matched.event == "repair"
    asked = repair & (matched.outcome == PENDING).fill_null(False)
    granted = repair & ~matched.outcome.isin([PENDING, REFUSED]).fill_null(False)
    happened = _stamp(matched.happened_on, matched.event_row)
    stamps = matched.group_by("record_row").agg(
        revoked=happened.min(where=matched.event == "revocation"),
        repaired=happened.min(where=granted),
        upheld=_stamp(decided, matched.event_row).min(where=upheld.fill_null(False)),
        objected=(objection & pending).fill_null(False).any(),
        objected_on=matched.happened_on.max(where=upheld.fill_null(False)),
        objection_from=matched.happened_on.min(where=(objection & pending).fill_null(False)),
        asked_on=matched.happened_on.max(where=asked),
        answered_on=matched.happened_on.max(where=repair & ~asked),
    )
    kinds = ("revoked", "repaired", "upheld")
    return stamps.select(
        "record_row",
        "objected",
        "objected_on",
        "objection_from",
        applied=stamps.asked_on.notnull() & ~(stamps.answered_on >= stamps.asked_on).fill_null(False),
        **{kind: stamps[kind][:_DAY].cast("date") for kind in kinds},
        **{f"{kind}_by": stamps[kind][_DAY + 1 :] for kind in kinds},
    )


def _compared(column: ir.StringValue) -> ir.StringValue:
    """The form in which texts are compared, null where nothing is left."""
    return key_expr(column).nullif(ibis.literal(""))


def _same_subject(pairs: ir.Table) -> ir.BooleanValue:
    code, their_code = _compared(pairs.subject_code), _compared(pairs.their_code)
    same_name = (_compared(pairs.subject_name) == _compared(pairs.their_name)).fill_null(False)
    return ibis.ifelse(code.notnull() & their_code.notnull(), code == their_code, same_name)


def _same_authority(pairs: ir.Table) -> ir.BooleanValue:
    """The same name, or one the short form of the other. The decision that was repaired may have been sent by two units, or
    come again, with its authority written in another way: then the repair is about both.
    """
    own, theirs = _compared(pairs.authority), pairs.their_authority
    return (own == theirs) | _is_short_for(own, theirs) | _is_short_for(theirs, own)


def _is_short_for(short: ir.StringValue, full: ir.StringValue) -> ir.BooleanValue:
    """Whether all characters of one name stand in the other in their order (市场监管局, 市场监督管理局)."""
    # The two that mean something within brackets go.
    letters = short.re_replace(r"[\\^]", "").nullif(ibis.literal(""))
    return full.re_search(letters.re_replace("(.)", r"[\1].*"))


def _stamp(day: ir.DateValue, event_row: ir.StringValue) -> ir.StringValue:
    """Day and row id in one text whose least value is the earliest event, whatever the order of rows."""
    return day.cast("string") + "|" + event_row
