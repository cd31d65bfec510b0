"""Subject pages (主体页): one folder and file per credit code, from a range of the bundle's rows.

Reads subjects.parquet and records/*.parquet; writes e/<code>/index.html. Works on one range at a time, so
that memory follows the size of a range and ranges can be rendered by several processes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.bundle import Bundle, PublicDataset, open_bundle
from pipeline.errors import VerifyError
from pipeline.portal.contexts import Frame
from pipeline.portal.digests import SUBJECT_COLUMNS
from pipeline.portal.filling import spans
from pipeline.portal.lasting import Plan
from pipeline.portal.qr import page_code
from pipeline.portal.rendering import Pages
from pipeline.portal.subject_forms import ROOT, SubjectForms, page_values, shapes
from pipeline.portal.subject_sections import Held, held_of
from pipeline.portal.tables import Numbers, first_row, read_rows, records_path

RANGE = 8_192
"""Pages to make per range, whatever stands between them: a row group of Parquet is read again for each range that
touches it."""

STEP, STEP_RECORDS = 1_024, 4_096
"""Subjects rendered together, and about how many records at most: 20 MB of HTML, three times in memory."""

CODE = r"\A[0-9A-Z]{18}\z"
_RECORD = (
    *("record", "subject_code", "until", "repair_from", "under_objection", "under_repair", "headline"),
    *("objection_from", "objection_due"),
    *("document_number", "authority", "decided_on", "source_unit", "provided_on"),
)


@dataclass(frozen=True, eq=False)
class SubjectRange:
    """Some rows of subjects.parquet with the day that the page of each names, and for each dataset the rows of their
    records, whose `tables` are read where they are not at hand."""

    bundle: Path
    target: Path
    frame: Frame
    subjects: Numbers
    days: tuple[str, ...]
    rows: tuple[Numbers, ...]
    tables: tuple[pa.Table, ...] = ()

    @property
    def weight(self) -> int:
        """Pages to make."""
        return len(self.days)


def subject_ranges(bundle: Bundle, target: Path, frame: Frame, plan: Plan) -> list[SubjectRange]:
    """The subjects whose pages are to be made, cut into ranges."""
    fresh, named = np.flatnonzero(plan.fresh), plan.now.subjects.column("as_of")
    ranges = []
    for start in range(0, len(fresh), RANGE):
        mine, among = fresh[start : start + RANGE], np.zeros(len(plan.fresh), bool)
        among[mine] = True
        rows = tuple(owners.rows(among) for owners in plan.owners)
        days = tuple(named.take(pa.array(mine)).to_pylist())
        ranges.append(SubjectRange(bundle.path, target, frame, mine, days, rows))
    return ranges


def shown_columns(dataset: PublicDataset) -> list[str]:
    """Columns of a dataset's records that subjects' pages show."""
    return [*_RECORD, *(each.column for each in dataset.columns)]


Notices = dict[str, tuple[tuple[str, str, str], ...]]
"""Credit code → (day, last day shown, text) of each notice."""


def _notices(bundle: Bundle) -> Notices:
    rows = bundle.notices().to_pylist()
    by_code = groupby(rows, key=lambda each: str(each["subject_code"]))
    return {
        code: tuple((f"{each['on']}", f"{each['until']}", str(each["text"])) for each in told)
        for code, told in by_code
    }


def _sections(held: Sequence[Held], rows: pa.Array | None) -> list[pa.Array]:
    """The pieces of the sections of all pages, or of those in `rows`."""
    pieces = [piece for each in held if each.count.any() for piece in (each.head, each.cards, each.tail)]
    return pieces if rows is None else [each.take(rows) for each in pieces]


def _write(pages: Pages, codes: list[str], made: pa.Array) -> None:
    text, ends = spans(made)
    for number, code in enumerate(codes):
        pages.write_folder(f"e/{code}", text[ends[number] : ends[number + 1]])


def _render_step(
    subjects: pa.Table,
    tables: Sequence[pa.Table],
    datasets: tuple[PublicDataset, ...],
    pages: Pages,
    notices: Notices,
    forms: SubjectForms,
) -> None:
    """Write the pages of some subjects; a record left over belongs to no page and is an error."""
    codes = subjects.column("code").combine_chunks()
    strange = codes.filter(pc.invert(pc.match_substring_regex(codes, CODE)))
    if len(strange):
        raise VerifyError(f"公示包中有不能作为地址的统一社会信用代码“{strange[0]}”。请重新生成公示包。")
    held = [held_of(codes, table, each, ROOT, pages) for table, each in zip(tables, datasets, strict=True)]
    values = page_values(subjects, held, datasets, pages.frame.site.url.rstrip("/"))
    listed = codes.to_pylist()
    found = shapes(values, listed, notices)
    for shape, rows in found.items():
        some = None if len(found) == 1 else pa.array(rows)
        mine = values if some is None else {name: column.take(some) for name, column in values.items()}
        made = forms.pages(shape, mine, _sections(held, some))
        _write(pages, [listed[row] for row in rows], made)


def _rows(task: SubjectRange, bundle: Bundle) -> tuple[pa.Table, list[pa.Table]]:
    """The subjects whose pages are to be made, with the day each names, and their records by dataset."""
    table = read_rows(bundle.path / "subjects.parquet", SUBJECT_COLUMNS, task.subjects)
    table = table.append_column("as_of", pa.array(task.days, pa.string()))
    tables = task.tables or [
        read_rows(records_path(bundle, each.name), shown_columns(each), rows)
        for each, rows in zip(bundle.meta.datasets, task.rows, strict=True)
    ]
    return table.combine_chunks(), [each.combine_chunks() for each in tables]


def render_subjects(task: SubjectRange) -> tuple[int, int]:
    """Write the pages of one range; (pages, records)."""
    bundle = open_bundle(task.bundle)
    datasets = bundle.meta.datasets
    pages = Pages(task.target, task.frame)
    (task.target / "e").mkdir(parents=True, exist_ok=True)
    subjects, tables = _rows(task, bundle)
    cuts, notices = [0] * len(tables), _notices(bundle)
    marks = page_code(f"{pages.frame.site.url.rstrip('/')}/e/", "/")
    forms = SubjectForms(pages.template("subject.html"), marks.size)
    records = sum(len(table) for table in tables)
    size = min(STEP, STEP_RECORDS * len(subjects) // max(records, 1) + 1)
    for start in range(0, len(subjects), size):
        step = subjects.slice(start, size)
        end = str(subjects["code"][start + size]) if start + size < len(subjects) else None
        ends = [first_row(table, end) for table in tables]
        slices = [table.slice(cut, last - cut) for table, cut, last in zip(tables, cuts, ends, strict=True)]
        _render_step(step, slices, datasets, pages, notices, forms)
        cuts = ends
    return pages.written, records
