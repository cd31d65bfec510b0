"""What the sources' labels mean for publicity: class of a penalty, use scope, status. Reads classes.toml."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import ibis
import ibis.expr.types as ir

from pipeline.errors import SettingsError

SHIPPED = Path(__file__).with_name("classes.toml")
_BETWEEN = "\n"
"""Joins the labels of one cell; no label has a line break in it."""


class PenaltyClass(StrEnum):
    """失信严重程度."""

    MINOR = "轻微"
    ORDINARY = "一般"
    GRAVE = "严重"


class Status(StrEnum):
    """What the source's own status column says about showing a record."""

    SHOWN = "shown"
    INVALID = "invalid"
    REVOKED = "revoked"
    OBJECTION = "objection"
    REVIEW = "review"


@dataclass(frozen=True)
class FineThresholds:
    """Fines in 万元: below `minor_below` and nothing graver 轻微, from `grave_from` on 严重; None sets no bound.

    The order leaves the amounts to the line ministries, so an office has none unless it sets them.
    """

    minor_below: float | None = None
    grave_from: float | None = None


@dataclass(frozen=True)
class Labels:
    """classes.toml as data."""

    severity: Mapping[str, PenaltyClass]
    minor_kinds: tuple[str, ...]
    other: str
    fine_kinds: tuple[str, ...]
    grave_words: tuple[str, ...]
    simple_procedures: tuple[str, ...]
    simple_remark: str
    simple_denied: str
    public_scopes: tuple[str, ...]
    internal_grades: str
    organisation_words: tuple[str, ...]
    status: Mapping[str, Mapping[str, Status]]


def load_labels(path: Path = SHIPPED) -> Labels:
    """The meaning of labels; SettingsError when the file is not whole."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return Labels(
            severity={label: PenaltyClass(name) for label, name in table["severity"].items()},
            minor_kinds=tuple(table["kinds"]["minor"]),
            other=table["kinds"]["other"],
            fine_kinds=tuple(table["kinds"]["fine"]),
            grave_words=tuple(table["kinds"]["grave"]),
            simple_procedures=tuple(table["procedure"]["simple"]),
            simple_remark=table["procedure"]["remark"],
            simple_denied=table["procedure"]["denied"],
            public_scopes=tuple(table["use_scope"]["public"]),
            internal_grades=table["grades"]["internal"],
            organisation_words=tuple(table["subject"]["organisation_words"]),
            status={
                dataset: {label: Status(name) for label, name in labels.items()}
                for dataset, labels in table["status"].items()
            },
        )
    except (OSError, KeyError, ValueError) as error:
        raise SettingsError(f"标签含义 {path.name} 无法读取：{error}。请按文件中的说明更正。") from error


def any_word(words: tuple[str, ...]) -> str:
    """A pattern that finds one of the words."""
    return "|".join(re.escape(word) for word in words)


def penalty_class(table: ir.Table, labels: Labels, thresholds: FineThresholds) -> ir.StringValue:
    """轻微, 一般 or 严重; the longest class counts.

    What is only 警告 or 通报批评, or decided by 简易程序, is 轻微 whatever its source calls it: none of it is to be shown. Else
    as the source says, else by kinds and fine.
    """
    listed = ibis.literal(_BETWEEN).join(table.penalty_kinds)
    grave_fine, small_fine = _fines(table, labels, thresholds, listed)
    minor = simple_procedure(table.procedure, table.remarks, labels) | _only(
        listed, labels.minor_kinds, labels
    )
    return ibis.cases(
        (minor, PenaltyClass.MINOR.value),
        *((table.severity == label, name.value) for label, name in labels.severity.items()),
        (listed.re_search(any_word(labels.grave_words)) | grave_fine, PenaltyClass.GRAVE.value),
        (small_fine, PenaltyClass.MINOR.value),
        else_=PenaltyClass.ORDINARY.value,
    )


def simple_procedure(procedure: ir.StringValue, remarks: ir.StringValue, labels: Labels) -> ir.BooleanValue:
    """简易程序, told by its column or, where the template has none, by 备注."""
    told = remarks.re_search(labels.simple_remark) & ~remarks.re_search(labels.simple_denied)
    return procedure.isin(labels.simple_procedures).fill_null(False) | told.fill_null(False)


def _only(listed: ir.StringValue, kinds: tuple[str, ...], labels: Labels) -> ir.BooleanValue:
    """Where a cell holds these labels and no other, also as 其他-…; 其他-警告和通报批评 is two of them."""
    one = rf"(?:{labels.other})?(?:{any_word(kinds)})[)）]?"
    return listed.re_search(rf"\A{one}(?:[{_BETWEEN}和及与并]{one})*\z")


def _fines(
    table: ir.Table, labels: Labels, thresholds: FineThresholds, listed: ir.StringValue
) -> tuple[ir.BooleanValue, ir.BooleanValue]:
    """Where the fine alone makes a penalty 严重, and where it makes it 轻微."""
    grave: ir.BooleanValue = ibis.literal(False)
    small: ir.BooleanValue = ibis.literal(False)
    if thresholds.grave_from is not None:
        grave = (table.fine >= thresholds.grave_from).fill_null(False)
    if thresholds.minor_below is not None:
        mild = _only(listed, (*labels.minor_kinds, *labels.fine_kinds), labels)
        small = mild & (table.fine < thresholds.minor_below).fill_null(False)
    return grave, small


def status(column: ir.StringValue, meanings: Mapping[str, Status]) -> ir.StringValue:
    """What a status label means; empty is shown, an unknown label is for a person to judge."""
    return ibis.cases(
        (column.isnull(), Status.SHOWN.value),
        *((column == label, meaning.value) for label, meaning in meanings.items()),
        else_=Status.REVIEW.value,
    )
