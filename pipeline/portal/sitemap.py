"""Sitemap index and its parts (网站地图文件, sitemaps.org 0.9): at most 50,000 addresses a file; we take 30,000.

Writes sitemap.xml and sitemap/*.xml. Addresses are absolute there, as the protocol demands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.portal.rendering import Pages

PART = 30_000


@dataclass(frozen=True, slots=True)
class Paths:
    """sitemap.xml and sitemap_index.xml: paths relative to the root."""

    paths: tuple[str, ...]


def write_sitemap(pages: Pages, general: Sequence[str], codes: Sequence[str]) -> None:
    """Write the index, one part for `general` pages, and parts for the subjects."""
    parts = [("sitemap/pages.xml", tuple(general))]
    for number, start in enumerate(range(0, len(codes), PART), 1):
        paths = tuple(f"e/{code}/" for code in codes[start : start + PART])
        parts.append((f"sitemap/subjects-{number}.xml", paths))
    for name, paths in parts:
        pages.render("sitemap.xml", name, Paths(paths))
    pages.render("sitemap_index.xml", "sitemap.xml", Paths(tuple(name for name, _ in parts)))
