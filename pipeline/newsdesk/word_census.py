"""What a Word file says (文字清点), piece by piece, read apart from the conversion: so that nothing vanishes unseen.

Runs in the jailed child on the parts as they came. Every paragraph of text, deleted text, notes, comments, headers and
footers, text in charts and diagrams, formulas.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.newsdesk.word_xml import MC, A, W, is_placeholder

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_PLACES = (
    ("word/document", "正文"),
    ("word/footnotes", "脚注"),
    ("word/endnotes", "尾注"),
    ("word/comments", "批注"),
    ("word/header", "页眉"),
    ("word/footer", "页脚"),
    ("word/diagrams/data", "图示"),
    ("word/charts/chart", "图表"),
)
_TEXT = (W + "t", M + "t", A + "t", _C + "v")


@dataclass(frozen=True)
class Piece:
    """A paragraph's text and where it stands."""

    place: str
    text: str


def place_of(part: str) -> str | None:
    """What a part of the package is, None when it holds no text of the author."""
    if not part.endswith(".xml"):
        return None
    return next((title for start, title in _PLACES if part.startswith(start)), None)


def pieces(root: ET.Element, place: str) -> Iterator[Piece]:
    """Each paragraph's text; of the two forms of a drawing one."""
    for paragraph in _paragraphs(root):
        text = "".join(_own(paragraph))
        if text.strip():
            yield Piece(place, text)
        hidden = "".join(
            each.text or ""
            for run in paragraph.iter(W + "r")
            if run.find(f"{W}rPr/{W}vanish") is not None
            for each in run.findall(W + "t")
        )
        if hidden.strip():
            yield Piece("隐藏文字", hidden)
        deleted = "".join(each.text or "" for each in paragraph.iter(W + "delText"))
        if deleted.strip():
            yield Piece("修订中删除的文字", deleted)


def _paragraphs(root: ET.Element) -> Iterator[ET.Element]:
    """Paragraphs without those of the older form of a drawing; a chart's values stand for themselves."""
    for child in root:
        if is_placeholder(child):
            continue
        if child.tag == MC + "AlternateContent":
            chosen = child.find(MC + "Choice")
            yield from _paragraphs(chosen if chosen is not None else child)
            continue
        if child.tag in (W + "p", A + "p", _C + "v"):
            yield child
        yield from _paragraphs(child)


def _own(paragraph: ET.Element) -> Iterator[str]:
    """Texts of a paragraph without those of paragraphs inside it; placeholders of empty controls are none."""
    if paragraph.tag == _C + "v":
        yield paragraph.text or ""
        return
    for child in paragraph:
        if child.tag in (W + "p", A + "p", MC + "AlternateContent") or is_placeholder(child):
            continue
        if child.tag in _TEXT:
            yield child.text or ""
        elif child.tag in (W + "tab", W + "br", W + "cr"):
            yield " "
        elif child.tag == W + "noBreakHyphen":
            yield "\u2011"
        else:
            yield from _own(child)
