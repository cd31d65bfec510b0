"""The XML of a Word file (文档结构), made plain before mammoth reads it: text boxes taken out, headings recognised.

Runs in the jailed child. Clerks make headings by bold type, 黑体, size or “一、” (GB/T 9704-2012, 7.3.3), rarely by
styles: such paragraphs get the style ids PortalH1… that the style map of word_child.py knows. Works on the tree in place.
"""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": A[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": (
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/picture": b"http://schemas.openxmlformats.org/drawingml/2006/picture",
}
"""Names of the strict form (ISO/IEC 29500) and of the transitional one that programs write."""

LONGEST_HEADING, LONGEST_TITLE = 40, 60
_HEADING_FONTS = re.compile("黑体|楷体|小标宋|SimHei|KaiTi|Heiti")
_NUMBERED = (
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\d{1,2}[.．、](?!\d)"),
)
_STYLE_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_STYLE_TITLE = re.compile(r"title|标题|题目|文章标题|公文标题|大标题", re.IGNORECASE)
_NOT_HEADING_END = re.compile(r"[。；，、;,]$")


@dataclass(frozen=True)
class Style:
    """What a paragraph style says, its ancestors included."""

    name: str = ""
    size: int = 0
    bold: bool = False
    font: str = ""
    outline: int = 9
    centred: bool = False


@dataclass(frozen=True)
class Facts:
    """A paragraph as it looks. `size` in half-points, 0 when nothing says; `outline` 0-8, 9 for text."""

    text: str
    style: Style
    size: int
    bold: bool
    font: str
    outline: int
    centred: bool
    listed: bool
    in_table: bool


def value(element: ET.Element | None, path: str, name: str = "val") -> str | None:
    """An attribute of a descendant, None when either is missing."""
    found = None if element is None else element.find(path)
    return None if found is None else found.get(W + name, "")


def is_on(element: ET.Element | None, path: str) -> bool | None:
    """A switch such as w:b: None when it is not there."""
    found = value(element, path)
    return None if found is None else found not in ("0", "false", "off", "none")


_HINT = re.compile(r"\s*(?:请[选写]|单击|点击|选择|Click|Choose|Enter)")


def is_placeholder(element: ET.Element) -> bool:
    """A content control that nobody has filled. The flag alone is not enough: some programs leave it when text comes."""
    if element.tag != W + "sdt" or element.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
        return False
    return _HINT.match("".join(each.text or "" for each in element.iter(W + "t"))) is not None


def own_text(paragraph: ET.Element) -> str:
    """The text of a paragraph, tabs and breaks as blanks, deleted text left out."""
    pieces = []
    for each in paragraph.iter():
        if each.tag == W + "t":
            pieces.append(each.text or "")
        elif each.tag in (W + "tab", W + "br", W + "cr"):
            pieces.append(" ")
    return "".join(pieces).strip()


def read_styles(root: ET.Element | None) -> dict[str, Style]:
    """Style id to what it says."""
    given = {} if root is None else {each.get(W + "styleId", ""): each for each in root.findall(W + "style")}
    made: dict[str, Style] = {}

    def resolve(name: str, depth: int = 0) -> Style:
        element = given.get(name)
        if element is None or depth > 10:
            return Style()
        if name in made:
            return made[name]
        base = resolve(value(element, W + "basedOn") or "", depth + 1)
        run, paragraph = element.find(W + "rPr"), element.find(W + "pPr")
        bold = is_on(run, W + "b")
        align = value(paragraph, W + "jc")
        made[name] = Style(
            name=value(element, W + "name") or "",
            size=_number(value(run, W + "sz"), base.size),
            bold=base.bold if bold is None else bold,
            font=value(run, W + "rFonts", "eastAsia") or base.font,
            outline=_number(value(paragraph, W + "outlineLvl"), base.outline),
            centred=base.centred if align is None else align == "center",
        )
        return made[name]

    return {name: resolve(name) for name in given}


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 4 else otherwise


def facts(paragraph: ET.Element, styles: dict[str, Style], in_table: bool = False) -> Facts:
    """How a paragraph looks: the runs that hold most of its text decide."""
    properties = paragraph.find(W + "pPr")
    style = styles.get(value(properties, W + "pStyle") or "", styles.get("a", Style()))
    sizes: Counter[int] = Counter()
    fonts: Counter[str] = Counter()
    bold = total = 0
    for run in paragraph.iter(W + "r"):
        length = sum(len((each.text or "").strip()) for each in run.findall(W + "t"))
        look = run.find(W + "rPr")
        sizes[_number(value(look, W + "sz"), style.size)] += length
        fonts[value(look, W + "rFonts", "eastAsia") or style.font] += length
        is_bold = is_on(look, W + "b")
        bold += length * (style.bold if is_bold is None else is_bold)
        total += length
    align = value(properties, W + "jc")
    return Facts(
        text=own_text(paragraph),
        style=style,
        size=max(sizes, key=lambda each: sizes[each]) if total else style.size,
        bold=total > 0 and bold == total,
        font=max(fonts, key=lambda each: fonts[each]) if total else style.font,
        outline=_number(value(properties, W + "outlineLvl"), style.outline),
        centred=style.centred if align is None else align == "center",
        listed=properties is not None and properties.find(W + "numPr") is not None,
        in_table=in_table,
    )


