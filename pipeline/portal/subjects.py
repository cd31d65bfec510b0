"""Subject pages (主体页): one folder and file per credit code, from a range of the bundle's rows.

Reads subjects.parquet and records/*.parquet; writes e/<code>/index.html. Works on one range at a time, so
that memory follows the size of a range and ranges can be rendered by several processes.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from jinja2 import Template

from pipeline.bundle import Bundle, PublicDataset, open_bundle
from pipeline.errors import VerifyError
from pipeline.portal import words
from pipeline.portal.contexts import Frame, Head, Link, Record, Section, SubjectPage
from pipeline.portal.fields import field_html
from pipeline.portal.rendering import Pages
from pipeline.portal.tables import boundaries, read_rows, records_path, rows_with_subject, texts

RANGE = 2_048
"""Subjects per range: about 20,000 records, 60 MB of Python texts."""

CODE = re.compile(r"[0-9A-Z]{18}")
_COLUMNS = ("code", "name", "former_names", "kind", "status", "registered_on", "industry", "division")
_IDENTITY = (
    ("主体类别", "kind"),
    ("登记状态", "status"),
    ("注册日期", "registered_on"),
    ("行业", "industry"),
    ("行政区划", "division"),
)
_RECORD = (
    "record",
    "subject_code",
    "until",
    "under_objection",
    "headline",
    "document_number",
    "authority",
    "decided_on",
    "source_unit",
    "provided_on",
)


@dataclass(frozen=True)
class SubjectRange:
    """Rows `first` to `last` of subjects.parquet and, for each dataset, the rows of their records."""

    bundle: Path
    target: Path
    frame: Frame
    first: int
    last: int
    rows: tuple[tuple[int, int], ...]

    @property
    def weight(self) -> int:
        """Pages to make."""
        return self.last - self.first


def subject_ranges(bundle: Bundle, target: Path, frame: Frame) -> list[SubjectRange]:
    """The whole bundle cut into ranges; a record whose subject has no page is an error."""
    codes = pq.read_table(bundle.path / "subjects.parquet", columns=["code"]).column(0).to_pylist()
    starts = list(range(0, len(codes), RANGE)) or [0]
    ends = [*starts[1:], len(codes)]
    cuts = []
    for dataset in bundle.meta.datasets:
        path = records_path(bundle, dataset.name)
        inner = boundaries(path, [codes[start] for start in starts[1:]])
        cuts.append([0, *inner, rows_with_subject(path)])
    return [
        SubjectRange(
            bundle.path, target, frame, start, end, tuple((cut[number], cut[number + 1]) for cut in cuts)
        )
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def _records(table: pa.Table, dataset: PublicDataset, field: Template) -> dict[str, list[Record]]:
    """Records by subject code, in the bundle's order (newest first)."""
    fixed = zip(*(texts(table, name) for name in _RECORD), strict=True)
    shown = field_html(table, dataset.columns, field)
    found: dict[str, list[Record]] = {}
    for row, fields in zip(fixed, shown, strict=True):
        record, code, until, disputed, headline, number, authority, decided, unit, provided = row
        found.setdefault(str(code), []).append(
            Record(
                record=record or "",
                until=until or "",
                under_objection=bool(disputed),
                headline=headline or number or dataset.title,
                document_number=number or "",
                authority=authority or "",
                decided_on=decided or "",
                source_unit=unit or "",
                provided_on=provided or "",
                fields=fields,
            )
        )
    return found


def _page(
    subject: dict[str, object], sections: tuple[Section, ...], all_datasets: tuple[PublicDataset, ...]
) -> SubjectPage:
    code, name = str(subject["code"]), str(subject["name"])
    held = {each.dataset for each in sections}
    former = subject["former_names"]
    identity = [(label, str(subject[key])) for label, key in _IDENTITY if subject[key]]
    if isinstance(former, list) and former:
        identity.insert(0, ("曾用名", words.joined(former)))
    parts = tuple(
        words.summary_part(
            each.dataset,
            each.title,
            len(each.records),
            max(record.until for record in each.records),
            any(not record.until for record in each.records),
        )
        for each in sections
    )
    return SubjectPage(
        head=Head(
            title=name,
            root="../../",
            crumbs=(Link("首页", ""), Link("信用查询", "search/")),
            column="信用查询",
            current="search/",
            description=f"{name}（{code}）的公共信用信息公示",
        ),
        code=code,
        name=name,
        parts=parts,
        identity=tuple(identity),
        sections=sections,
        absent=tuple(words.short(each) for each in all_datasets if each.name not in held),
        disputed=sum(record.under_objection for each in sections for record in each.records),
    )


def _sections(
    code: str, datasets: tuple[PublicDataset, ...], records: list[dict[str, list[Record]]]
) -> tuple[Section, ...]:
    return tuple(
        Section(each.name, words.short(each), words.unit(each.name), words.tone(each.name), tuple(mine))
        for each, by_code in zip(datasets, records, strict=True)
        if (mine := by_code.pop(code, None))
    )


def render_subjects(task: SubjectRange) -> tuple[int, int]:
    """Write the pages of one range; (pages, records). A record left over belongs to no page and is an error."""
    bundle = open_bundle(task.bundle)
    datasets = bundle.meta.datasets
    pages = Pages(task.target, task.frame)
    template = pages.template("subject.html")
    records = []
    for dataset, (first, last) in zip(datasets, task.rows, strict=True):
        columns = [*_RECORD, *(column.column for column in dataset.columns)]
        table = read_rows(records_path(bundle, dataset.name), first, last, columns)
        records.append(_records(table, dataset, pages.template("_field.html")))
    subjects = read_rows(bundle.path / "subjects.parquet", task.first, task.last, _COLUMNS)
    for subject in subjects.to_pylist():
        code = str(subject["code"])
        if CODE.fullmatch(code) is None:
            raise VerifyError(f"公示包中有不能作为地址的统一社会信用代码“{code}”。请重新生成公示包。")
        view = _page(subject, _sections(code, datasets, records), datasets)
        pages.write(f"e/{code}/index.html", template.render(view=view))
    left = sorted(code for by_code in records for code in by_code)
    if left:
        raise VerifyError(f"有 {len(left)} 个主体的记录没有主体页，例如 {left[0]}。请重新生成公示包。")
    return pages.written, sum(last - first for first, last in task.rows)
