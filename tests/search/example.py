"""Writes the worked example of search/FORMAT.md: a query over an index of one subject, with every byte that is read.

`python -m tests.search.example` puts it into FORMAT.md; tests/search/test_example.py demands that it stands there.
"""

import json
import tempfile
from pathlib import Path

from search.build import build_index
from search.decode import Cursor
from search.published import HEAD, open_index
from search.schema import Field
from tests.search.golden import B, write_small_bundle

PATH = Path(__file__).resolve().parents[2] / "search" / "FORMAT.md"
TITLE = "## A whole query, byte by byte\n"
QUERY = "云杉"
SUBJECT = (B, "云杉店", ["云店"], "存续")


class _Listing(Cursor):
    """A cursor that keeps what it read with its meaning."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.lines: list[str] = []

    def note(self, start: int, meaning: str) -> None:
        """Say what the bytes since `start` mean."""
        self.lines.append(f"    {self.data[start : self.at].hex(' '):<36} {meaning}".rstrip())

    def row(self, count: int, meaning: str) -> list[int]:
        """Numbers, as one line; no line for none."""
        start = self.at
        found = self.numbers(count)
        if count > 0:
            self.note(start, f"{meaning} {found}")
        return found

    def strings(self, sizes: list[int], meaning: str) -> list[str]:
        """Texts whose lengths are known, a line each."""
        found = []
        for size in sizes:
            start = self.at
            found.append(self.take(size).decode("utf-8"))
            self.note(start, f"{meaning} {found[-1]}")
        return found


def _bucket(data: bytes) -> list[str]:
    listing = _Listing(data)
    for field in Field:
        [count] = listing.row(1, f"{field.label}: terms")
        lengths = listing.row(count, "lengths of the terms")
        listing.row(count, "documents × 2 + long")
        sizes = listing.row(count, "bytes of the bodies")
        terms = listing.strings(lengths, "term")
        for term, size in zip(terms, sizes, strict=True):
            start = listing.at
            listing.take(size)
            meaning = "gap, frequency, length" if field.weighted else "gap: document 0"
            listing.note(start, f"{term}: {meaning}")
    listing.row(1, "heads")
    assert listing.at == len(data)
    return listing.lines


def _names(listing: _Listing, count: int, meaning: str) -> None:
    for part in ("ends with", "ends before that with", "begins with"):
        listing.row(count, f"{meaning} {part} (none)")
    listing.strings(listing.row(count, f"lengths of {meaning}s"), meaning)


def _cards(data: bytes, kinds: list[str]) -> list[str]:
    listing = _Listing(data)
    [count] = listing.row(1, "cards")
    listing.row(count, "statuses")
    for kind in kinds:
        listing.row(count, f"records of {kind}")
    listing.row(count, "last days (none)")
    listing.row(count, "last days of the counts (none)")
    held = listing.row(count, "former names held")
    _names(listing, count, "name")
    _names(listing, sum(held), "former name")
    listing.strings([18] * count, "code, its checks left out:")
    assert listing.at == len(data)
    return listing.lines


def example() -> str:
    """The section of FORMAT.md."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        build_index(write_small_bundle(folder / "bundle", [SUBJECT], []), [], folder / "index")
        index = open_index(folder / "index")
        manifest = json.dumps(index.manifest, ensure_ascii=False, separators=(",", ":"))
        parts = [TITLE]
        parts.append(
            f"The index of one subject, {SUBJECT[1]} ({SUBJECT[0]}), before {SUBJECT[2][0]}, asked for"
        )
        parts.append(
            f"`{QUERY}`. Written by `python -m tests.search.example`; a test demands that it is so.\n"
        )
        parts.append(f"1. `manifest.json`:\n\n    {manifest}\n")
        parts.append("2. The word is a pair; its hash leads to the only bucket.\n")
        for folder_name, told in (("b", _bucket), ("c", None)):
            raw = (index.folder / folder_name / f"0.{index.manifest['generation']}.bin").read_bytes()
            payload = index.shard(folder_name, 0)
            kinds = [kind["name"] for kind in index.manifest["kinds"]]
            lines = told(payload) if told is not None else _cards(payload, kinds)
            parts.append(f"`{folder_name}/0.{index.manifest['generation']}.bin`, its first {HEAD} bytes:\n")
            parts.append(f"    {raw[:HEAD].hex(' ')}\n\ninflated:\n")
            parts.append("\n".join(lines) + "\n")
            if folder_name == "b":
                parts.append(
                    "3. The pair is in the name of document 0, which is on the first page of cards.\n"
                )
    parts.append("4. The key of the name on the card holds the word: one result.\n")
    return "\n".join(parts)


def main() -> None:
    """Put the example at the end of FORMAT.md."""
    text = PATH.read_text(encoding="utf-8").split(TITLE)[0].rstrip() + "\n\n" + example()
    PATH.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