def body_paragraphs(body: ET.Element) -> Iterator[tuple[ET.Element, bool]]:
    """Each paragraph in order, and whether it stands in a table; those of content controls too."""
    for each in body:
        if each.tag == W + "p":
            yield each, False
        elif each.tag == W + "tbl":
            yield from ((paragraph, True) for paragraph in each.iter(W + "p"))
        elif each.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml", W + "smartTag"):
            yield from body_paragraphs(each)


def _level(about: Facts, body_size: int, body_font: str, bold_is_rare: bool) -> int | None:
    """The level (1-…) at which a paragraph is a heading, None when it is text."""
    named = _STYLE_NAME.fullmatch(about.style.name.strip())
    if named is not None:
        return int(named[1])
    if about.in_table or not about.text or len(about.text) > LONGEST_HEADING:
        return None
    if about.outline < 9:
        return about.outline + 1
    number = next((place for place, form in enumerate(_NUMBERED) if form.match(about.text)), None)
    plain_end = _NOT_HEADING_END.search(about.text) is None
    stands_out = (
        (about.bold and bold_is_rare)
        or (about.size > body_size * 1.1 and body_size > 0)
        or (_HEADING_FONTS.search(about.font) is not None and about.font != body_font)
    )
    if number is not None and (stands_out or (number < 2 and plain_end and "，" not in about.text)):
        return number + 1 if not about.listed or stands_out else None
    if stands_out and plain_end and not about.listed and not re.search(r"[：:]", about.text):
        return 1 if number is None else number + 1
    return None


def mark_headings(body: ET.Element, styles: dict[str, Style]) -> None:
    """Give title and headings the style ids PortalTitle, PortalH1 … PortalH9."""
    every = [(each, facts(each, styles, in_table)) for each, in_table in body_paragraphs(body)]
    texts = [about for _, about in every if about.text and not about.in_table]
    sizes: Counter[int] = Counter()
    fonts: Counter[str] = Counter()
    for about in texts:
        sizes[about.size] += len(about.text)
        fonts[about.font] += len(about.text)
    size = max(sizes, key=lambda each: sizes[each]) if sizes else 0
    font = max(fonts, key=lambda each: fonts[each]) if fonts else ""
    length = sum(len(about.text) for about in texts)
    rare = sum(len(about.text) for about in texts if about.bold) * 2 <= length
    title = _title(every, size)
    for place, (paragraph, about) in enumerate(every):
        level = _level(about, size, font, rare)
        if place in title:
            _restyle(paragraph, "PortalTitle")
        elif level is not None:
            _restyle(paragraph, f"PortalH{min(level, 9)}")


def _title(every: list[tuple[ET.Element, Facts]], body_size: int) -> set[int]:
    """The places of the title's lines: what stands first, centred, in a title style or the largest, at most three lines alike."""
    shown = [place for place, (_, about) in enumerate(every) if about.text and not about.in_table]
    others = max((every[place][1].size for place in shown[1:]), default=0)
    largest = len(shown) > 1 and every[shown[0]][1].bold and every[shown[0]][1].size > others
    found: list[int] = []
    for place in shown[:3]:
        about = every[place][1]
        named = _STYLE_TITLE.fullmatch(about.style.name.strip()) is not None
        large = about.bold or about.size > body_size or about.outline == 0
        numbered = any(form.match(about.text) for form in _NUMBERED)
        first_heading = about.outline == 0 and not numbered
        alone = first_heading or (largest and not numbered)
        looks = named or (about.centred and large) or (not found and alone)
        if not looks or len(about.text) > LONGEST_TITLE or re.search(r"[。；，：:]$|^[（(]", about.text):
            break
        if found and (about.size, about.bold) != (every[found[0]][1].size, every[found[0]][1].bold):
            break
        if found and first_heading and not about.centred:
            break
        found.append(place)
    return set(found)


def _restyle(paragraph: ET.Element, style: str) -> None:
    properties = paragraph.find(W + "pPr")
    if properties is None:
        properties = ET.Element(W + "pPr")
        paragraph.insert(0, properties)
    for name in ("pStyle", "numPr"):
        for each in properties.findall(W + name):
            properties.remove(each)
    properties.insert(0, ET.Element(W + "pStyle", {W + "val": style}))
