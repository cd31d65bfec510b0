"""The sources of news and pages (文章与页面), read and judged before Pelican sees them.

Pelican logs what it cannot read and goes on; here every fault is collected and stops the build with the file,
the fault and what to do. Reads content/news, content/pages, content/images; writes nothing; follows no link.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.errors import SettingsError, Stopped
from pipeline.newsdesk import article as news
from pipeline.newsdesk.article import Article
from pipeline.newsdesk.front_matter import split

PAGE_KEYS = {"title": True, "slug": True, "date": False, "summary": False, "group": False}
"""Metadata keys of a page and whether they are required; any other key is a fault."""

IMAGES = (".png", ".jpg", ".jpeg", ".webp", ".gif")
_TAKEN = {"e", "search", "compliance", "news", "data", "feeds", "theme", "images", "dictionary", "sitemap"}
_TAKEN |= {"lists", "services", "joint", "activities", "styleguide"}


@dataclass(frozen=True)
class TextSource:
    """One page of content/pages; `group` is the heading under which 信用服务 names it."""

    file: str
    title: str
    slug: str
    summary: str
    group: str = ""

    @property
    def path(self) -> str:
        """Address relative to the site's root; the same as PAGE_URL of pelicanconf.py."""
        return f"{self.slug}/"


@dataclass(frozen=True)
class Content:
    """What is shown on a day: `articles` newest first, `pages` by slug, `scheduled` the number held back.

    `withdrawn`: those of which only a note is left; `images`: what the texts shown ask for, relative to content/;
    `every` article of the desk, for its figures alone.
    """

    articles: tuple[Article, ...]
    pages: tuple[TextSource, ...]
    scheduled: int
    withdrawn: tuple[Article, ...] = ()
    images: tuple[str, ...] = ()
    every: tuple[Article, ...] = ()


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


def _page_faults(meta: dict[str, str]) -> list[str]:
    faults = [f"缺少 {key.capitalize()}" for key, needed in PAGE_KEYS.items() if needed and not meta.get(key)]
    faults += [f"有无法识别的 {key}" for key in meta if key not in PAGE_KEYS]
    slug = meta.get("slug", "")
    if slug and news.SLUG.fullmatch(slug) is None:
        faults.append(f"Slug“{slug}”只能用小写字母、数字和连字符")
    if slug in _TAKEN:
        faults.append(f"Slug“{slug}”已被本站其他页面使用")
    return faults


def _read(
    folder: Path, root: Path, judge: Callable[[dict[str, str]], list[str]], faults: list[str]
) -> list[tuple[str, dict[str, str], str]]:
    good = []
    for path in _files(folder, root, (".md",), faults):
        name = path.relative_to(root).as_posix()
        try:
            written = split(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            faults.append(f"{name}：不是 UTF-8 编码，请另存为 UTF-8。")
            continue
        wrong = [*written.wrong, *judge(written.meta)]
        if not written.body.strip():
            wrong.append("没有正文")
        faults += [f"{name}：{each}。" for each in wrong]
        if not wrong:
            good.append((name, written.meta, written.body))
    return good


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
    found = _read(root / "news", root, lambda meta: news.faults(meta, names), faults)
    articles = [news.article(*each) for each in found]
    pages = [
        (
            TextSource(name, meta["title"], meta["slug"], meta.get("summary", ""), meta.get("group", "")),
            body,
        )
        for name, meta, body in _read(root / "pages", root, _page_faults, faults)
    ]
    _files(root / "images", root, IMAGES, faults)
    faults += _twice(articles) + _twice(page for page, _ in pages)
    if faults:
        raise Stopped(f"文章或页面有 {len(faults)} 处问题，请更正后重新生成：\n" + "\n".join(faults))
    shown = sorted((each for each in articles if each.shown(as_of)), key=_newest_first)
    return Content(
        articles=tuple(shown),
        pages=tuple(sorted((page for page, _ in pages), key=lambda each: each.slug)),
        scheduled=sum(each.published.date() > as_of for each in articles),
        withdrawn=tuple(each for each in articles if each.left_a_note(as_of)),
        images=_images(root, [*(each.text for each in shown), *(body for _, body in pages)]),
        every=tuple(articles),
    )


def _newest_first(article: Article) -> tuple[int, int, int, str]:
    at = article.published
    return -at.toordinal(), -at.hour, -at.minute, article.slug


def _images(root: Path, texts: Iterable[str]) -> tuple[str, ...]:
    """The images that these texts ask for: one of an article that is not shown yet is not shown either."""
    asked = {name for text in texts for _, name in news.asked_images(text)}
    return tuple(sorted(name for name in asked if (root / name).is_file()))
