"""An accepted article (文章) as data, and what the site needs before it can show one. Reads and writes no file."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import unquote

from pipeline.errors import Stopped
from pipeline.newsdesk.front_matter import ARTICLE_FIELDS, BY_KEY, DAYS, day, moment

_IMAGE = re.compile(r"[{|](?:static|attach)[}|]/(images/[^\s)\"'<>]+)")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Article:
    """One news article. `file` is relative to content/; `published` is local time in Asia/Shanghai.

    `notice` says what was corrected, or why the article was withdrawn.
    """

    file: str
    title: str
    published: datetime
    slug: str
    category: str
    kind: str
    department: str
    source: str
    author: str
    approved_by: str
    summary: str
    text: str
    event_on: date | None = None
    submitted: date | None = None
    accepted_on: date | None = None
    related: tuple[str, ...] = ()
    corrected_on: date | None = None
    withdrawn_on: date | None = None
    notice: str = ""

    @property
    def path(self) -> str:
        """Address relative to the site's root; the same as ARTICLE_URL of pelicanconf.py."""
        return f"news/{self.published:%Y}/{self.published:%m}/{self.slug}/"

    def shown(self, as_of: date) -> bool:
        """Whether its text may be in any file of a day's site."""
        return self.published.date() <= as_of and (self.withdrawn_on is None or as_of < self.withdrawn_on)

    def left_a_note(self, as_of: date) -> bool:
        """Whether a note stands at its address; one that was withdrawn before its day leaves nothing."""
        gone = self.withdrawn_on
        return gone is not None and self.published.date() <= gone <= as_of


def faults(meta: dict[str, str], columns: Collection[str]) -> list[str]:
    """Why the site cannot show an article with this head; the desk asks for more (checking.py)."""
    found = [
        f"缺少 {each.key.capitalize()}" for each in ARTICLE_FIELDS if each.site and not meta.get(each.key)
    ]
    found += [f"有无法识别的 {key}" for key in meta if key not in BY_KEY]
    if meta.get("slug") and SLUG.fullmatch(meta["slug"]) is None:
        found.append(f"Slug“{meta['slug']}”只能用小写字母、数字和连字符")
    if meta.get("date") and moment(meta["date"]) is None:
        found.append(f"Date“{meta['date']}”应写作 2026-06-12 09:30")
    found += [
        f"{key.capitalize()}“{meta[key]}”应写作 2026-06-12"
        for key in DAYS
        if meta.get(key) and day(meta[key]) is None
    ]
    if (meta.get("corrected_on") or meta.get("withdrawn_on")) and not meta.get("notice"):
        found.append("写了更正或撤回日期，须在 Notice 中向读者说明")
    if meta.get("category") and meta["category"] not in columns:
        found.append(f"没有“{meta['category']}”这个栏目，可用的有：{'、'.join(columns)}")
    return found


def asked_images(text: str) -> set[tuple[str, str]]:
    """Images of content/ that a text asks for: as written, and the file's name relative to content/."""
    return {(found[0], unquote(found[1])) for found in _IMAGE.finditer(text)}


def published_at(meta: Mapping[str, str]) -> datetime | None:
    """When an article is shown: its Date, or the beginning of its Embargo when that is later; None without a date."""
    at, first = moment(meta.get("date", "")), day(meta.get("embargo", ""))
    return at if at is None or first is None else max(at, datetime.combine(first, time()))


def article(file: str, meta: dict[str, str], body: str) -> Article:
    """The article of a head without faults."""
    published = published_at(meta)
    if published is None:
        raise Stopped(f"{file}：Date 无法读取。")
    return Article(
        file=file,
        title=meta["title"],
        published=published,
        slug=meta["slug"],
        category=meta["category"],
        kind=meta.get("class", ""),
        department=meta.get("department", ""),
        source=meta.get("source", ""),
        author=meta.get("author", ""),
        approved_by=meta.get("approved_by", ""),
        summary=meta.get("summary", ""),
        text=body,
        event_on=day(meta.get("event_date", "")),
        submitted=day(meta.get("submitted", "")),
        accepted_on=day(meta.get("accepted_on", "")),
        corrected_on=day(meta.get("corrected_on", "")),
        withdrawn_on=day(meta.get("withdrawn_on", "")),
        notice=meta.get("notice", ""),
        related=tuple(re.findall(r"[0-9A-Z]{18}", meta.get("related", "").upper())),
    )
