"""What subjects have of one dataset (主体页分区): the pieces of their pages' sections and summaries, column by column.

Reads and writes nothing. Rows of one subject stand together, so the cards of a subject are a run of the cards' column.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from markupsafe import escape

from pipeline.bundle import PublicDataset
from pipeline.errors import VerifyError
from pipeline.portal import words
from pipeline.portal.cards import record_cards
from pipeline.portal.contexts import Part, Section
from pipeline.portal.filling import cut, mark
from pipeline.portal.rendering import Pages

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Held:
    """What each of some subjects has of one dataset. Of a subject without any, `head` and `tail` are null, `cards` is
    empty; `part` is its part of the summary as markup, or null."""

    count: Numbers
    disputed: Numbers
    head: pa.Array
    cards: pa.Array
    tail: pa.Array
    part: pa.Array


def _form(dataset: PublicDataset, root: str, pages: Pages) -> list[str]:
    """_section.html of a dataset, cut at its marks: text, count, text, cards, text."""
    section = Section(
        root=root,
        dataset=dataset.name,
        title=words.short(dataset),
        unit=dataset.measure,
        tone=dataset.tone,
        note=dataset.caution,
        count=mark("count"),
        cards=mark("cards"),
    )
    return cut(pages.template("_section.html").render(section=section))


def _places(codes: pa.Array, table: pa.Table) -> Numbers:
    """For each record its subject among `codes`; a record that belongs to no page, or is out of order, is an error."""
    places = pc.index_in(table.column("subject_code"), value_set=codes)
    if places.null_count:
        left = table.column("subject_code").filter(pc.is_null(places)).unique()
        raise VerifyError(f"有 {len(left)} 个主体的记录没有主体页，例如 {left[0]}。请重新生成公示包。")
    found: Numbers = np.asarray(places, np.int64)
    if np.any(np.diff(found) < 0):
        raise VerifyError("公示包中的记录没有按统一社会信用代码排列。请重新生成公示包。")
    return found


def _part_form(dataset: PublicDataset, pages: Pages) -> list[str]:
    """_part.html of a dataset, cut at its mark."""
    part = Part(dataset.name, dataset.tone, mark("text"))
    return cut(pages.template("_part.html").render(part=part))


def _parts(
    table: pa.Table, dataset: PublicDataset, form: list[str], counts: Numbers, held: Numbers, starts: Numbers
) -> list[str | None]:
    """Each subject's part of the summary line; `held`: those that have records, which begin at `starts`."""
    until = table.column("until")
    last = np.maximum.reduceat(np.asarray(pc.fill_null(pc.cast(until, pa.int32()), 0)), starts)
    days = pc.cast(pa.array(last, pa.int32()).cast(pa.date32()), pa.string()).to_pylist()
    open_ended = np.logical_or.reduceat(np.asarray(pc.is_null(until)), starts).tolist()
    parts: list[str | None] = [None] * len(counts)
    if dataset.tone != "adverse":
        days, open_ended = [""] * len(held), [False] * len(held)
    told = list(zip(counts[held].tolist(), days, open_ended, strict=True))
    before, _, after = form
    texts = {each: f"{before}{escape(words.summary_part(dataset, *each))}{after}" for each in set(told)}
    for place, each in zip(held.tolist(), told, strict=True):
        parts[place] = texts[each]
    return parts


def held_of(codes: pa.Array, table: pa.Table, dataset: PublicDataset, root: str, pages: Pages) -> Held:
    """The pieces of all `codes`, of which `table` has the records of this dataset."""
    places = _places(codes, table)
    counts: Numbers = np.bincount(places, minlength=len(codes))
    ends = np.concatenate(([0], np.cumsum(counts)))
    held = np.flatnonzero(counts)
    disputes = np.bincount(places, np.asarray(table.column("under_objection")), len(codes)).astype(np.int64)
    card, field = pages.template("_record.html"), pages.template("_field.html")
    cards = record_cards(table, dataset, root, card, field, pa.array(counts[places] == 1))
    if isinstance(cards, pa.ChunkedArray):
        cards = cards.combine_chunks()
    before, _, between, _, after = _form(dataset, root, pages)
    shown = pa.array(counts > 0)
    number = pc.if_else(shown, pa.array(counts).cast(pa.string()), None)
    return Held(
        counts,
        disputes,
        pc.binary_join_element_wise(before, number, between, ""),
        pc.binary_join(pa.ListArray.from_arrays(pa.array(ends, pa.int32()), cards), "\n"),
        pc.if_else(shown, after, pa.scalar(None, pa.string())),
        pa.array(_parts(table, dataset, _part_form(dataset, pages), counts, held, ends[held]), pa.string()),
    )
