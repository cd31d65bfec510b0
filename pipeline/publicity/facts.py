"""Facts (判定依据): every column an exit asks for, worked out for all rows of a dataset at once.

Which of them a dataset can have is told by its catalogue: without `use_scope` all rows are 公示, without kinds
of penalty there is no class. Every truth is true or false, never null: no exit passes a row over. What earlier
builds remember of a record (MEMORY) comes as further columns of the records, absent where there is nothing.
"""

from dataclasses import dataclass, field
from datetime import date

import ibis
import ibis.expr.types as ir

from pipeline.catalogue import Dataset
from pipeline.publicity import labels as meaning
from pipeline.publicity.events import effects, match
from pipeline.publicity.labels import FineThresholds, Labels, Status, load_labels
from pipeline.publicity.terms import (
    Term,
    day_before,
    earlier,
    given_end,
    legal_end,
    load_terms,
    repairable,
    terms_of,
    usual_end,
)

AGE_OF_MAJORITY = 18
_BIRTH_YEAR = r"\A(?:pid:[0-9a-f]+:|[0-9]{6})([0-9]{4})(?:\*{4}[0-9]{3}[0-9Xx])?\z"
"""Of a token, or of a number as courts publish it: its first ten digits hold the year."""
_LONGEST_PERSON_NAME = 4
MEMORY = {"corrected_on": "date", "vanished_on": "date", "barred": "string", "barred_on": "date"}
"""When the present content first came in place of another; the full set without it; the tombstone and its day."""


@dataclass(frozen=True)
class Options:
    """An office's choices and the dated data. `natural_persons`: datasets with a legal basis to show them.

    `minor_authorities` asked that their 轻微 penalties be shown; `rule_sets` are the further terms in force.
    """

    natural_persons: frozenset[str] = frozenset()
    newer_maximum_applies_to_older: bool = False
    minor_authorities: frozenset[str] = frozenset()
    rule_sets: frozenset[str] = frozenset()
    fines: FineThresholds = field(default_factory=FineThresholds)
    terms: tuple[Term, ...] = field(default_factory=load_terms)
    labels: Labels = field(default_factory=load_labels)

    def terms_of(self, dataset: str) -> tuple[Term, ...]:
        """The terms in force for a dataset under these options."""
        return terms_of(dataset, self.terms, self.newer_maximum_applies_to_older, self.rule_sets)


def accepted(records: ir.Table) -> ir.Table:
    """The newest accepted version of each record; the rest is accounted for as rejected or superseded."""
    return records.filter(~records.rejected, ~records.superseded)


def facts(dataset: Dataset, records: ir.Table, events: ir.Table, as_of: date, options: Options) -> ir.Table:
    """The accepted records with the columns that exits.py asks for."""
    own = own_facts(dataset, records, options)
    told = effects(match(dataset.name, accepted(records), events), as_of)
    joined = own.left_join(told, own.row_id == told.record_row).drop("record_row")
    open_now = joined.objected.fill_null(False) | (joined.status_says == Status.OBJECTION.value)
    return joined.mutate(
        as_of=ibis.literal(as_of),
        under_objection=open_now,
        under_repair=joined.applied.fill_null(False),
        corrected=(joined.corrected_on > joined.objected_on).fill_null(False),
    )


def own_facts(dataset: Dataset, records: ir.Table, options: Options) -> ir.Table:
    """The accepted records with what they say themselves, without events and without a day."""
    current = _remembered(accepted(records))
    # A view keeps the engine from working out a column again for each term and exit that asks for it.
    classed = current.mutate(
        arrived=current.provided_on,
        scope_closed=_scope_closed(dataset, current, options.labels),
        internal=_internal(dataset, current, options.labels),
        person=_person(dataset, current, options.labels),
        person_allowed=ibis.literal(dataset.name in options.natural_persons),
        minor=_minor(dataset, current),
        simple_procedure=_simple_procedure(dataset, current, options.labels),
        status_says=meaning.status(
            _text(dataset, current, "status"), options.labels.status.get(dataset.name, {})
        ),
        penalty_class=_penalty_class(dataset, current, options),
        asked_for=current.authority.isin(sorted(options.minor_authorities)).fill_null(False),
        left_list_on=_date(dataset, current, "removed_on"),
    ).view()
    return _with_term(classed, options.terms_of(dataset.name))


