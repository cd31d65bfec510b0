"""Timeliness for other programs (指标数据): JSON, CSV, their schema, and a Prometheus text file. Pure; writes nothing.

Version 1. Columns are only ever added at the end; a change of meaning is a new version. Rates are left to the reader:
every one is a quotient of these counts (rate.py).
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date

import pyarrow.compute as pc

from pipeline.bundle import Bundle
from pipeline.compliance.due_items import DueItem, overdue, soon
from pipeline.compliance.figures import Figures, Rate

SCHEMA, VERSION = "credit-portal/timeliness", 1
_TEXTS = {
    "dataset": "数据类别（英文名）",
    "department": "作出决定的机关",
    "month": "决定月份，YYYY-MM",
}
_NUMBERS = {
    "received": "收到的记录数，一条只计一次",
    "compliant": "通过全部必须检查的记录数",
    "in_time": "及时：在时限内首次到达",
    "late": "迟报：时限过后首次到达",
    "undetermined": "待定：时限跨入未公布放假安排的日期；in_time + late + undetermined = received",
    "shown": "公示台账开始后到达并已在本站公示的记录数",
    "shown_in_time": "其中在时限内公示的",
    "shown_late": "其中时限过后公示的",
    "shown_undetermined": "其中待定的",
    "shown_days": "从到达至公示的天数之和（自然日）",
    "expected": "应报数（信息报送清单）；expected = reported + missing + awaited",
    "reported": "已报数，以应报数为限",
    "missing": "逾期未报数",
    "awaited": "未到期（含待定）的未报数",
    "periods": "已到期或已完成的应报期数",
    "gaps": "其中一条也没有收到的期数（漏报）",
}
_RATE = tuple(each.name for each in fields(Rate))
COLUMNS = (*_TEXTS, *_NUMBERS, "source_unit")


def _numbers(rate: Rate) -> dict[str, object]:
    """A group by the names of its fields; `asdict` copies each value and takes five times as long."""
    return {name: getattr(rate, name) for name in _RATE}


def timeliness(bundle: Bundle, figures: Figures) -> dict[str, object]:
    """The content of timeliness.json."""
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "as_of": bundle.meta.as_of.isoformat(),
        "rule": bundle.meta.deadline_rule,
        "rows": [_numbers(rate) for rate in figures.rows],
        "source_units": [_numbers(rate) for rate in figures.units],
    }


def timeliness_csv(figures: Figures) -> str:
    """timeliness.csv: the `rows` of the JSON."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    names = COLUMNS[:-1]
    writer.writerow(names)
    writer.writerows([spreadsheet_safe(getattr(rate, name)) for name in names] for rate in figures.rows)
    return stream.getvalue()


def spreadsheet_safe(value: object) -> object:
    """A name that begins like a formula gets an apostrophe, so that a spreadsheet takes it as text."""
    return (
        f"'{value}"
        if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
        else value
    )


def schema() -> dict[str, object]:
    """JSON Schema (2020-12) of timeliness.json; the CSV has the same columns without `source_unit`."""
    properties: dict[str, object] = {
        name: {"type": "string", "description": text} for name, text in _TEXTS.items()
    }
    properties |= {
        name: {"type": "integer", "minimum": 0, "description": text} for name, text in _NUMBERS.items()
    }
    properties["shown_days"] = {"type": "integer", "description": _NUMBERS["shown_days"]}
    properties["source_unit"] = {
        "type": "string",
        "description": "数据来源单位；rows 中为空，source_units 中有值",
    }
    rows = {"type": "array", "items": {"$ref": "#/$defs/row"}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "报送及时性",
        "description": "决定到首次到达的时限判定，按数据类别、机关、决定月份（rows）和数据来源单位（source_units）计数。",
        "type": "object",
        "required": ["schema", "version", "as_of", "rule", "rows"],
        "properties": {
            "schema": {"const": SCHEMA},
            "version": {"const": VERSION},
            "as_of": {"type": "string", "format": "date"},
            "rule": {"type": "string"},
            "rows": rows,
            "source_units": rows,
        },
        "$defs": {"row": {"type": "object", "required": list(COLUMNS), "properties": properties}},
    }


def _label(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def _family(name: str, help_: str, samples: Iterable[tuple[dict[str, str], float]]) -> Iterator[str]:
    """One metric of the text format 0.0.4."""
    yield f"# HELP {name} {help_}"
    yield f"# TYPE {name} gauge"
    for labels, value in samples:
        told = ",".join(f'{key}="{_label(text)}"' for key, text in labels.items())
        yield f"{name}{{{told}}} {value:.15g}" if told else f"{name} {value:.15g}"


def _midnight(day: date) -> int:
    """Seconds from 1970-01-01 to the day's midnight in Shanghai (UTC+8)."""
    return (day - date(1970, 1, 1)).days * 86_400 - 8 * 3_600


def _newest(bundle: Bundle) -> date | None:
    newest: date | None = pc.max(bundle.deadlines(["first_arrival"]).column(0)).as_py()
    return newest


def _by_department(rates: Iterable[Rate], name: str) -> Iterator[tuple[dict[str, str], float]]:
    for rate in rates:
        labels = {"dataset": rate.dataset, "department": rate.department}
        yield labels, getattr(rate, name)


def _due_counts(items: Iterable[DueItem]) -> Iterator[tuple[dict[str, str], float]]:
    counts: dict[tuple[str, str], int] = {}
    for each in items:
        key = (each.dataset, each.department)
        counts[key] = counts.get(key, 0) + max(each.records, 1)
    for (dataset, department), number in sorted(counts.items()):
        yield {"dataset": dataset, "department": department}, number


def metrics(bundle: Bundle, figures: Figures, items: tuple[DueItem, ...]) -> str:
    """metrics.prom: counts by dataset, age of the data, and what is overdue, for the text-file collector."""
    as_of, newest = bundle.meta.as_of, _newest(bundle)
    lines: list[str] = []
    lines += _family(
        "credit_portal_as_of_timestamp_seconds", "数据日期零时（北京时间）。", [({}, _midnight(as_of))]
    )
    if newest is not None:
        lines += _family(
            "credit_portal_newest_arrival_age_days",
            "最近一次收到记录距数据日期的天数。",
            [({}, (as_of - newest).days)],
        )
    balance = [
        ({"dataset": dataset, "outcome": outcome}, float(number))
        for dataset, counts in sorted(bundle.meta.counts.items())
        for outcome, number in counts.items()
    ]
    lines += _family("credit_portal_rows", "本次构建的行数平衡。", balance)
    for name in ("received", "compliant", "in_time", "late", "undetermined", "missing", "awaited"):
        help_ = _NUMBERS[name].split("；")[0]
        lines += _family(
            f"credit_portal_reported_{name}", help_, _by_department(figures.by_department_dataset, name)
        )
    lines += _family(
        "credit_portal_overdue", "逾期未办（退回待更正、清单未报）。", _due_counts(overdue(items))
    )
    lines += _family("credit_portal_due_soon", "3 个工作日内到期。", _due_counts(soon(items)))
    return "\n".join(lines) + "\n"


def _line(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)


def as_json(content: Mapping[str, object]) -> str:
    """JSON with a line for each key and each element of a list: indented to the last value, a county's timeliness is twice
    as large and takes ten times as long."""
    parts = []
    for key, value in content.items():
        told = _line(value)
        if isinstance(value, list) and value:
            told = "[\n  " + ",\n  ".join(map(_line, value)) + "\n ]"
        parts.append(f" {_line(key)}: {told}")
    return "{\n" + ",\n".join(parts) + "\n}\n"
