"""Converts one Word file in a process of its own: bytes on standard input, JSON on standard output.

Run by jail.py, which has set the limits. Writes {"refused": reason} or {"html", "images", "pieces", "notes", "boxes"}:
HTML as mammoth gives it (not yet sanitised), images by the address the HTML names, every piece of text of the file for
the count, and what could not be taken over. Opens no file and no address.
"""

import base64
import io
import json
import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from typing import IO, Any, TextIO

import mammoth

from pipeline.newsdesk import word_boxes, word_census, word_images, word_xml
from pipeline.newsdesk.word_xml import STRICT, A, V, W

MAIN, STYLES = "word/document.xml", "word/styles.xml"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ENTITIES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)|<\x00!\x00[DE]\x00|\x00<\x00!\x00[DE]")
"""A declaration of a document type, in UTF-8 and in both orders of UTF-16: Word writes none."""
_STYLE_MAP = "\n".join(
    [
        "p.PortalTitle => h1.title:fresh",
        *(f"p.PortalH{level} => h{min(level, 6)}.level{level}:fresh" for level in range(1, 10)),
        *(
            f"p[style-name='List {kind} {depth}'] => {'ul|ol > li > ' * (depth - 1)}{tag} > li:fresh"
            for kind, tag in (("Bullet", "ul"), ("Number", "ol"))
            for depth in (2, 3)
        ),
        "u => u",
        "strike => s",
    ]
)


XML_LIMIT = 16 << 20
"""Bytes of text parts; an article has less than one million, and a tree takes fifty times its text."""


def _parts(package: zipfile.ZipFile) -> dict[str, bytes]:
    return {
        name: package.read(name) for name in package.namelist() if name.lower().endswith((".xml", ".rels"))
    }


def _refusal(parts: dict[str, bytes]) -> str:
    """Why the file is not converted, or nothing."""
    if any(_ENTITIES.search(content) for content in parts.values()):
        return "entities"
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or b"vbaProject" in types:
        return "macros"
    for name, content in parts.items():
        if name.endswith(".rels"):
            for each in ET.fromstring(content).iter(_RELATIONSHIP):  # noqa: S314 - no entities, and jailed
                if each.get("TargetMode") == "External" and _loads(each):
                    return "external"
    return ""


def _loads(relationship: ET.Element) -> bool:
    """Whether opening the file would fetch the target: all but links, and but the author's own local template."""
    kind = relationship.get("Type", "").rsplit("/", 1)[-1]
    target = relationship.get("Target", "").lower().replace("\\", "/")
    if kind == "attachedTemplate":
        return target.startswith(("http", "//", "file://///", "ftp")) or "://" in target.removeprefix(
            "file:///"
        )
    return kind != "hyperlink"


def _prepared(package: zipfile.ZipFile, parts: dict[str, bytes]) -> tuple[io.BytesIO, int]:
    """The package with its text parts made plain for mammoth; the number of text boxes taken out."""
    styles = word_xml.read_styles(_tree(parts[STYLES]) if STYLES in parts else None)
    boxes = 0
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name in package.namelist():
            content = parts[name] if name in parts else package.read(name)
            if name.startswith(("word/document", "word/footnotes", "word/endnotes")) and name.endswith(
                ".xml"
            ):
                root = _tree(content)
                word_boxes.empty_placeholders(root)
                word_boxes.choose_alternatives(root)
                boxes += word_boxes.hoist_boxes(root)
                body = root.find(W + "body")
                if body is not None:
                    word_xml.mark_headings(body, styles)
                content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
            made.writestr(name, content)
    target.seek(0)
    return target, boxes


def _tree(content: bytes) -> ET.Element:
    for strict, common in STRICT.items():
        content = content.replace(strict, common)
    return ET.fromstring(content)  # noqa: S314 - no entities, and jailed


class _Images:
    """Takes images over as mammoth meets them."""

    def __init__(self) -> None:
        self.made: dict[str, str] = {}
        self.refused: list[str] = []
        self.seen = 0

    def __call__(self, image: Any) -> dict[str, str]:
        """The attributes of the img element."""
        self.seen += 1
        with image.open() as stream:
            opened: IO[bytes] = stream
            try:
                name, data = word_images.taken_over(opened.read())
            except word_images.ImageError as error:
                self.refused.append(f"第{self.seen}张图片{error}")
                return {"src": "refused"}
        self.made[name] = base64.b64encode(data).decode()
        return {"src": name}


def _census(parts: dict[str, bytes]) -> Iterator[word_census.Piece]:
    for name in sorted(parts):
        place = word_census.place_of(name)
        if place is not None:
            yield from word_census.pieces(_tree(parts[name]), place)


def _pictures(parts: dict[str, bytes]) -> int:
    """How many pictures the text shows; of the two forms of a drawing one."""
    root = _tree(parts[MAIN])
    word_boxes.choose_alternatives(root)
    pictures = [each.get(_R + "embed") or each.get(_R + "link") for each in root.iter(A + "blip")]
    return len([each for each in pictures if each]) + len(list(root.iter(V + "imagedata")))


def _embedded(names: list[str]) -> list[str]:
    """Files inside the file: workbooks, other documents, programs."""
    inside = ("word/embeddings/", "word/activex/", "word/media/")
    known = (
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".bmp",
        ".tif",
        ".tiff",
        ".webp",
        ".emf",
        ".wmf",
        ".svg",
        ".wdp",
    )
    return sorted(
        posixpath.basename(name)
        for name in names
        if name.lower().startswith(inside) and not name.lower().endswith(known) and not name.endswith("/")
    )


def serve(data: bytes, out: TextIO) -> None:
    """Convert the file and write the answer."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        large = (
            sum(each.file_size for each in package.infolist() if each.filename.endswith(".xml")) > XML_LIMIT
        )
        parts = {} if large else _parts(package)
        refused = "unpacked" if large else _refusal(parts)
        if refused:
            out.write(json.dumps({"refused": refused}))
            return
        prepared, boxes = _prepared(package, parts)
        embedded = _embedded(package.namelist())
    images = _Images()
    done = mammoth.convert_to_html(
        prepared,
        style_map=_STYLE_MAP,
        include_embedded_style_map=False,
        external_file_access=False,
        convert_image=mammoth.images.img_element(images),
    )
    notes = sorted({each.message for each in done.messages if "ignored" in each.message.lower()})
    answer = {
        "html": done.value,
        "images": images.made,
        "image_faults": images.refused,
        "lost_images": max(0, _pictures(parts) - images.seen),
        "pieces": [[each.place, each.text] for each in _census(parts)],
        "notes": notes,
        "boxes": boxes,
        "embedded": embedded,
    }
    out.write(json.dumps(answer))
