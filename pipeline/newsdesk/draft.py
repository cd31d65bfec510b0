"""A piece as handed in (来稿), before it is judged, and what the judges share. Reads a Markdown file's bytes only."""

from dataclasses import dataclass, field
from datetime import date

from pipeline.findings import Finding
from pipeline.newsdesk import codes
from pipeline.newsdesk.front_matter import day, split
from pipeline.newsdesk.rules import Rules


@dataclass(frozen=True)
class Draft:
    """Head and body of one file. `images`: address in the body → bytes that are not filed yet; `findings`: reading's."""

    file: str
    meta: dict[str, str]
    body: str
    images: dict[str, bytes] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def day(self, key: str) -> date | None:
        """A day of the head, None when it is missing or unreadable."""
        return day(self.meta.get(key, ""))


@dataclass(frozen=True)
class Desk:
    """What the checks compare with. `addresses`: pages of this site; `images`: files of content/images."""

    departments: tuple[str, ...]
    columns: tuple[str, ...]
    rules: Rules
    today: date
    addresses: frozenset[str] = frozenset()
    images: frozenset[str] = frozenset()


def from_markdown(file: str, data: bytes) -> Draft:
    """A Markdown file with its head."""
    try:
        written = split(data.decode("utf-8"))
    except UnicodeDecodeError:
        fault = codes.finding(codes.HEAD, file, fault="不是 UTF-8 编码，请另存为 UTF-8")
        return Draft(file, {}, "", findings=(fault,))
    found = tuple(codes.finding(codes.HEAD, file, fault=each) for each in written.wrong)
    return Draft(file, written.meta, written.body, findings=found)
