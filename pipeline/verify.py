"""Verify (发布前核验): the staged site is compared with the bundle before it may go live.

Reads every page once. A page too many or too few, a record shown that the bundle does not publish, a record missing, an
identity number anywhere: each stops the build.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.bundle import Bundle
from pipeline.errors import VerifyError
from pipeline.identifiers import resident_id

_RECORD = re.compile(rb'data-record="([0-9a-f]+)"')
_LONG_NUMBER = re.compile(
    rb"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx](?![0-9A-Za-z])"
)
_TEXT_FILES = (".html", ".json", ".jsonl", ".csv", ".xml", ".txt")
_NEEDED = ("index.html", "404.html", "search/index.html", "compliance/index.html", "data/v1/manifest.json")


@dataclass(frozen=True)
class Verified:
    """What was looked at."""

    pages: int
    files: int
    records: int


def _texts(staged: Path) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(staged.rglob("*")):
        if path.suffix in _TEXT_FILES and path.is_file():
            yield path, path.read_bytes()


def _require_no_identity_number(path: Path, text: bytes, codes: frozenset[str]) -> None:
    for found in _LONG_NUMBER.findall(text):
        number = found.decode("ascii")
        if number not in codes and resident_id.is_valid(number):
            raise VerifyError(
                f"生成的文件 {path.name} 中有身份证号（值不在此显示）。新站点没有发布，请检查该页数据来源。"
            )


def _expected(bundle: Bundle) -> tuple[set[str], set[str], frozenset[str]]:
    """Record ids to be shown, those of them that have a subject page, and all subject codes."""
    every: set[str] = set()
    on_pages: set[str] = set()
    for dataset in bundle.meta.datasets:
        table = bundle.records(dataset.name).select(["record", "subject_code"])
        ids = table.column("record").to_pylist()
        every.update(ids)
        on_pages.update(
            record for record, code in zip(ids, table.column("subject_code").to_pylist(), strict=True) if code
        )
    return every, on_pages, frozenset(bundle.subjects().column("code").to_pylist())


def _compare(what: str, shown: set[str], expected: set[str]) -> None:
    extra, missing = len(shown - expected), len(expected - shown)
    if extra or missing:
        raise VerifyError(
            f"{what}与公示包不一致：多出 {extra} 条，缺少 {missing} 条。新站点没有发布，原站点未动。"
        )


def _require_files(staged: Path) -> None:
    absent = [name for name in _NEEDED if not (staged / name).is_file()]
    if absent:
        raise VerifyError(f"生成的站点缺少：{'、'.join(absent)}。新站点没有发布，原站点未动。")


def verify(bundle: Bundle, staged: Path) -> Verified:
    """Compare the staged site with the bundle; VerifyError says what differs."""
    _require_files(staged)
    every, on_pages, codes = _expected(bundle)
    subjects: set[str] = set()
    shown: dict[str, set[str]] = {"subject": set(), "list": set()}
    kinds: Counter[str] = Counter()
    for path, text in _texts(staged):
        kinds["page" if path.suffix == ".html" else "file"] += 1
        _require_no_identity_number(path, text, codes)
        place = path.relative_to(staged).parts
        if place[0] == "e" and path.name == "index.html":
            subjects.add(place[1])
        if path.suffix == ".html":
            shown["subject" if place[0] == "e" else "list"].update(
                each.decode() for each in _RECORD.findall(text)
            )
    _compare("主体页", subjects, set(codes))
    _compare("主体页上的记录", shown["subject"], on_pages)
    _compare("列表页上的记录", shown["list"], every)
    return Verified(kinds["page"], kinds["page"] + kinds["file"], len(every))


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
