"""Publicity terms (公示期限) as dated data, and the last day shown. Reads terms.toml; judges no record.

A month later is the same day of that month, or its last day (30 November + 3 months: 28 or 29 February). The last
day is included: shown until its end, gone at 00:00 of the next day in Asia/Shanghai.
"""

import tomllib
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from datetime import date
from pathlib import Path

import ibis
import ibis.expr.types as ir

from pipeline.errors import SettingsError

SHIPPED = Path(__file__).with_name("terms.toml")
NO_END = date(2099, 12, 31)
"""长期: a given end of this day or later is no end."""
_YEAR = r"(?s)\A(?:.*[^0-9])?((?:19|20)[0-9]{2})(?:[^0-9].*)?\z"


@dataclass(frozen=True)
class Term:
    """How long a class of a dataset decided within the dates is shown; no class means any.

    `months` is the legal maximum, `default_months` the end where the source gives none (else the maximum).
    `rule_set`: in force only where the office names it. `list_word`, `authority_word`: only records whose list
    type or authority holds the word. `year_field`: a field with the assessment year (评价年度); where the source gives no
    end, the last day is 31 December `years_after` that year. `repair_months` after the decision a repair may be asked for.
    """

    id: str
    dataset: str
    given: str
    source: str
    penalty_class: str | None = None
    months: int | None = None
    default_months: int | None = None
    shown: bool = True
    decided_from: date | None = None
    decided_to: date | None = None
    rule_set: str = ""
    list_word: str | None = None
    authority_word: str | None = None
    year_field: str | None = None
    years_after: int = 0
    repair_months: int | None = None
    repair_source: str = ""

    def covers(self, classed: ir.Table) -> ir.BooleanValue:
        """Where this term counts; both end days belong to it."""
        covered = classed.decided_on.notnull()
        if self.penalty_class is not None:
            covered &= classed.penalty_class == self.penalty_class
        if self.decided_from is not None:
            covered &= classed.decided_on >= ibis.literal(self.decided_from)
        if self.decided_to is not None:
            covered &= classed.decided_on <= ibis.literal(self.decided_to)
        if self.list_word is not None:
            covered &= classed.list_type.contains(self.list_word)
        if self.authority_word is not None:
            covered &= classed.authority.contains(self.authority_word)
        return covered.fill_null(False)

    @property
    def narrow(self) -> bool:
        """Whether it concerns only some records of its dataset; such terms are tried before the general ones."""
        return self.list_word is not None or self.authority_word is not None


_KEYS = {each.name for each in dataclass_fields(Term)} - {"penalty_class"} | {"class"}


def load_terms(path: Path = SHIPPED) -> tuple[Term, ...]:
    """All terms; an unknown key is an error that names it."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))["term"]
        for table in tables:
            unknown = table.keys() - _KEYS
            if unknown:
                raise SettingsError(f"公示期限 {path.name} 有无法识别的设置：{'、'.join(sorted(unknown))}。")
        return tuple(Term(**{_name(key): value for key, value in table.items()}) for table in tables)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"公示期限 {path.name} 无法读取：{error}。请按文件开头的说明更正。") from error


def _name(key: str) -> str:
    return "penalty_class" if key == "class" else key


def terms_of(
    dataset: str,
    terms: tuple[Term, ...],
    newer_maximum_applies_to_older: bool,
    rule_sets: frozenset[str] = frozenset(),
) -> tuple[Term, ...]:
    """The terms of one dataset in the order in which they are tried; SettingsError when it has none.

    On wish a shorter maximum of the term in force (the one without a last day) also bounds older decisions:
    which maximum holds for them is not settled by the order of 2025, so the office decides.
    """
    own = tuple(each for each in terms if each.dataset == dataset and each.rule_set in {"", *rule_sets})
    if not own:
        raise SettingsError(f"公示期限中没有数据类别“{dataset}”。请在 terms.toml 中补充。")
    own = tuple(sorted(own, key=lambda each: not each.narrow))
    if not newer_maximum_applies_to_older:
        return own
    newest = {_class_of(each): each for each in own if each.decided_to is None}
    return tuple(_bounded(each, newest.get(_class_of(each), each)) for each in own)


def _class_of(term: Term) -> tuple[str | None, str | None, str | None]:
    return term.penalty_class, term.list_word, term.authority_word


def _bounded(term: Term, newer: Term) -> Term:
    if newer.months is None or (term.months is not None and term.months <= newer.months):
        return term
    return replace(term, months=newer.months, source=f"{term.source}；{newer.source}")


def _as_day(moment: ir.Value) -> ir.DateValue:
    """A date again. DuckDB makes a timestamp of date + interval while Ibis holds it for a date already and
    would leave out a plain cast; by way of the timestamp it stays.
    """
    return moment.cast("timestamp").cast("date")


def months_later(day: ir.DateValue, months: int) -> ir.DateValue:
    """The day `months` later, at a month's end its last day."""
    return _as_day(day + ibis.interval(months=months))


def day_after(day: ir.DateValue) -> ir.DateValue:
    """The next day."""
    return _as_day(day + ibis.interval(days=1))


def day_before(day: ir.DateValue) -> ir.DateValue:
    """The day before."""
    return _as_day(day - ibis.interval(days=1))


def legal_end(term: Term, decided_on: ir.DateValue) -> ir.DateValue:
    """The last day that the term allows, null where it sets none."""
    return ibis.null("date") if term.months is None else months_later(decided_on, term.months)


def repairable(term: Term, decided_on: ir.DateValue) -> ir.DateValue:
    """The first day on which a repair may be asked for, null where the term sets none."""
    return ibis.null("date") if term.repair_months is None else months_later(decided_on, term.repair_months)


def usual_end(term: Term, classed: ir.Table) -> ir.DateValue:
    """The last day where the source gives none: by the assessment year, the term's usual one, else the legal maximum."""
    if term.year_field is not None:
        return year_end(classed[term.year_field], term.years_after)
    months = term.months if term.default_months is None else term.default_months
    return ibis.null("date") if months is None else months_later(classed.decided_on, months)


def assessment_year(column: ir.StringValue) -> ir.IntegerValue:
    """The last year that a text such as 2024-2025年度 names, null where it names none."""
    return column.re_extract(_YEAR, 1).nullif("").cast("int32")


def year_end(column: ir.StringValue, years_after: int) -> ir.DateValue:
    """31 December some years after the assessment year, null where there is none."""
    last = (assessment_year(column) + years_after).cast("string") + "-12-31"
    return last.cast("date")


def given_end(column: ir.DateValue) -> ir.DateValue:
    """The end that the source gives, null for 长期."""
    return ibis.ifelse(column >= ibis.literal(NO_END), ibis.null("date"), column)


def earlier(one: ir.DateValue, other: ir.DateValue) -> ir.DateValue:
    """The earlier of two days; null is no end."""
    return ibis.coalesce(ibis.least(one, other), one, other)
