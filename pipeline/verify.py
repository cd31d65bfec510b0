"""Verify (发布前核验): the staged site is compared with the bundle before it may go live.

A page too many or too few, a record shown that the bundle does not publish, a record missing, an identity number
anywhere, a dead link to a needed file: each stops the build. Folders that were taken over unchanged were looked at
when they were made: of them only the names are compared.
"""

import json
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle
from pipeline.errors import VerifyError
from pipeline.portal.lasting import Folders
from pipeline.portal.tables import records_path
from pipeline.verify_scan import TEXT_FILES, Scanned, files_below, merged, scan

_NEEDED = ("index.html", "404.html", "search/index.html", "compliance/index.html", "data/v1/manifest.json")
# Below this many pages one process is done before a second has started.
_WORKERS, _FEW = 2, 10_000


@dataclass(frozen=True)
class Verified:
    """What was looked at."""

    pages: int
    files: int
    records: int


def _scan_all(pages: list[str], files: list[str]) -> tuple[Scanned, Scanned]:
    """The folders of subject pages, and all other files."""
    if len(pages) + len(files) < _FEW:
        return scan(pages, ()), scan((), files)
    shares = [each[start::_WORKERS] for each in (pages, files) for start in range(_WORKERS)]
    with ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn")) as pool:
        of_subjects = [pool.submit(scan, each, ()) for each in shares[:_WORKERS]]
        others = [pool.submit(scan, (), each) for each in shares[_WORKERS:]]
        return merged(each.result() for each in of_subjects), merged(each.result() for each in others)


@dataclass(frozen=True)
class _Expected:
    """Record ids to be shown anywhere, on lists that were made now, and on subject pages that were made now."""

    every: pa.Array
    on_lists: frozenset[str]
    on_pages: frozenset[str]


def _in(column: pa.ChunkedArray, names: frozenset[str]) -> pa.ChunkedArray:
    return pc.is_in(column, value_set=pa.array(list(names), pa.string()))


def _expected(bundle: Bundle, kept: Folders, made: frozenset[str]) -> _Expected:
    """`made`: the codes of subject pages that were made now."""
    every, lists, pages = [], [], []
    for dataset in bundle.meta.datasets:
        path = records_path(bundle, dataset.name)
        table = pq.read_table(path, columns=["record", "subject_code", "month"])
        ids, codes = table.column("record"), table.column("subject_code")
        every.append(ids)
        lists.append(ids.filter(pc.invert(_in(table.column("month"), kept.get(dataset.name, frozenset())))))
        pages.append(ids.filter(_in(codes, made)))
    ids_of = [frozenset(each for part in parts for each in part.to_pylist()) for parts in (lists, pages)]
    return _Expected(pa.concat_arrays([part for each in every for part in each.chunks]), *ids_of)


def _compare(what: str, extra: int, missing: int) -> None:
    if extra or missing:
        raise VerifyError(
            f"{what}与公示包不一致：多出 {extra} 条，缺少 {missing} 条。新站点没有发布，原站点未动。"
        )


def _require_files(staged: Path) -> None:
    absent = [name for name in _NEEDED if not (staged / name).is_file()]
    if absent:
        raise VerifyError(f"生成的站点缺少：{'、'.join(absent)}。新站点没有发布，原站点未动。")


def _require_no_identity(scanned: Scanned, codes: frozenset[str]) -> None:
    """`codes` are credit codes, which may look like an identity number and are none."""
    files = sorted({Path(path).name for number, path in scanned.suspects if number not in codes})
    if files:
        raise VerifyError(
            f"生成的文件 {files[0]} 等 {len(files)} 个文件中有身份证号（值不在此显示）。"
            "新站点没有发布，请检查这些页面的数据来源。"
        )


def _others(staged: Path, kept: Folders, known: frozenset[str]) -> list[str]:
    """Text files of the site but for those of subjects, outside the folders taken over, and other than the `known`."""
    found = [entry.path for entry in os.scandir(staged) if entry.name.endswith(TEXT_FILES)]
    for top in [entry for entry in os.scandir(staged) if entry.is_dir() and entry.name != "e"]:
        taken = kept.get(top.name, frozenset())
        for entry in os.scandir(top.path):
            if entry.name.endswith(TEXT_FILES):
                found.append(entry.path)
            elif entry.is_dir() and entry.name not in taken:
                found += files_below(entry.path)
    return sorted(set(found) - {f"{staged}/{name}" for name in known})


def _compare_records(of_subjects: Scanned, others: Scanned, expected: _Expected) -> None:
    """Lists and the newest on home pages may show a record of a month that was taken over; nothing else."""
    beyond = pa.array(sorted(others.records - expected.on_lists), pa.string())
    known = pc.sum(pc.is_in(expected.every, value_set=beyond)).as_py() or 0
    _compare(
        "主体页上的记录",
        len(of_subjects.records - expected.on_pages),
        len(expected.on_pages - of_subjects.records),
    )
    _compare("列表页上的记录", len(beyond) - known, len(expected.on_lists - others.records))


def _codes(bundle: Bundle) -> list[str]:
    codes: list[str] = pq.read_table(bundle.path / "subjects.parquet", columns=["code"]).column(0).to_pylist()
    return codes


def verify(bundle: Bundle, staged: Path, kept: Folders, known: frozenset[str] = frozenset()) -> Verified:
    """Compare the staged site with the bundle; VerifyError says what differs.

    `kept` are folders taken over unchanged, `known` downloads of which rows only left.
    """
    _require_files(staged)
    codes = frozenset(_codes(bundle))
    folders = frozenset(os.listdir(staged / "e")) if codes else codes  # noqa: PTH208 - names of 333,000
    _compare("主体页", len(folders - codes), len(codes - folders))
    made = codes - kept.get("e", frozenset())
    pages = sorted(f"{staged}/e/{code}" for code in made)
    of_subjects, others = _scan_all(pages, _others(staged, kept, known))
    _require_no_identity(merged([of_subjects, others]), codes)
    expected = _expected(bundle, kept, made)
    _compare_records(of_subjects, others, expected)
    files = of_subjects.files + others.files
    return Verified(of_subjects.pages + others.pages, files, len(expected.every))


def verify_files(bundle: Bundle, files: Sequence[Path]) -> None:
    """Look at files that came after `verify`: no identity number may be in them."""
    found = scan((), [str(each) for each in files])
    _require_no_identity(found, frozenset(_codes(bundle)) if found.suspects else frozenset())


def write_build_file(bundle: Bundle, staged: Path, pages: int, documents: int) -> None:
    """`build.json`, by which other programs know what they look at."""
    content = {
        "build_id": bundle.meta.build_id,
        "as_of": bundle.meta.as_of.isoformat(),
        "counts": bundle.meta.counts,
        "pages": pages,
        "index": {"documents": documents},
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (staged / "build.json").write_text(text, encoding="utf-8", newline="\n")
