"""Subject pages (主体页): one folder and file per credit code, from a range of the bundle's rows.

Reads subjects.parquet and records/*.parquet; writes e/<code>/index.html. Works on one range at a time, so
that memory follows the size of a range and ranges can be rendered by several processes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
import pyarrow as pa
from markupsafe import Markup

from pipeline.bundle import Bundle, PublicDataset, open_bundle
from pipeline.errors import VerifyError
from pipeline.portal import words
from pipeline.portal.cards import record_cards
from pipeline.portal.code_parts import explained
from pipeline.portal.contexts import Frame, Head, Link, Section, SubjectPage
from pipeline.portal.digests import SUBJECT_COLUMNS
from pipeline.portal.filling import cut, mark
from pipeline.portal.lasting import Plan
from pipeline.portal.qr import page_code
from pipeline.portal.rendering import Pages
from pipeline.portal.subject_forms import SubjectForms
from pipeline.portal.tables import (
    Texts,
    boundaries,
    first_row,
    read_rows,
    records_path,
    rows_with_subject,
    texts,
)

RANGE = 4_096
"""Subjects per range: a row group of Parquet is read again for each range that touches it."""

STEP = 256
"""Subjects rendered together: about 2,500 records, 8 MB of HTML."""

_CRUMBS = (Link("首页", ""), Link("信用查询", "search/"))
ROOT = "../../"
CODE = re.compile(r"[0-9A-Z]{18}")
_RECORD = (
    *("record", "subject_code", "until", "under_objection", "under_repair", "headline"),
    *("document_number", "authority", "decided_on", "source_unit", "provided_on"),
)
_IDENTITY = (
    ("主体类别", "kind"),
    ("登记状态", "status"),
    ("注册日期", "registered_on"),
    ("行业", "industry"),
    ("行政区划", "division"),
)


@dataclass(frozen=True)
class SubjectRange:
    """Rows `first` to `last` of subjects.parquet and, for each dataset, the rows of their records.

    `days`: for each of the subjects the day its page names, or "" for a page that is not to be made.
    """

    bundle: Path
    target: Path
    frame: Frame
    first: int
    last: int
    rows: tuple[tuple[int, int], ...]
    days: tuple[str, ...]

    @property
    def weight(self) -> int:
        """Pages to make."""
        return len(self.days) - self.days.count("")


def subject_ranges(bundle: Bundle, target: Path, frame: Frame, plan: Plan) -> list[SubjectRange]:
    """The whole bundle cut into ranges, those with pages to make; a record whose subject has no page is an error."""
    codes = plan.now.subjects.column("code").to_pylist()
    days = np.where(plan.fresh, plan.now.subjects.column("as_of").to_numpy(), "").tolist()
    starts = list(range(0, len(codes), RANGE)) or [0]
    ends = [*starts[1:], len(codes)]
    cuts = []
    for dataset in bundle.meta.datasets:
        path = records_path(bundle, dataset.name)
        inner = boundaries(path, [codes[start] for start in starts[1:]])
        cuts.append([0, *inner, rows_with_subject(path)])
    ranges = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        rows = tuple((cut[number], cut[number + 1]) for cut in cuts)
        ranges.append(SubjectRange(bundle.path, target, frame, start, end, rows, tuple(days[start:end])))
    return [each for each in ranges if each.weight]


@dataclass(frozen=True, slots=True)
class _Held:
    """What one subject has of one dataset."""

    dataset: str
    section: str
    part: str
    disputed: int


def _form(dataset: PublicDataset, pages: Pages) -> list[str]:
    """_section.html of a dataset, cut at its marks."""
    section = Section(
        root=ROOT,
        dataset=dataset.name,
        title=words.short(dataset),
        unit=dataset.measure,
        tone=dataset.tone,
        note=dataset.caution,
        count=mark("count"),
        cards=mark("cards"),
    )
    return cut(pages.template("_section.html").render(section=section))


def _held(
    dataset: PublicDataset, form: list[str], cards: list[Markup], untils: Texts, disputed: list[bool]
) -> _Held:
    last, open_ended = max(until or "" for until in untils), None in untils
    values = {"count": str(len(cards)), "cards": "\n".join(cards)}
    return _Held(
        dataset.name,
        "".join(values[each] if number % 2 else each for number, each in enumerate(form)),
        words.summary_part(dataset, len(cards), last, open_ended),
        sum(disputed),
    )


def _by_subject(table: pa.Table, dataset: PublicDataset, pages: Pages) -> dict[str, _Held]:
    """Records by subject code; rows of a code stand together, newest first."""
    cards = record_cards(table, dataset, ROOT, pages.template("_record.html"), pages.template("_field.html"))
    untils, disputed = texts(table, "until"), table.column("under_objection").to_pylist()
    form = _form(dataset, pages)
    found: dict[str, _Held] = {}
    first = 0
    for code, run in groupby(texts(table, "subject_code")):
        last = first + sum(1 for _ in run)
        found[str(code)] = _held(dataset, form, cards[first:last], untils[first:last], disputed[first:last])
        first = last
    return found


Notices = dict[str, tuple[tuple[str, str, str], ...]]
"""Credit code → (day, last day shown, text) of each notice."""


def _notices(bundle: Bundle) -> Notices:
    rows = bundle.notices().to_pylist()
    by_code = groupby(rows, key=lambda each: str(each["subject_code"]))
    return {
        code: tuple((f"{each['on']}", f"{each['until']}", str(each["text"])) for each in told)
        for code, told in by_code
    }


def _page(
    subject: dict[str, object],
    held: tuple[_Held, ...],
    datasets: tuple[PublicDataset, ...],
    notices: Notices,
    site: str,
    as_of: str,
) -> SubjectPage:
    code, name = str(subject["code"]), str(subject["name"])
    names = {each.dataset for each in held}
    former, marks = subject["former_names"], page_code(f"{site}/e/", "/")
    identity = [(label, str(subject[key])) for label, key in _IDENTITY if subject[key]]
    if isinstance(former, list) and former:
        identity.insert(0, ("曾用名", words.joined(former)))
    return SubjectPage(
        head=Head(
            title=name,
            root=ROOT,
            crumbs=_CRUMBS,
            column="信用查询",
            current="search/",
            description=f"{name}（{code}）的公共信用信息公示",
            lasting=True,
        ),
        code=code,
        name=name,
        address=f"{site}/e/{code}/",
        qr=marks.path(code),
        qr_size=marks.size,
        code_parts=explained(code),
        parts=tuple(each.part for each in held),
        identity=tuple(identity),
        sections=Markup("".join(each.section for each in held)),  # noqa: S704 - filled templates
        absent=tuple(words.short(each) for each in datasets if each.name not in names),
        disputed=sum(each.disputed for each in held),
        as_of=as_of,
        notices=notices.get(code, ()),
    )


def _render_step(
    subjects: list[dict[str, object]],
    days: Sequence[str],
    tables: Sequence[pa.Table],
    datasets: tuple[PublicDataset, ...],
    pages: Pages,
    notices: Notices,
    forms: SubjectForms,
) -> None:
    """Write the pages of some subjects; a record left over belongs to no page and is an error."""
    site = pages.frame.site.url.rstrip("/")
    records = [_by_subject(table, each, pages) for table, each in zip(tables, datasets, strict=True)]
    for subject, as_of in zip(subjects, days, strict=True):
        code = str(subject["code"])
        if CODE.fullmatch(code) is None:
            raise VerifyError(f"公示包中有不能作为地址的统一社会信用代码“{code}”。请重新生成公示包。")
        held = tuple(mine for by_code in records if (mine := by_code.pop(code, None)) is not None)
        view = _page(subject, held, datasets, notices, site, as_of)
        pages.write(f"e/{code}/index.html", forms.html(view))
    left = sorted(code for by_code in records for code in by_code)
    if left:
        raise VerifyError(f"有 {len(left)} 个主体的记录没有主体页，例如 {left[0]}。请重新生成公示包。")


def _rows(task: SubjectRange, bundle: Bundle) -> tuple[list[dict[str, object]], list[pa.Table]]:
    """The subjects whose pages are to be made, and their records by dataset."""
    table = read_rows(bundle.path / "subjects.parquet", task.first, task.last, SUBJECT_COLUMNS)
    codes = None
    if task.weight < len(table):
        table = table.filter(pa.array([day != "" for day in task.days]))
        codes = table.column("code").combine_chunks()
    tables = []
    for dataset, (first, last) in zip(bundle.meta.datasets, task.rows, strict=True):
        columns = [*_RECORD, *(column.column for column in dataset.columns)]
        tables.append(read_rows(records_path(bundle, dataset.name), first, last, columns, codes))
    return table.to_pylist(), tables


def render_subjects(task: SubjectRange) -> tuple[int, int]:
    """Write the pages of one range; (pages, records)."""
    bundle = open_bundle(task.bundle)
    datasets = bundle.meta.datasets
    pages = Pages(task.target, task.frame)
    subjects, tables = _rows(task, bundle)
    days = [day for day in task.days if day]
    cuts, notices = [0] * len(tables), _notices(bundle)
    forms = SubjectForms(pages.template("subject.html"))
    for start in range(0, len(subjects), STEP):
        step = subjects[start : start + STEP]
        end = str(subjects[start + STEP]["code"]) if start + STEP < len(subjects) else None
        ends = [first_row(table, end) for table in tables]
        slices = [table.slice(cut, last - cut) for table, cut, last in zip(tables, cuts, ends, strict=True)]
        _render_step(step, days[start : start + STEP], slices, datasets, pages, notices, forms)
        cuts = ends
    return pages.written, sum(len(table) for table in tables)
