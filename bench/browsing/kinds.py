"""Which pages stand for all: one address of each kind of page, and subjects who together show all that a subject's page
can show. Reads a built site, writes nothing."""

import re
from pathlib import Path

KINDS = (
    ("home", "index.html"),
    ("search", "search/index.html"),
    ("list", "permit/index.html"),
    ("list-adverse", "blacklist/index.html"),
    ("list-small", "ruling/index.html"),
    ("month", "permit/[0-9]*/index.html"),
    ("type", "blacklist/type/*/index.html"),
    ("lists", "lists/index.html"),
    ("services", "services/index.html"),
    ("sitemap", "sitemap/index.html"),
    ("standards", "standards/index.html"),
    ("compliance", "compliance/index.html"),
    ("unit", "compliance/market/index.html"),
    ("circular", "compliance/circular/????-[01]*/index.html"),
    ("circular-half", "compliance/circular/????-h?/index.html"),
    ("quota", "compliance/news/index.html"),
    ("news", "news/index.html"),
    ("column", "news/updates/index.html"),
    ("column-year", "news/updates/????/index.html"),
    ("class", "news/class/activity/index.html"),
    ("news-unit", "news/unit/market/index.html"),
    ("news-month", "news/????/??/index.html"),
    ("article", "news/????/??/*/index.html"),
    ("page", "guide-repair/index.html"),
    ("form", "form-objection/index.html"),
    ("open-data", "open-data/index.html"),
    ("data", "data/index.html"),
    ("contact", "contact/index.html"),
    ("dictionary", "dictionary/index.html"),
    ("joint", "joint/index.html"),
    ("activities", "activities/index.html"),
    ("styleguide", "styleguide/index.html"),
    ("missing", "404.html"),
)
"""Name of the kind, and where its pages lie; the last one of the sorted matches stands for it."""

SHOWN = re.compile(
    r'data-dataset="(\w+)"|class="(badge badge-\w+)"|class="(callout[\w -]*)"|<p class="(absent|mark-note|meta)"'
    r"|(目前没有公示中的行政许可)|<dt>(曾用名|登记状态)"
)
"""What a subject's page may show, one group each."""


def address(site: Path, file: Path) -> str:
    """A file's address below the site's root."""
    return file.relative_to(site).as_posix().removesuffix("index.html")


def subjects(site: Path) -> list[Path]:
    """Few subjects' pages that together show all that any shows, then those of the longest name and the most text."""
    pages = {file: file.read_text(encoding="utf-8") for file in sorted(site.glob("e/*/index.html"))}
    shows = {file: {"".join(each) for each in SHOWN.findall(text)} for file, text in pages.items()}
    left, chosen = set().union(*shows.values()), []
    while left:
        best = max(shows, key=lambda file: len(shows[file] & left))
        chosen.append(best)
        left -= shows[best]
    chosen += (
        [max(pages, key=lambda file: pages[file].find("</h1>") - pages[file].find("<h1>"))] if pages else []
    )
    chosen += [max(pages, key=lambda file: len(pages[file]))] if pages else []
    return list(dict.fromkeys(chosen))


def kinds(site: Path) -> dict[str, str]:
    """Name → address of one page of each kind the site has."""
    found: dict[str, str] = {}
    for name, pattern in KINDS:
        for file in sorted(site.glob(pattern)):
            found[name] = address(site, file)
    return found | {f"subject-{number}": address(site, file) for number, file in enumerate(subjects(site), 1)}


def every_page(site: Path) -> list[str]:
    """The addresses of all pages."""
    return sorted(address(site, file) for file in site.rglob("*.html"))
