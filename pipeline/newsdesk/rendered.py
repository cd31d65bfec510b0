"""What a reader will see of an article (成文): its Markdown rendered as the site does, taken apart for the checks. Pure."""

from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

import markdown

from pipeline.newsdesk.sanitise import ALLOWED

EXTENSIONS = ("markdown.extensions.extra", "markdown.extensions.meta")
"""Those of pelicanconf.py; a test holds them equal."""
_BLOCKS = frozenset(
    ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "blockquote", "pre")
)


@dataclass(frozen=True)
class Image:
    """One image of the text."""

    address: str
    description: str


@dataclass(frozen=True)
class Rendered:
    """`blocks` are paragraphs, items, cells as plain text; `foreign` tags and attributes that will not be published."""

    blocks: tuple[str, ...]
    links: tuple[str, ...]
    images: tuple[Image, ...]
    foreign: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, a line per block."""
        return "\n".join(self.blocks)


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = [""]
        self.links: list[str] = []
        self.images: list[Image] = []
        self.foreign: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS or tag == "br":
            self.blocks.append("")
        if tag == "a":
            self.links.append(values.get("href", ""))
        elif tag == "img":
            self.images.append(Image(values.get("src", ""), values.get("alt", "").strip()))
        if tag not in ALLOWED and tag != "h1":
            self.foreign[tag] = None
        for name in values:
            if name.startswith("on") or name == "style":
                self.foreign[name] = None

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        self.blocks[-1] += data


@lru_cache(maxsize=256)
def rendered(body: str) -> Rendered:
    """The parts of an article's body."""
    collector = _Collector()
    collector.feed(markdown.markdown("\n\n" + body, extensions=list(EXTENSIONS), output_format="html"))
    collector.close()
    blocks = tuple(text for each in collector.blocks if (text := " ".join(each.split())))
    return Rendered(blocks, tuple(collector.links), tuple(collector.images), tuple(collector.foreign))
