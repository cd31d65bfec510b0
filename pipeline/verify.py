"""Verify (发布前核验): the staged site is compared with the bundle before it may go live.

A page too many or too few, a record shown that the bundle does not publish, a record missing, an identity number
anywhere, a dead link to a needed file: each stops the build.
"""

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from pipeline.bundle import Bundle
from pipeline.errors import VerifyError
from pipeline.verify_scan import Scanned, merged, scan

_TEXT_FILES = (".html", ".json", ".jsonl", ".csv", ".xml", ".txt", ".ics", ".prom")
_NEEDED = ("index.html", "404.html", "search/index.html", "compliance/index.html", "data/v1/manifest.json")
# Below this many files one process is done before a second has started.
_WORKERS, _FEW = 2, 5_000


@dataclass(frozen=True)
class Verified:
    """What was looked at."""

    pages: int
    files: int
    records: int


def _scan_all(paths: list[Path], codes: frozenset[str]) -> Scanned:
    if len(paths) < _FEW:
        return scan(paths, codes)
    shares = [paths[start::_WORKERS] for start in range(_WORKERS)]
    with ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn")) as pool:
        return merged(pool.map(scan, shares, [codes] * _WORKERS))


def _expected(bundle: Bundle) -> tuple[set[str], set[str]]:
    """Record ids to be shown, and those of them that have a subject page."""
    every: set[str] = set()
    on_pages: set[str] = set()
    for dataset in bundle.meta.datasets:
        table = bundle.records(dataset.name).select(["record", "subject_code"])
        ids, codes = table.column("record").to_pylist(), table.column("subject_code").to_pylist()
        every.update(ids)
        on_pages.update(record for record, code in zip(ids, codes, strict=True) if code is not None)
    return every, on_pages


def _compare(what: str, shown: frozenset[str] | set[str], expected: frozenset[str] | set[str]) -> None:
    extra, missing = len(shown - expected), len(expected - shown)
    if extra or missing:
        raise VerifyError(
            f"{what}与公示包不一致：多出 {extra} 条，缺少 {missing} 条。新站点没有发布，原站点未动。"
        )


def _require_files(staged: Path) -> None:
    absent = [name for name in _NEEDED if not (staged / name).is_file()]
    if absent:
        raise VerifyError(f"生成的站点缺少：{'、'.join(absent)}。新站点没有发布，原站点未动。")


def _require_no_identity(scanned: Scanned) -> None:
    if scanned.identity:
        raise VerifyError(
            f"生成的文件 {scanned.identity[0]} 等 {len(scanned.identity)} 个文件中有身份证号（值不在此显示）。"
            "新站点没有发布，请检查这些页面的数据来源。"
        )


def verify(bundle: Bundle, staged: Path) -> Verified:
    """Compare the staged site with the bundle; VerifyError says what differs."""
    _require_files(staged)
    codes = frozenset(bundle.subjects().column("code").to_pylist())
    paths = sorted(path for path in staged.rglob("*") if path.suffix in _TEXT_FILES and path.is_file())
    subject_pages = [path for path in paths if path.relative_to(staged).parts[0] == "e"]
    of_subjects = _scan_all(subject_pages, codes)
    others = _scan_all([path for path in paths if path.relative_to(staged).parts[0] != "e"], codes)
    _require_no_identity(merged([of_subjects, others]))
    every, on_pages = _expected(bundle)
    _compare("主体页", {path.parent.name for path in subject_pages}, codes)
    _compare("主体页上的记录", of_subjects.records, on_pages)
    _compare("列表页上的记录", others.records, every)
    return Verified(of_subjects.pages + others.pages, len(paths), len(every))


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
