"""The sources of news and pages (文章与页面), read and judged before Pelican sees them.

Pelican logs what it cannot read and goes on; here every fault is collected and stops the build with the file,
the fault and what to do. Reads content/news, content/pages, content/images; writes nothing; follows no link.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pipeline.errors import SettingsError, Stopped

KEYS = {
    "article": {
        "title": True,
        "date": True,
        "slug": True,
        "category": True,
        "class": False,
        "department": False,
        "source": False,
        "author": False,
        "approved_by": False,
        "summary": False,
    },
    "page": {"title": True, "slug": True, "date": False, "summary": False},
}
"""Metadata keys by kind and whether they are required; any other key is a fault."""

IMAGES = (".png", ".jpg", ".jpeg", ".webp", ".gif")
_HEADER = re.compile(r"([A-Za-z_]+)[ \t]*:[ \t]*(.*)")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAKEN = {"e", "search", "compliance", "news", "data", "feeds", "theme", "images", "dictionary", "sitemap"}


@dataclass(frozen=True)
class Article:
    """One news article. `file` is relative to content/; `published` is local time in Asia/Shanghai."""

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

    @property
    def path(self) -> str:
        """Address relative to the site's root; the same as ARTICLE_URL of pelicanconf.py."""
        return f"news/{self.published:%Y}/{self.published:%m}/{self.slug}/"


@dataclass(frozen=True)
class TextSource:
    """One page of content/pages."""

    file: str
    title: str
    slug: str
    summary: str

    @property
    def path(self) -> str:
        """Address relative to the site's root; the same as PAGE_URL of pelicanconf.py."""
        return f"{self.slug}/"


@dataclass(frozen=True)
class Content:
    """What is shown on a day: `articles` newest first, `pages` by slug, `scheduled` the number held back."""

    articles: tuple[Article, ...]
    pages: tuple[TextSource, ...]
    scheduled: int


def _files(folder: Path, root: Path, endings: tuple[str, ...], faults: list[str]) -> list[Path]:
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_symlink():
            faults.append(f"{name}：不接受符号链接，请改为文件本身。")
        elif path.is_file() and path.suffix.lower() not in endings:
            faults.append(f"{name}：不支持的文件类型，这里只收 {'、'.join(endings)}。")
        elif path.is_file():
            found.append(path)
    return found


def _split(text: str) -> tuple[dict[str, str], str, list[str]]:
    """Metadata lines up to the first blank line, the body, and lines that are neither."""
    head, _, body = text.replace("\r\n", "\n").lstrip("\ufeff").partition("\n\n")
    meta: dict[str, str] = {}
    wrong = []
    for line in head.split("\n"):
        match = _HEADER.fullmatch(line)
        if match is None or match[1].lower() in meta:
            wrong.append(f"“{line[:40]}”不是一行“名称: 内容”，或者重复")
        else:
            meta[match[1].lower()] = match[2].strip()
    return meta, body, wrong


def _moment(text: str) -> datetime | None:
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - a local date, never compared with a clock
        except ValueError:
            continue
    return None


def _faults(meta: dict[str, str], kind: str, columns: Iterable[str]) -> list[str]:
    keys = KEYS[kind]
    faults = [f"缺少 {key.capitalize()}" for key, needed in keys.items() if needed and not meta.get(key)]
    faults += [f"有无法识别的 {key}" for key in meta if key not in keys]
    if meta.get("slug") and _SLUG.fullmatch(meta["slug"]) is None:
        faults.append(f"Slug“{meta['slug']}”只能用小写字母、数字和连字符")
    if meta.get("date") and _moment(meta["date"]) is None:
        faults.append(f"Date“{meta['date']}”应写作 2026-06-12 09:30")
    if kind == "article" and meta.get("category") and meta["category"] not in columns:
        faults.append(f"没有“{meta['category']}”这个栏目，可用的有：{'、'.join(columns)}")
    if kind == "page" and meta.get("slug") in _TAKEN:
        faults.append(f"Slug“{meta['slug']}”已被本站其他页面使用")
    return faults


def _read(
    folder: Path, root: Path, kind: str, columns: Iterable[str], faults: list[str]
) -> list[tuple[str, dict[str, str], str]]:
    good = []
    for path in _files(folder, root, (".md",), faults):
        name = path.relative_to(root).as_posix()
        try:
            meta, body, wrong = _split(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            faults.append(f"{name}：不是 UTF-8 编码，请另存为 UTF-8。")
            continue
        wrong += _faults(meta, kind, columns)
        if not body.strip():
            wrong.append("没有正文")
        faults += [f"{name}：{each}。" for each in wrong]
        if not wrong:
            good.append((name, meta, body))
    return good


def _article(name: str, meta: dict[str, str], body: str) -> Article:
    moment = _moment(meta["date"])
    if moment is None:
        raise Stopped(f"{name}：Date 无法读取。")
    return Article(
        file=name,
        title=meta["title"],
        published=moment,
        slug=meta["slug"],
        category=meta["category"],
        kind=meta.get("class", ""),
        department=meta.get("department", ""),
        source=meta.get("source", ""),
        author=meta.get("author", ""),
        approved_by=meta.get("approved_by", ""),
        summary=meta.get("summary", ""),
        text=body,
    )


def _twice(sources: Iterable[Article | TextSource]) -> list[str]:
    first: dict[str, str] = {}
    faults = []
    for each in sources:
        other = first.setdefault(each.slug, each.file)
        if other != each.file:
            faults.append(f"{each.file}：Slug“{each.slug}”已被 {other} 使用。")
    return faults


def read_content(root: Path, columns: Iterable[str], as_of: date) -> Content:
    """Articles dated up to `as_of` and all pages; `Stopped` lists every fault found."""
    if not root.is_dir():
        raise SettingsError(f"找不到内容文件夹 {root.name}/。请在 portal.toml 所在目录中建立它。")
    names = tuple(columns)
    faults: list[str] = []
    articles = [_article(*each) for each in _read(root / "news", root, "article", names, faults)]
    pages = [
        TextSource(name, meta["title"], meta["slug"], meta.get("summary", ""))
        for name, meta, _ in _read(root / "pages", root, "page", names, faults)
    ]
    _files(root / "images", root, IMAGES, faults)
    faults += _twice(articles) + _twice(pages)
    if faults:
        raise Stopped(f"文章或页面有 {len(faults)} 处问题，请更正后重新生成：\n" + "\n".join(faults))
    shown = [each for each in articles if each.published.date() <= as_of]
    shown.sort(
        key=lambda each: (
            -each.published.toordinal(),
            -each.published.hour,
            -each.published.minute,
            each.slug,
        )
    )
    return Content(tuple(shown), tuple(sorted(pages, key=lambda each: each.slug)), len(articles) - len(shown))
