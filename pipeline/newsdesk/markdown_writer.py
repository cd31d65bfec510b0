"""Clean HTML written as Markdown (转写), so that Python-Markdown gives back the same text: no character of it acts as markup.

Tables that Markdown cannot say (joined cells, lists in a cell) stay HTML. Pure.
"""

import re
from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString

_MARKS = re.compile(r"[\\`*_\[\]{}]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;"}
_LINE_START = re.compile(r"^(?:([#+\-]|\d+(?=[.)]))|([:=]))")
_BLOCKS = frozenset(
    (
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "table",
        "blockquote",
        "hr",
        "pre",
        "div",
        "dl",
        "dt",
        "dd",
    )
)
_ADDRESS = str.maketrans(
    {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", '"': "%22", "\\": "%5C"}
)
_EMPHASIS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
INDENT = "    "
"""What Python-Markdown asks of what belongs to a list item."""


def escape(text: str) -> str:
    """Text that Markdown shows as it is, blanks joined."""
    joined = re.sub(r"\s+", " ", text)
    marked = _MARKS.sub(lambda sign: "\\" + sign[0], joined)
    return "".join(_ENTITIES.get(each, each) for each in marked)


def _line(text: str) -> str:
    """A line whose beginning is no heading, list, definition or rule."""
    stripped = text.strip()
    match = _LINE_START.match(stripped)
    if match is None:
        return stripped
    if match[2]:
        return f"&#{ord(match[2])};{stripped[1:]}"
    if match[1].isdecimal():
        return f"{match[1]}\\{stripped[len(match[1]) :]}"
    return f"\\{stripped}"


def _lines(text: str) -> str:
    return "  \n".join(line for each in text.split("\n") if (line := _line(each)))


def _wrapped(mark: str, inner: str) -> str:
    """Emphasis around the text without its outer blanks; none across lines or around nothing."""
    text = inner.strip()
    if not text or "\n" in text:
        return inner
    before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    return f"{before}{mark}{text}{mark}{after}"


def inline(node: Tag, plain: bool = False) -> str:
    """The text inside a block; `plain`: without emphasis, which headings do not need."""
    pieces = []
    for child in node.children:
        if isinstance(child, NavigableString):
            pieces.append(escape(str(child)))
        elif isinstance(child, Tag):
            pieces.append(_element(child, plain))
    return "".join(pieces)


def _element(child: Tag, plain: bool) -> str:
    """One element inside a block."""
    name = child.name
    if name == "br":
        return "\n"
    if name == "img":
        return f"![{escape(str(child.get('alt', '')))}]({str(child.get('src', '')).translate(_ADDRESS)})"
    if name == "a":
        return _link(child, plain)
    if name in ("sup", "sub"):
        return f"<{name}>{inline(child, True)}</{name}>"
    mark = "" if plain else _EMPHASIS.get(name, "")
    return _wrapped(mark, inline(child, True)) if mark else inline(child, plain)


def _link(link: Tag, plain: bool) -> str:
    text = inline(link, plain).replace("\n", " ")
    address = str(link.get("href", "")).translate(_ADDRESS)
    return f"[{text}]({address})" if address and text.strip() else text


def _items(node: Tag, ordered: bool) -> str:
    lines = []
    start = str(node.get("start", "1"))
    number = int(start) if start.isdecimal() else 1
    for item in node.find_all("li", recursive=False):
        mark = f"{number}." if ordered else "-"
        number += 1
        parts = list(blocks(item))
        body = (
            "\n\n".join(parts)
            if any(each.name == "p" for each in item.find_all(recursive=False))
            else "\n".join(parts)
        )
        indented = body.replace("\n", "\n" + INDENT)
        lines.append(f"{mark:<4}{indented}" if body else mark)
    return re.sub(r"\n +\n", "\n\n", "\n".join(lines))


def _table(node: Tag) -> str:
    rows = [row.find_all(["td", "th"], recursive=False) for row in node.find_all("tr")]
    rows = [row for row in rows if row]
    cells = [cell for row in rows for cell in row]
    if not rows:
        return ""
    joined = any(str(cell.get(name, "1")) != "1" for cell in cells for name in ("colspan", "rowspan"))
    nested = any(cell.find(["table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"]) for cell in cells)
    if joined or nested or len({len(row) for row in rows}) > 1:
        return re.sub(r"\s*\n\s*", " ", node.decode(formatter="minimal"))
    written = [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows]
    return "\n".join([written[0], "|" + "---|" * len(rows[0]), *written[1:]])


def _cell(cell: Tag) -> str:
    texts = [inline(each).strip() for each in cell.find_all("p")] or [inline(cell).strip()]
    return "<br>".join(text.replace("\n", "<br>") for text in texts if text)


def blocks(node: Tag) -> Iterator[str]:
    """The blocks of an element, each as Markdown, without blank ones."""
    loose: list[str] = []
    for child in node.children:
        if isinstance(child, Tag) and child.name in _BLOCKS:
            yield from _flush(loose)
            yield from filter(None, _block(child))
        elif isinstance(child, Tag):
            loose.append(_element(child, False))
        elif isinstance(child, NavigableString):
            loose.append(escape(str(child)))
    yield from _flush(loose)


def _flush(loose: list[str]) -> Iterator[str]:
    text = _lines("".join(loose))
    loose.clear()
    if text:
        yield text


def _block(node: Tag) -> Iterator[str]:
    match node.name:
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            # Signs at the end of a heading would close it.
            text = " ".join(inline(node, plain=True).split()).replace("#", "\\#")
            yield f"{'#' * int(node.name[1])} {text}" if text else ""
        case "ul" | "ol":
            yield _items(node, node.name == "ol")
        case "table":
            yield _table(node)
        case "blockquote":
            yield "\n".join(f"> {line}".rstrip() for line in "\n\n".join(blocks(node)).split("\n"))
        case "hr":
            yield "---"
        case _:
            yield from blocks(node)


def to_markdown(root: Tag) -> str:
    """The whole document; two lists in a row are kept apart."""
    made: list[str] = []
    for block in blocks(root):
        both_lists = made and re.match(r"(?:-|\d+\.) ", block) and re.match(r"(?:-|\d+\.) ", made[-1])
        made += ["<!-- -->", block] if both_lists else [block]
    return "\n\n".join(made) + "\n"
