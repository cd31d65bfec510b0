"""The records of subject pages and the rows of lists as HTML (记录卡片、目录行), many at a time. See filling.py.

Reads and writes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from jinja2 import Template
from markupsafe import Markup, escape

from pipeline.bundle import PublicDataset
from pipeline.portal.contexts import Record, Row
from pipeline.portal.filling import Column, Flags, cut, escape_column, fill, filled, joined, mark, spans, text

WIDE = 60
"""A longer text takes the width of the card: three columns of facts on a wide screen hold some 20 characters a line."""


def _marked(dataset: PublicDataset, root: str, flags: Flags) -> Record:
    return Record(
        dataset=dataset.name,
        root=root,
        repair=mark("repair") if dataset.repair else "",
        repair_line=mark("repair_line") if dataset.repair else "",
        under_objection=flags[0],
        dispute=mark("dispute"),
        under_repair=flags[1],
        opened=mark("opened"),
        emphasis=mark("emphasis") if _emphasis(dataset) else "",
        record=mark("record"),
        until=mark("until"),
        until_text=mark("until_text"),
        headline=mark("headline"),
        document_number=mark("document_number"),
        authority=mark("authority"),
        decided_on=mark("decided_on"),
        source_unit=mark("source_unit"),
        provided_on=mark("provided_on"),
        fields=mark("fields"),
    )


def _cell(plain: Column, short: list[str], wide: list[str]) -> Column:
    """A field's HTML in each row; null where it is empty."""
    values = {"value": escape_column(plain)}
    made = joined(short, values)
    # No text has more characters than bytes.
    if (pc.max(pc.binary_length(plain)).as_py() or 0) <= WIDE:
        return made
    is_wide = pc.greater(pc.utf8_length(plain), WIDE)
    return pc.if_else(is_wide, joined(wide, values), made) if pc.any(is_wide).as_py() else made


def _fields(table: pa.Table, dataset: PublicDataset, template: Template) -> list[Column]:
    """For each public field its HTML, in template order; null in the rows in which it is empty."""
    cells = []
    for column in dataset.columns:
        plain = filled(table.column(column.column))
        if plain.null_count < len(plain):
            forms = [
                cut(template.render(label=column.label, value=mark("value"), wide=each))
                for each in (False, True)
            ]
            cells.append(_cell(plain, *forms))
    return cells


def _emphasis(dataset: PublicDataset) -> str:
    """Column of the field that stands beside the headline, or ""."""
    return next((each.column for each in dataset.columns if each.id == dataset.emphasis), "")


def _repairs(table: pa.Table, dataset: PublicDataset, line: Template) -> dict[str, Column]:
    """From when each record can be repaired, as a line (nothing where no rule names a day) and as a sentence."""
    if not dataset.repair:
        return {}
    days = {"day": pc.cast(table.column("repair_from"), pa.string())}
    sentence = ["已履行义务的，自 ", "day", " 起可以申请信用修复"]
    return {
        "repair_line": pc.coalesce(joined(cut(line.render(day=mark("day"))), days), ""),
        "repair": pc.coalesce(joined(sentence, days), escape(dataset.repair)),
    }


def _dispute(table: pa.Table) -> Column:
    """When the open objection was accepted and by when it must be answered; nothing where neither is known."""
    days = {
        "accepted": pc.cast(table.column("objection_from"), pa.string()),
        "due": pc.cast(table.column("objection_due"), pa.string()),
    }
    limited = joined(["（", "accepted", " 受理，核查期限至 ", "due", "）"], days)
    return pc.coalesce(limited, joined(["（", "accepted", " 受理）"], days), "")


def _values(table: pa.Table, dataset: PublicDataset, alone: Column) -> dict[str, Column]:
    """Escaped texts by the name of their field in `Record`."""
    plain = ("record", "until", "authority", "decided_on", "provided_on")
    beside = _emphasis(dataset)
    return {
        **({"emphasis": text(table, beside, "未填")} if beside else {}),
        **{name: text(table, name) for name in plain},
        "dispute": _dispute(table),
        "until_text": text(table, "until", "未设终止日期"),
        "headline": text(table, "headline", dataset.title),
        "document_number": text(table, "document_number", "文书号未提供"),
        "source_unit": text(table, "source_unit", pc.coalesce(table.column("authority"), "")),
        "opened": pc.if_else(alone, " open", ""),
    }


def record_cards(
    table: pa.Table, dataset: PublicDataset, root: str, card: Template, field: Template, alone: Column
) -> Column:
    """_record.html for each row of a dataset's records; `alone`: the subject has no other record of it."""
    fields = _fields(table, dataset, field) or [pa.nulls(len(table), pa.string())]

    def render(flags: Flags) -> str:
        return card.render(record=_marked(dataset, root, flags))

    values = _values(table, dataset, alone)
    values |= _repairs(table, dataset, card.environment.get_template("_repair.html"))
    values["fields"] = pc.binary_join_element_wise(*fields, "", null_handling="replace", null_replacement="")
    return fill(values, (table.column("under_objection"), table.column("under_repair")), render)


@dataclass(frozen=True, slots=True)
class Lines:
    """The HTML of many rows, one after the other: the UTF-8 of all, and where each begins."""

    text: memoryview
    ends: list[int]

    def between(self, first: int, last: int) -> memoryview:
        """Rows `first` to `last` (exclusive)."""
        return self.text[self.ends[first] : self.ends[last]]

    @property
    def whole(self) -> Markup:
        """All rows."""
        return Markup(str(self.between(0, len(self.ends) - 1), "utf-8"))  # noqa: S704 - all values have been escaped


def list_rows(
    table: pa.Table,
    columns: Sequence[str],
    labels: tuple[str, ...],
    dataset: str,
    root: str,
    template: Template,
) -> Lines:
    """`template` for each row, with a line end; the first of `columns` is the subject's name, linked where there is a page."""
    cells = {f"cell_{number}": text(table, column) for number, column in enumerate(columns)}
    values = {
        "record": text(table, "record"),
        "until": text(table, "until"),
        "code": text(table, "subject_code"),
    }

    def render(flags: Flags) -> str:
        row = Row(
            dataset=dataset,
            root=root,
            labels=labels,
            under_objection=flags[0],
            linked=flags[1],
            record=mark("record"),
            until=mark("until"),
            code=mark("code"),
            cells=tuple(mark(name) for name in cells),
        )
        return f"{template.render(row=row)}\n"

    flags = (table.column("under_objection"), pc.is_valid(table.column("subject_code")))
    return Lines(*spans(fill(values | cells, flags, render)))
