"""mammoth's HTML made fit for an article (整理): sanitised, one title, headings from level two, notes and captions as text.

Works on its own tree; reads and writes no file.
"""

import re

import nh3
from bs4 import BeautifulSoup, Tag

from pipeline.newsdesk.sanitise import ALLOWED

_BULLETS = re.compile(r"^\s*[•●■◆◇○▪·➢►▶–✓★☆\uf06c\uf0b7\uf0d8\uf0fc-]\s*(?=\S)")
_CAPTION = re.compile(
    r"^\s*(?:图片?|照片)\s*[0-9一二三四五六七八九十]*\s*(?:说明)?\s*[:：.．、]?\s*(?P<text>.{2,60})$"
)
_CAPTION_MARK = re.compile(r"^\s*(?:图片?|照片)\s*(?:[0-9一二三四五六七八九十]+|说明|[:：])")
_NO_DESCRIPTION = re.compile(
    r"(?:图片|图形|Picture|Image|IMG|DSC|微信图片|mmexport|WPS图片)?[\s_\-0-9]*|.*\.(?:jpe?g|png|gif|bmp|tiff?|webp)|"
    r".*[\\/].*|.*(?:描述已自动生成|AI 生成的内容可能不正确).*",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTES = {
    "a": {"href", "id"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "li": {"id"},
    "h1": {"class"},
    **{f"h{level}": {"class"} for level in range(1, 7)},
}
NOTE_MARK = re.compile(r"〔注\d+〕")
"""What takes the place of a note's number, and stands before its text."""
_NOTE = re.compile(r"#(?:foot|end)note-(?!ref)")


def clean(html: str) -> BeautifulSoup:
    """A tree with allowed elements only."""
    safe = nh3.clean(
        html,
        tags=ALLOWED | {"h1"},
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    return BeautifulSoup(safe, "html.parser")


def take_title(soup: BeautifulSoup) -> str:
    """The text of the title's lines, taken out of the tree."""
    lines = list(soup.find_all("h1", class_="title"))
    text = "".join(" ".join(each.get_text(" ").split()) for each in lines)
    for each in lines:
        each.decompose()
    return text


def level_headings(soup: BeautifulSoup) -> None:
    """The levels that occur become h2, h3, h4; an empty heading goes."""
    headings = soup.find_all(re.compile(r"^h[1-6]$"))
    # Not kept by heading: two elements that say the same are equal.
    levels = [_level(each) if each.get_text(strip=True) or each.find("img") else None for each in headings]
    order = {
        level: place for place, level in enumerate(sorted({each for each in levels if each is not None}))
    }
    for each, level in zip(headings, levels, strict=True):
        if level is None:
            each.decompose()
            continue
        each.name = f"h{min(order[level] + 2, 4)}"
        each.attrs = {}


def _level(heading: Tag) -> int:
    classes = " ".join(heading.get_attribute_list("class")) if heading.get("class") else ""
    match = re.search(r"level(\d)", classes)
    return int(match[1]) if match else int(heading.name[1])


def notes_as_text(soup: BeautifulSoup) -> None:
    """A note's mark becomes 〔注1〕 and its text a paragraph at the end: the site's pages have no anchors for it."""
    texts: dict[str, Tag] = {}
    for item in soup.find_all("li", id=re.compile(r"^(?:foot|end)note-")):
        texts[str(item["id"])] = item
    for number, link in enumerate(soup.find_all("a", href=_NOTE), start=1):
        note = texts.pop(str(link["href"])[1:], None)
        mark = f"〔注{number}〕"
        (link.parent if link.parent is not None and link.parent.name == "sup" else link).replace_with(mark)
        if note is not None:
            _append_note(soup, mark, note)
    for listed in soup.find_all("ol"):
        if not listed.find("li"):
            listed.decompose()


def _append_note(soup: BeautifulSoup, mark: str, note: Tag) -> None:
    for back in note.find_all("a", href=re.compile(r"^#(?:foot|end)note-ref-")):
        back.decompose()
    note.extract()
    paragraph = soup.new_tag("p")
    paragraph.append(mark)
    for place, part in enumerate(note.find_all("p") or [note]):
        if place:
            paragraph.append(soup.new_tag("br"))
        for child in list(part.children):
            paragraph.append(child.extract())
    soup.append(paragraph)


def bare_links(soup: BeautifulSoup) -> None:
    """Links to places inside the Word file, and anchors, are only text."""
    for link in soup.find_all("a"):
        address = str(link.get("href", ""))
        if not address or address.startswith("#"):
            link.unwrap()
        else:
            link.attrs = {"href": address}


def typed_bullets(soup: BeautifulSoup) -> None:
    """Paragraphs that begin with a typed sign become a list."""
    for paragraph in soup.find_all("p", recursive=False):
        match = _BULLETS.match(paragraph.get_text())
        if match is None or paragraph.find("img"):
            continue
        first = next((each for each in paragraph.find_all(string=True) if each.strip()), None)
        if first is None or not _BULLETS.match(first):
            continue
        first.replace_with(_BULLETS.sub("", first))
        before = paragraph.find_previous_sibling()
        paragraph.name = "li"
        if before is not None and before.name == "ul" and before.get("class") == "typed":
            before.append(paragraph.extract())
        else:
            listed = soup.new_tag("ul", attrs={"class": "typed"})
            paragraph.wrap(listed)


def unbox(soup: BeautifulSoup) -> None:
    """A table of one cell is a frame around text."""
    for table in soup.find_all("table"):
        cells = table.find_all(["td", "th"])
        if len(cells) == 1 and cells[0].find_parent("table") is table:
            for child in list(cells[0].children):
                table.insert_before(child.extract())
            table.decompose()


def describe_images(soup: BeautifulSoup) -> None:
    """What an image shows: its alternative text unless a program wrote it, else the caption below or beside it."""
    for image in soup.find_all("img"):
        description = " ".join(str(image.get("alt", "")).split())
        if _NO_DESCRIPTION.fullmatch(description):
            description = _caption(image)
        image["alt"] = description


def _cell_below(image: Tag) -> Tag | None:
    """In a table of pictures the captions stand in the next row."""
    cell = image.find_parent("td")
    row = None if cell is None else cell.find_parent("tr")
    below = None if row is None else row.find_next_sibling("tr")
    if cell is None or row is None or below is None:
        return None
    cells = below.find_all("td", recursive=False)
    place = next(at for at, each in enumerate(row.find_all("td", recursive=False)) if each is cell)
    return cells[place] if place < len(cells) else None


def _caption(image: Tag) -> str:
    paragraph = image.find_parent(["p", "td", "li"])
    near = [] if paragraph is None else [paragraph, paragraph.find_next_sibling(), _cell_below(image)]
    for each in near:
        text = "" if each is None else " ".join(each.get_text(" ").split())
        if _CAPTION_MARK.match(text) and (match := _CAPTION.match(text)):
            return match["text"].strip(" .．、:：")
    return ""
