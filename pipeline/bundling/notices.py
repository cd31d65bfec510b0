"""Notices (说明): what a subject's page says for some time after a record of it left or was corrected.

Repair, revocation and objection are told with day and kind of record, without number, authority or fact (行政处罚法
第四十八条; 信用修复管理办法), a revocation with the law of its kind of decision where there is one. Only what readers could
have seen is explained: records that the ledger knows as shown.
"""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from pipeline.catalogue import Dataset

_TEXTS = {
    "repaired": "一条{title}信息已完成信用修复，按规定停止公示。",
    "revoked": "作出机关撤销了一项{title}决定，相关信息已撤回{law}。",
    "objection_upheld": "一条{title}信息经异议核查成立，已撤下。",
    "corrected": "一条{title}信息经异议核查成立，已更正。",
}


def notices(dataset: Dataset, states: ir.Table, known: ir.Table, as_of: date, days: int) -> ir.Table:
    """Rows of `notices.parquet` for one dataset; `known` holds the records (column record) ever shown."""
    told = ibis.ifelse(states.corrected & (states.state == "published"), "corrected", states.state)
    on = ibis.ifelse(told == "corrected", states.corrected_on, states.since)
    rows = states.mutate(kind=told, on=on).semi_join(known, "record")
    first = ibis.literal(as_of - timedelta(days=days))
    rows = rows.filter(rows.kind.isin(list(_TEXTS)), rows.on >= first, rows.subject == rows.subject_code)
    law = f"（{dataset.revocation_law}）" if dataset.revocation_law else ""
    texts = ((rows.kind == kind, text.format(title=dataset.title, law=law)) for kind, text in _TEXTS.items())
    return rows.select(
        "subject_code",
        "kind",
        "on",
        until=(rows.on + ibis.interval(days=days)).cast("timestamp").cast("date"),
        text=ibis.cases(*texts),
    )