def _remembered(current: ir.Table) -> ir.Table:
    """The records with every column of MEMORY."""
    absent = {name: ibis.null(kind) for name, kind in MEMORY.items() if name not in current.columns}
    return current.mutate(**absent)


def _with_term(classed: ir.Table, terms: tuple[Term, ...]) -> ir.Table:
    """Adds term (its id), shown, given, legal, usual, until and repair_from. What no term covers is not shown."""
    covered = [(each.covers(classed), each) for each in terms]
    decided_on = classed.decided_on
    dated = classed.mutate(
        term=ibis.cases(*((where, each.id) for where, each in covered), else_="no-term"),
        shown=ibis.cases(*((where, each.shown) for where, each in covered), else_=False),
        given=ibis.cases(*((where, given_end(classed[each.given])) for where, each in covered)),
        legal=ibis.cases(*((where, legal_end(each, decided_on)) for where, each in covered)),
        usual=ibis.cases(*((where, usual_end(each, classed)) for where, each in covered)),
        repairable=ibis.cases(*((where, repairable(each, decided_on)) for where, each in covered)),
    ).view()
    until = ibis.ifelse(dated.given.isnull(), dated.usual, earlier(dated.given, dated.legal))
    # A day of removal may be known beforehand; pages then hide the entry even where no build runs on it.
    until = earlier(until, day_before(dated.left_list_on))
    # A record that ends by itself before needs no repair.
    moot = (dated.repairable > until).fill_null(False)
    return dated.mutate(
        until=until, repair_from=ibis.ifelse(moot, ibis.null("date"), dated.repairable)
    ).view()


def _text(dataset: Dataset, table: ir.Table, field_id: str) -> ir.StringValue:
    """The column of a field, all null where the dataset has no such field."""
    return table[field_id] if field_id in dataset.by_id else ibis.null("string")


def _date(dataset: Dataset, table: ir.Table, field_id: str) -> ir.DateValue:
    return table[field_id] if field_id in dataset.by_id else ibis.null("date")


def _scope_closed(dataset: Dataset, table: ir.Table, labels: Labels) -> ir.BooleanValue:
    """信息使用范围 other than 公示, unknown labels included."""
    scope = _text(dataset, table, "use_scope")
    return scope.notnull() & ~scope.isin(labels.public_scopes)


def _internal(dataset: Dataset, table: ir.Table, labels: Labels) -> ir.BooleanValue:
    """A grade that serves supervision alone (内部分类监管)."""
    if "grade" not in dataset.by_id:
        return ibis.literal(False)
    told = [_text(dataset, table, name) for name in ("system", "grade", "basis", "remarks")]
    return ibis.or_(*(each.re_search(labels.internal_grades).fill_null(False) for each in told))


def _person(dataset: Dataset, table: ir.Table, labels: Labels) -> ir.BooleanValue:
    """A person, or without code and category nothing that tells an organisation: in doubt a person."""
    kind, code, name = table.subject_kind, table.subject_code, table.subject_name
    organisation = name.re_search(meaning.any_word(labels.organisation_words)) & (
        name.length() > _LONGEST_PERSON_NAME
    )
    numbered = _text(dataset, table, "id_number").notnull()
    doubtful = code.isnull() & (numbered | (kind.isnull() & ~organisation.fill_null(False)))
    return (kind == "自然人").fill_null(False) | doubtful


def _minor(dataset: Dataset, table: ir.Table) -> ir.BooleanValue:
    """Under 18 in the decision's year, or 18 in it: no form tells the birthday; 0000 stands for no year."""
    year = _text(dataset, table, "id_number").re_extract(_BIRTH_YEAR, 1).nullif("").cast("int32")
    return (table.decided_on.year() - year <= AGE_OF_MAJORITY).fill_null(False)


def _simple_procedure(dataset: Dataset, table: ir.Table, labels: Labels) -> ir.BooleanValue:
    """Of penalties only: a permit may be given by 简易程序 and is shown."""
    if "procedure" not in dataset.by_id:
        return ibis.literal(False)
    return meaning.simple_procedure(table.procedure, table.remarks, labels)


def _penalty_class(dataset: Dataset, table: ir.Table, options: Options) -> ir.StringValue:
    if "penalty_kinds" not in dataset.by_id:
        return ibis.null("string")
    return meaning.penalty_class(table, options.labels, options.fines)
