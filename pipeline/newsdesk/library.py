"""What a piece is compared with (已有文章和外部文章): accepted articles, and outside texts the office has put in a folder.

Reads content/news and the folder of outside texts; writes nothing. A file that cannot be read is an error, not less.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import Stopped
from pipeline.findings import Finding
from pipeline.newsdesk import codes
from pipeline.newsdesk.copies import Passage, Shelf, passages
from pipeline.newsdesk.draft import Draft
from pipeline.newsdesk.front_matter import split
from pipeline.newsdesk.rendered import rendered
from pipeline.newsdesk.rules import Rules

_TEXTS = (".md", ".txt")
MOST_TOLD = 3


@dataclass(frozen=True)
class Other:
    """A text to compare with. `day` orders articles; an outside text has none and is always earlier."""

    file: str
    title: str
    text: str
    slug: str = ""
    day: str = ""


@dataclass(frozen=True)
class Copy:
    """A text that shares wording with a draft, and the passages side by side."""

    title: str
    file: str
    share: float
    overlap: float
    jaccard: float
    passages: tuple[Passage, ...]


class Library:
    """All texts, shelved once."""

    def __init__(self, others: Sequence[Other]) -> None:
        self.others = tuple(others)
        self._shelf = Shelf([each.text for each in self.others])

    def copies(self, draft: Draft, rules: Rules) -> tuple[Copy, ...]:
        """The likest earlier texts, at most three."""
        text = rendered(draft.body).text
        found = [
            (each, self.others[each.place])
            for each in self._shelf.near(text, rules.alike)
            if _is_earlier(self.others[each.place], draft)
        ]
        return tuple(
            Copy(
                other.title,
                other.file,
                near.share,
                near.overlap,
                near.jaccard,
                tuple(passages(text, other.text)),
            )
            for near, other in found[:MOST_TOLD]
        )


def _is_earlier(other: Other, draft: Draft) -> bool:
    """Whether the draft can have copied it: not itself, not one published after it."""
    if other.file == draft.file:
        return False
    slug, day = draft.meta.get("slug", ""), draft.meta.get("date", "")
    if slug and slug == other.slug:
        return False
    return not day or not other.day or (other.day, other.slug) < (day, slug)


def read_library(content: Path, outside: Path | None) -> Library:
    """Every article of content/news, then every text of the outside folder."""
    others = []
    for path in sorted((content / "news").rglob("*.md")):
        written = split(_text(path))
        meta = written.meta
        name = path.relative_to(content).as_posix()
        others.append(
            Other(
                name,
                meta.get("title", ""),
                rendered(written.body).text,
                meta.get("slug", ""),
                meta.get("date", ""),
            )
        )
    given = sorted(outside.rglob("*")) if outside is not None else []
    others += [
        Other(path.name, path.stem, rendered(_text(path)).text)
        for path in given
        if path.is_file() and path.suffix.lower() in _TEXTS
    ]
    return Library(others)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Stopped(f"{path.name}：不是 UTF-8 编码，不能用来比对。请另存为 UTF-8 后重试。") from error


def copy_findings(draft: Draft, copies: Sequence[Copy], rules: Rules) -> list[Finding]:
    """A refusal for each text that was copied, a warning for each that is alike."""
    return [
        codes.finding(
            codes.COPIED if each.share >= rules.copied else codes.ALIKE,
            draft.file,
            share=f"{each.overlap:.0%}",
            other=f"《{each.title}》（{each.file}）",
        )
        for each in copies
    ]
