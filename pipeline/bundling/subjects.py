"""One row per subject page: every valid code of the register, and every code that a published record carries."""

from collections.abc import Mapping
from functools import reduce

import ibis
import ibis.expr.types as ir

_REGISTER = {
    "name": "subject_name",
    "kind": "subject_kind",
    "status": "registration_status",
    "industry": "industry",
    "division": "division",
}


def _registered(register: ir.Table) -> ir.Table:
    former = register.former_names.re_replace(r"[、;；,，\n]+", "、").split("、")
    return register.select(
        code=register.subject_code,
        **{name: register[column] for name, column in _REGISTER.items()},
        former_names=ibis.ifelse(
            register.former_names.isnull(), ibis.literal([], type="array<string>"), former
        ),
        registered_on=register.registered_on.strftime("%Y-%m-%d"),
    )


def _mentioned(records: Mapping[str, ir.Table]) -> ir.Table:
    """code, dataset, name, kind, decided_on, until of every published record with a code."""
    tables = [
        table.filter(table.subject_code.notnull()).select(
            "record",
            "decided_on",
            "until",
            code=table.subject_code,
            dataset=ibis.literal(name),
            name=table.subject_name,
            kind=table.f_subject_kind,
        )
        for name, table in sorted(records.items())
    ]
    return reduce(lambda left, right: left.union(right), tables)


def _summed(mentioned: ir.Table, datasets: tuple[str, ...]) -> ir.Table:
    """Per code: how many records of each dataset, the newest name, and the last day any of them is shown."""
    newest = ibis.window(group_by="code", order_by=[ibis.desc("decided_on"), ibis.desc("record")])
    named = mentioned.mutate(rank=ibis.row_number().over(newest))
    # 9999-12-31 stands for "no end" only inside this sum.
    endless = ibis.date(9999, 12, 31)
    last = ibis.coalesce(named.until, endless).max()
    counts = {f"n_{name}": (named.dataset == name).sum().cast("int32") for name in datasets}
    return (
        named.group_by("code")
        .aggregate(
            **counts,
            record_name=named.name.max(where=named.rank == 0),
            record_kind=named.kind.max(where=named.rank == 0),
            record_until=last,
        )
        .mutate(record_until=lambda t: t.record_until.nullif(endless))
    )


def subjects(register: ir.Table, records: Mapping[str, ir.Table]) -> ir.Table:
    """Rows of `subjects.parquet`, sorted by code. A subject of the register has no last day."""
    datasets = tuple(sorted(records))
    counted = _summed(_mentioned(records), datasets)
    joined = _registered(register).mutate(registered=True).outer_join(counted, "code")
    in_register = joined.registered.fill_null(False)
    counts = {f"n_{name}": joined[f"n_{name}"].fill_null(0) for name in datasets}
    return joined.select(
        code=ibis.coalesce(joined.code, joined.code_right),
        name=ibis.coalesce(joined.name, joined.record_name),
        former_names=ibis.coalesce(joined.former_names, ibis.literal([], type="array<string>")),
        kind=ibis.coalesce(joined.kind, joined.record_kind),
        status=joined.status,
        registered_on=joined.registered_on,
        industry=joined.industry,
        division=joined.division,
        **counts,
        until=ibis.ifelse(in_register, ibis.null("date"), joined.record_until),
    ).order_by("code")
