"""Dead links and anchors over all pages of a site, and what the validator (vnu) says of them. Reads files alone."""

import json
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

HOST = "https://site.invalid/"
LINKS = ("href", "src")


class _Page(HTMLParser):
    """Addresses a page names, and the ids it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base class names it so
        for name, value in attrs:
            if name in LINKS and value is not None:
                self.links.add(value)
            elif name == "id" and value:
                self.ids.add(value)


def _pages(site: Path) -> dict[str, _Page]:
    return {
        file.relative_to(site).as_posix(): _Page(file.read_text(encoding="utf-8"))
        for file in sorted(site.rglob("*.html"))
    }


def dead_links(site: Path, root: str) -> Iterator[str]:
    """Links inside the site that lead to no file or to an id that is not there; `root`: the path its 404 page counts from."""
    pages = _pages(site)
    for name, page in pages.items():
        base = HOST + name.removesuffix("index.html")
        for link in sorted(page.links):
            target = urlsplit(urljoin(base, link))
            if f"{target.scheme}://{target.netloc}/" != HOST:
                continue
            path = unquote(target.path).removeprefix(root).removeprefix("/")
            file = f"{path}index.html" if path == "" or path.endswith("/") else path
            if not (site / file).is_file():
                yield f"{name}：{link} 没有这个文件"
            elif target.fragment and file in pages and unquote(target.fragment) not in pages[file].ids:
                yield f"{name}：{link} 没有这个锚点"


def invalid(site: Path, jar: Path) -> Iterator[str]:
    """Errors of the validator (java, vnu.jar) over all pages."""
    command = ["java", "-Xss16m", "-jar", str(jar), "--skip-non-html", "--errors-only", "--format", "json"]
    done = subprocess.run([*command, str(site)], capture_output=True, text=True, check=False)
    for each in json.loads(done.stderr)["messages"]:
        yield f"{each.get('url', '')}：{each['message']}"
