"""The rules between columns of a row: dates in order, one subject a row, kinds that fit codes, an event we know."""

from collections.abc import Callable, Iterator
from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.catalogue import Dataset, Field
from pipeline.checks import codes
from pipeline.checks.rule import Rule, make

_ENDS = ("valid_until", "publicity_until", "removed_on", "closed_on", "ended_on")
_TEXT_OF_AMOUNT = "content"
_NO_NAME = r"\A[0-9A-Z]{2}[0-9]{6}[0-9A-Z]{7,12}\z|\A\PL*\z|\x{FFFD}"
"""For RE2: a code in the column of names, nothing that is a letter, or what a broken export left of a character."""
_LEAST_YUAN = 50.0
"""Below it a number may be an amount in 万元 and, by chance, one in 元 of the text."""


def _future(dataset: Dataset, field_id: str, as_of: date) -> Rule:
    return make(
        codes.FUTURE,
        field_id,
        lambda t: (t[field_id] > ibis.literal(as_of)).fill_null(False),
        value=field_id,
        title=dataset.by_id[field_id].title,
        as_of=as_of.isoformat(),
    )


def _order(dataset: Dataset, start: str, end: str) -> Rule:
    return make(
        codes.ORDER,
        end,
        lambda t: (t[end] < t[start]).fill_null(False),
        value=end,
        also=start,
        end=dataset.by_id[end].title,
        start=dataset.by_id[start].title,
    )


def _arrival(as_of: date) -> Iterator[Rule]:
    yield make(
        codes.ARRIVAL_UNREADABLE,
        "provided_on",
        lambda t: t.text_provided_on.notnull() & t.provided_on.isnull(),
        value="text_provided_on",
    )
    yield make(
        codes.ARRIVAL_FUTURE,
        "provided_on",
        lambda t: (t.provided_on > ibis.literal(as_of)).fill_null(False),
        value="provided_on",
        as_of=as_of.isoformat(),
    )


def _expired(dataset: Dataset) -> Iterator[Rule]:
    """A licence (有效期自、至) that had ended when it came."""
    if {"valid_from", "valid_until"} <= dataset.by_id.keys():
        yield make(
            codes.EXPIRED,
            "valid_until",
            lambda t: (t.valid_until < ibis.coalesce(t.provided_on, t.received_on)).fill_null(False),
            value="valid_until",
            title=dataset.by_id["valid_until"].title,
        )


def _yuan(dataset: Dataset, field: Field) -> Rule:
    """The text names the very number, but in 元: 50000 under a heading of 万元, 罚款50000元 in the text."""

    def broken(table: ir.Table) -> ir.BooleanValue:
        amount = table[field.id]
        text = table[_TEXT_OF_AMOUNT].replace(",", "").replace("，", "")
        number = amount.cast("int64").cast("string")
        whole = (amount >= _LEAST_YUAN) & (amount == amount.floor())
        said = text.contains(number + "元") & ~text.contains(number + "万元")
        in_full = text.contains((amount * 10_000).cast("int64").cast("string") + "元")
        return (whole & said & ~in_full).fill_null(False)

    text = dataset.by_id[_TEXT_OF_AMOUNT].title
    return make(codes.YUAN, field.id, broken, value=field.id, title=field.title, text=text)


def _kind_and_code(dataset: Dataset) -> Iterator[Rule]:
    """A code that begins with 92 is that of a shop (个体工商户), and only that."""
    fields = dataset.by_id
    if not {"subject_kind", "subject_code"} <= fields.keys():
        return

    def wrong_kind(table: ir.Table) -> ir.BooleanValue:
        shop = table.subject_code.startswith("92")
        return (table.valid_subject_code & (shop != (table.subject_kind == "个体工商户"))).fill_null(False)

    kind, code = "subject_kind", "subject_code"
    yield make(codes.WRONG_KIND, kind, wrong_kind, value=kind, also=code, title=fields[kind].title)
    if "organisation_code" in fields and fields["organisation_code"].check:
        own = "organisation_code"
        yield make(
            codes.CODE_PARTS,
            own,
            lambda t: (t.valid_subject_code & t[f"valid_{own}"] & (t[own] != t[code].substr(8, 9))).fill_null(
                False
            ),
            value=own,
            also=code,
            title=fields[own].title,
        )


def _is_no_name(table: pa.Table) -> bool:
    """Whether a name of the table is none; each distinct one is looked at once."""
    column = table.column("subject_name")
    texts = (each.dictionary if pa.types.is_dictionary(each.type) else each for each in column.chunks)
    return any(pc.any(pc.match_substring_regex(each, _NO_NAME)).as_py() for each in texts)


def _named(dataset: Dataset) -> Iterator[Rule]:
    """One subject a row, by its name."""
    name = "subject_name"
    if name in dataset.by_id:
        broken: Callable[[ir.Table], ir.BooleanValue] = lambda t: (  # noqa: E731
            t[name].re_search(_NO_NAME).fill_null(False)
        )
        title = dataset.by_id[name].title
        yield make(codes.SEVERAL, name, lambda t: t.several_names, value=name)
        yield make(codes.PARTED, name, lambda t: t.part > 0, value=name)
        yield make(codes.NO_NAME, name, broken, value=name, possible=_is_no_name, title=title)


def row_rules(dataset: Dataset, as_of: date, titles: tuple[str, ...]) -> list[Rule]:
    """The rules between columns; `titles` are the names and Chinese titles of the datasets an event may be about."""
    fields = dataset.by_id
    rules = list(_arrival(as_of))
    start = next((each for each in ("decided_on", "happened_on", "effective_on") if each in fields), None)
    if start is not None:
        rules += [_future(dataset, start, as_of)] if start != "effective_on" else []
        rules += [_order(dataset, start, end) for end in _ENDS if end in fields]
    if _TEXT_OF_AMOUNT in fields:
        rules += [_yuan(dataset, each) for each in dataset.fields if each.unit == "万元"]
    rules += [*_kind_and_code(dataset), *_expired(dataset), *_named(dataset)]
    if "about" in fields and dataset.kind in ("event", "reference"):
        broken = lambda t: t.about.notnull() & ~t.about.isin(titles)  # noqa: E731
        rules.append(
            make(codes.ABOUT, "about", broken, value="about", law=dataset.law, titles="、".join(titles))
        )
    return rules
