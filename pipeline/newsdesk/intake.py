"""The desk's doors (收稿): a file as it lies there becomes a draft, and what it is compared with is gathered.

Reads the given files, content/ and the folder of outside texts; writes nothing.
"""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.newsdesk import codes
from pipeline.newsdesk.article import SLUG
from pipeline.newsdesk.draft import Desk, Draft, from_markdown
from pipeline.newsdesk.front_matter import moment, split
from pipeline.newsdesk.rules import load_rules
from pipeline.newsdesk.uploads import with_uploads
from pipeline.newsdesk.word import from_word
from pipeline.settings import Settings

LARGEST = 50 << 20
"""Bytes of a file; a piece with ten photographs as a telephone takes them has about 40 MB."""
_SITE = ("", "search", "news", "compliance", "dictionary", "feeds/all.atom.xml")
"""Addresses every site has, beside articles and pages."""


def inbox_files(folder: Path) -> list[Path]:
    """The pieces that wait in the inbox; half-written and office's lock files are left out."""
    if not folder.is_dir():
        raise SettingsError(f"找不到收稿目录 {folder}。请建立它，或在 portal.toml 的 [news] inbox 中更正。")
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and not path.name.startswith((".", "~$"))
    )


def _addresses(content: Path) -> frozenset[str]:
    """Addresses and source files that a link may name: articles and pages of content/."""
    found = set(_SITE)
    for path in sorted(content.rglob("*.md")):
        meta = split(path.read_text(encoding="utf-8", errors="replace")).meta
        slug, published = meta.get("slug", ""), moment(meta.get("date", ""))
        found.add(path.relative_to(content).as_posix())
        if SLUG.fullmatch(slug):
            in_news = path.is_relative_to(content / "news") and published is not None
            found.add(f"news/{published:%Y}/{published:%m}/{slug}" if in_news else slug)
    return frozenset(found)


def open_desk(settings: Settings, datasets: Collection[str], today: date) -> Desk:
    """What drafts are checked against: the office's settings and what content/ holds today."""
    content = settings.root / "content"
    images = (
        path.relative_to(content).as_posix() for path in (content / "images").rglob("*") if path.is_file()
    )
    return Desk(
        departments=tuple(each.name for each in settings.departments),
        columns=tuple(each.title for each in settings.columns),
        rules=load_rules(settings.news.rules),
        today=today,
        addresses=_addresses(content) | frozenset(datasets),
        images=frozenset(images),
    )


def shown_name(path: Path, root: Path) -> str:
    """How a file is named in findings: relative to content/ when it lies there, else its bare name."""
    content = root / "content"
    resolved = path.resolve()
    return resolved.relative_to(content).as_posix() if resolved.is_relative_to(content) else path.name


def read_draft(path: Path, settings: Settings) -> Draft:
    """The draft in a file; whatever its content, a draft with findings."""
    name = shown_name(path, settings.root)
    ending = path.suffix.lower()
    try:
        if path.stat().st_size > LARGEST:
            return Draft(name, {}, "", findings=(codes.finding(codes.SIZE, name, limit=LARGEST >> 20),))
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"打不开 {path}：{error.strerror}。请检查文件名和权限。") from error
    if ending == ".md":
        draft, content = from_markdown(name, data), settings.root / "content"
        # An accepted piece has its images filed, clean, under its own name.
        return draft if draft.meta.get("accepted_on") else with_uploads(draft, content)
    if ending in (".docx", ".docm", ".doc", ".wps", ".dotx", ".dotm"):
        return from_word(name, data)
    return Draft(name, {}, "", findings=(codes.finding(codes.TYPE, name, ending=ending or "无"),))
