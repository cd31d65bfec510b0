"""The rules that follow from the catalogue: required, readable, in the code list, not too long, a valid code."""

from collections.abc import Callable, Iterator

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.catalogue import OLD, Condition, Dataset, Field, Group, is_in_old_edition
from pipeline.cells.amounts import IMPLAUSIBLE
from pipeline.checks import codes
from pipeline.checks.rule import Rule, make
from pipeline.findings import Level


def _level(field: Field, check: str) -> Level:
    return Level.WARN if check in field.warn else Level.REJECT


def _asked(field: Field, table: ir.Table, missing: ir.BooleanValue) -> ir.BooleanValue:
    """Missing, in an edition of the template that has the field."""
    return missing if is_in_old_edition(field) else missing & ~table.old_edition


def _empty(field: Field, table: ir.Table) -> ir.BooleanValue:
    """Nothing is given; what cannot be read is told as that and not as missing too."""
    nothing = table[field.id].isnull()
    return nothing & table[f"text_{field.id}"].isnull() if field.type in ("date", "amount") else nothing


def _has_empty(column: pa.ChunkedArray) -> bool:
    return int(column.null_count) > 0


def _has_longer(column: pa.ChunkedArray, limit: int) -> bool:
    """Whether a text has more characters than the limit; the bytes, which are never fewer, mostly tell that none has."""
    distinct = (each.dictionary if pa.types.is_dictionary(each.type) else each for each in column.chunks)
    return any(
        (pc.max(pc.binary_length(each)).as_py() or 0) > limit
        and (pc.max(pc.utf8_length(each)).as_py() or 0) > limit
        for each in distinct
    )


def holds(dataset: Dataset, condition: Condition, table: ir.Table) -> ir.BooleanValue:
    """Whether a row is one that the condition speaks of."""
    column = table[condition.field]
    if dataset.by_id[condition.field].type == "codes":
        return ibis.or_(*(column.contains(value) for value in condition.values)).fill_null(False)
    return column.isin(condition.values).fill_null(False)


def _required(dataset: Dataset, field: Field) -> Iterator[Rule]:
    if field.required:
        yield make(
            codes.REQUIRED,
            field.id,
            lambda t: _asked(field, t, _empty(field, t)),
            level=_level(field, "required"),
            possible=lambda t: _has_empty(t[field.id]),
            law=dataset.law,
            title=field.title,
        )


def _required_when(dataset: Dataset, field: Field) -> Iterator[Rule]:
    condition = field.required_when
    if condition is None:
        return
    yield make(
        codes.REQUIRED_WHEN,
        field.id,
        lambda t: _asked(field, t, _empty(field, t) & holds(dataset, condition, t)),
        level=_level(field, "required"),
        possible=lambda t: _has_empty(t[field.id]),
        law=dataset.law,
        value=condition.field,
        title=field.title,
        other=dataset.by_id[condition.field].title,
    )


def _readable(dataset: Dataset, field: Field) -> Iterator[Rule]:
    if field.type not in ("date", "amount"):
        return
    sent = f"text_{field.id}"
    yield make(
        codes.DATE if field.type == "date" else codes.AMOUNT,
        field.id,
        lambda t: t[sent].notnull() & t[field.id].isnull(),
        level=_level(field, "type"),
        possible=lambda t: t[sent].null_count < t[field.id].null_count,
        law=dataset.law,
        value=sent,
        title=field.title,
        unit=field.unit,
    )


def _length(dataset: Dataset, field: Field) -> Iterator[Rule]:
    limit = field.length
    if limit is None or field.type != "text" or field.check or field.personal:
        return
    broken: Callable[[ir.Table], ir.BooleanValue] = lambda t: t[field.id].length() > limit  # noqa: E731
    yield make(
        codes.LENGTH,
        field.id,
        broken,
        possible=lambda t: _has_longer(t[field.id], limit),
        law=dataset.law,
        title=field.title,
        limit=limit,
    )


def _code_list(dataset: Dataset, field: Field) -> Iterator[Rule]:
    if not field.codes:
        return
    column = f"unknown_{field.id}"
    yield make(
        codes.CODE_LIST,
        field.id,
        lambda t: t[column].notnull(),
        level=_level(field, "codes"),
        possible=lambda t: t[column].null_count < len(t),
        law=dataset.law,
        value=column,
        title=field.title,
        codes="、".join(field.codes),
    )


def _valid_code(_: Dataset, field: Field) -> Iterator[Rule]:
    if not field.check:
        return
    check = codes.CREDIT_CODE if field.check == "credit_code" else codes.OTHER_CODE
    yield make(
        check,
        field.id,
        lambda t: (~t[f"valid_{field.id}"]).fill_null(False),
        level=_level(field, "check"),
        possible=lambda t: pc.min(t[f"valid_{field.id}"]).as_py() is False,
        value=field.id,
        title=field.title,
    )


def _plausible(_: Dataset, field: Field) -> Iterator[Rule]:
    if field.type == "amount" and field.unit == "万元":
        broken: Callable[[ir.Table], ir.BooleanValue] = lambda t: (  # noqa: E731
            (t[field.id] >= IMPLAUSIBLE).fill_null(False)
        )
        yield make(codes.IMPLAUSIBLE, field.id, broken, value=field.id, title=field.title)


def _group(dataset: Dataset, group: Group) -> Rule:
    def broken(table: ir.Table) -> ir.BooleanValue:
        empty = ibis.and_(*(table[each].isnull() for each in group.fields))
        if group.when is not None:
            empty &= holds(dataset, group.when, table)
        return empty & table.old_edition if group.edition == OLD else empty

    titles = "、".join(f"“{dataset.by_id[each].shown_as}”" for each in group.fields)
    return make(codes.GROUP, group.fields[0], broken, titles=titles)


_PARTS = (_required, _required_when, _readable, _length, _code_list, _valid_code, _plausible)


def field_rules(dataset: Dataset) -> list[Rule]:
    """The rules of every field, in the order of the template, then those of groups."""
    rules = [rule for field in dataset.fields for part in _PARTS for rule in part(dataset, field)]
    return [*rules, *(_group(dataset, each) for each in dataset.groups)]
