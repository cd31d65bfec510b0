"""Sitemap index and its parts (网站地图文件, sitemaps.org 0.9): at most 50,000 addresses a file; we take 30,000.

Writes sitemap.xml and sitemap/*.xml. Addresses are absolute there, as the protocol demands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from pipeline.portal.rendering import Pages

PART = 30_000


@dataclass(frozen=True, slots=True)
class Paths:
    """sitemap_index.xml: paths relative to the root."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """sitemap.xml: its lines, one for each address."""

    lines: Markup


def _entries(url: str, paths: Sequence[str]) -> Entries:
    """Escaped and set in one piece: one by one a million addresses take half a minute, and a loop of the template as long
    again. No path holds a line end."""
    if not paths:
        return Entries(Markup())
    before, after = f"<url><loc>{escape(url)}/", "</loc></url>\n"
    lines = str(escape("\n".join(paths))).replace("\n", after + before)
    return Entries(Markup(before + lines + after))  # noqa: S704 - both parts are escaped above


def write_sitemap(pages: Pages, general: Sequence[str], codes: Sequence[str]) -> None:
    """Write the index, one part for `general` pages, and parts for the subjects."""
    parts = [("sitemap/pages.xml", tuple(general))]
    for number, start in enumerate(range(0, len(codes), PART), 1):
        paths = tuple(f"e/{code}/" for code in codes[start : start + PART])
        parts.append((f"sitemap/subjects-{number}.xml", paths))
    for name, paths in parts:
        pages.render("sitemap.xml", name, _entries(pages.frame.site.url, paths))
    pages.render("sitemap_index.xml", "sitemap.xml", Paths(tuple(name for name, _ in parts)))
