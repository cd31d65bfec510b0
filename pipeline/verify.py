"""Verify (发布前核验): the staged site is compared with the bundle before it may go live.

A page too many or too few, a record shown that the bundle does not publish, a record missing, an identity number
anywhere, a dead link to a needed file: each stops the build. Folders that were taken over unchanged were looked at
when they were made: of them only the names are compared.
"""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.bundle import Bundle
from pipeline.errors import VerifyError
from pipeline.files import Folders
from pipeline.portal.lasting import Plan
from pipeline.portal.tables import Ids
from pipeline.portal.workers import WORKERS, Crew
from pipeline.verify_scan import TEXT_FILES, Scanned, distinct, files_below, merged, scan

_NEEDED = ("index.html", "404.html", "search/index.html", "compliance/index.html", "data/v1/manifest.json")
# So many files take this thread longer than two processes, if they have yet to start. Threads wait for each other.
_MANY = 20_000


@dataclass(frozen=True)
class Verified:
    """What was looked at."""

    pages: int
    files: int
    records: int


def _looking(folders: list[str], files: list[str], crew: Crew) -> Callable[[], Scanned]:
    """Gives what is in all files of `folders` and in `files`; processes look at them from now on."""
    pool = crew.processes
    if pool is None or len(folders) + len(files) < _MANY:
        return lambda: scan(folders, files)
    parts = [pool.submit(scan, folders[start::WORKERS], files[start::WORKERS]) for start in range(WORKERS)]
    return lambda: merged(each.result() for each in parts)


@dataclass(frozen=True)
class _Expected:
    """Record ids to be shown anywhere, on lists that were made now, and on subject pages that were made now."""

    every: Ids
    on_lists: Ids
    on_pages: Ids


def _expected(bundle: Bundle, plan: Plan) -> _Expected:
    """As the plan read them from the bundle, which holds as many records."""
    every = [paging.ids for paging in plan.lists]
    told = sum(each.records for each in bundle.meta.datasets)
    _compare("公示的记录", max(sum(map(len, every)) - told, 0), max(told - sum(map(len, every)), 0))
    pages = [
        paging.ids[owners.rows(plan.fresh)] for paging, owners in zip(plan.lists, plan.owners, strict=True)
    ]
    lists = [paging.ids[paging.on(some)] for paging, some in zip(plan.lists, plan.made_pages, strict=True)]
    return _Expected(distinct(every), distinct(lists), distinct(pages))


def _missing(ids: Ids, among: Ids) -> Ids:
    """Those that are not `among` the others; both as `distinct` gives them."""
    places = np.searchsorted(among, ids)
    there = places < len(among)
    there[there] = among[places[there]] == ids[there]
    return ids[~there]


def _compare(what: str, extra: int, missing: int) -> None:
    if extra or missing:
        raise VerifyError(
            f"{what}与公示包不一致：多出 {extra} 个，缺少 {missing} 个。新站点没有发布，原站点未动。"
        )


def _require_files(staged: Path) -> None:
    absent = [name for name in _NEEDED if not (staged / name).is_file()]
    if absent:
        raise VerifyError(f"生成的站点缺少：{'、'.join(absent)}。新站点没有发布，原站点未动。")


def _require_pages(staged: Path, plan: Plan) -> None:
    """Every page of a month, those taken over included, of which nothing else is looked at."""
    absent = sum(not os.path.isfile(f"{staged}/{each}index.html") for each in plan.now.pages)  # noqa: PTH113 - 4,400
    _compare("按月目录的页面", 0, absent)


def _require_no_identity(suspects: frozenset[tuple[str, str]], bundle: Bundle) -> None:
    """Credit codes may look like an identity number and are none."""
    if not suspects:
        return
    codes = frozenset(_told(bundle).to_pylist())
    files = sorted({Path(path).name for number, path in suspects if number not in codes})
    if files:
        raise VerifyError(
            f"生成的文件 {files[0]} 等 {len(files)} 个文件中有身份证号（值不在此显示）。"
            "新站点没有发布，请检查这些页面的数据来源。"
        )


def _others(staged: Path, kept: Folders, known: frozenset[str]) -> list[str]:
    """Text files of the site but for those of subjects, outside the folders taken over, and other than the `known`."""
    found = [entry.path for entry in os.scandir(staged) if entry.name.endswith(TEXT_FILES)]
    for top in [entry for entry in os.scandir(staged) if entry.is_dir() and entry.name != "e"]:
        found += files_below(top.path, top.name, kept)
    return sorted(set(found) - {f"{staged}/{name}" for name in known})


def _compare_records(of_subjects: Scanned, others: Scanned, expected: _Expected) -> None:
    """Lists and the newest on home pages may show a record of a month that was taken over; nothing else."""
    _compare(
        "主体页上的记录",
        len(_missing(of_subjects.records, expected.on_pages)),
        len(_missing(expected.on_pages, of_subjects.records)),
    )
    _compare(
        "列表页上的记录",
        len(_missing(_missing(others.records, expected.on_lists), expected.every)),
        len(_missing(expected.on_lists, others.records)),
    )


def _told(bundle: Bundle) -> pa.ChunkedArray:
    """The codes of the subjects that the bundle publishes."""
    return pq.read_table(bundle.path / "subjects.parquet", columns=["code"]).column(0)


def _compare_subjects(bundle: Bundle, staged: Path, plan: Plan) -> None:
    """The plan's codes, which may be taken from the build before, with those of the bundle, the folders with the plan's."""
    told, planned = _told(bundle), plan.now.subjects.column("code")
    if not told.equals(planned):
        published, made = frozenset(told.to_pylist()), frozenset(planned.to_pylist())
        _compare("计划的主体页", len(made - published), len(published - made))
    names = frozenset(os.listdir(staged / "e") if len(told) else ())  # noqa: PTH208 - names of 333,000
    others = names.difference(plan.kept["e"]).difference(plan.made["e"])
    _compare("主体页", len(others), len(told) + len(others) - len(names))


def verify(
    bundle: Bundle,
    staged: Path,
    plan: Plan,
    crew: Crew,
    known: frozenset[str] = frozenset(),
) -> Verified:
    """Compare the staged site with the bundle; VerifyError says what differs.

    `plan` says which folders were taken over unchanged; `known` are downloads of which rows only left.
    """
    _require_files(staged)
    _require_pages(staged, plan)
    # Beside each other: threads compare, for listing 333,000 names and sorting a million ids leaves this one free.
    compared = crew.threads.submit(_compare_subjects, bundle, staged, plan)
    awaited = crew.threads.submit(_expected, bundle, plan)
    looked_at_others = _looking([], _others(staged, plan.kept, known), crew)
    looked_at_subjects = _looking(sorted(f"{staged}/e/{code}" for code in plan.made["e"]), [], crew)
    try:
        of_subjects, others = looked_at_subjects(), looked_at_others()
    finally:
        # First of all, for what it finds missing cannot be looked at.
        compared.result()
    expected = awaited.result()
    _require_no_identity(of_subjects.suspects | others.suspects, bundle)
    _compare_records(of_subjects, others, expected)
    files = of_subjects.files + others.files
    return Verified(of_subjects.pages + others.pages, files, len(expected.every))


def verify_files(bundle: Bundle, files: Sequence[Path]) -> None:
    """Look at files that came after `verify`: no identity number may be in them."""
    _require_no_identity(scan((), [str(each) for each in files]).suspects, bundle)


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
