"""Text boxes and content controls of a Word file (文本框、内容控件), put where mammoth reads them. Works on the tree in place.

mammoth reads the old form of a text box (VML) and nothing of a file that has only the new one; here the paragraphs of
each box follow the paragraph it is anchored in, once. Runs in the jailed child.
"""

import xml.etree.ElementTree as ET

from pipeline.newsdesk.word_xml import MC, A, W, is_placeholder

_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_BOX = W + "txbxContent"


def empty_placeholders(root: ET.Element) -> None:
    """“请选择” in a control that nobody has filled is no text (w:showingPlcHdr)."""
    for control in root.iter(W + "sdt"):
        if is_placeholder(control):
            for text in control.iter(W + "t"):
                text.text = ""


def choose_alternatives(root: ET.Element) -> None:
    """One of the two forms of a drawing stays: the new one when it has a picture or a box, else the old one."""
    for parent in list(root.iter()):
        for place, child in enumerate(list(parent)):
            if child.tag == MC + "AlternateContent":
                new, old = child.find(MC + "Choice"), child.find(MC + "Fallback")
                chosen = new if new is not None and (_holds(new) or old is None) else old
                kept = ET.Element(MC + "AlternateContent")
                fallback = ET.SubElement(kept, MC + "Fallback")
                fallback.extend([] if chosen is None else list(chosen))
                parent[place] = kept


def _holds(element: ET.Element) -> bool:
    """Whether it has a box, or a picture that stands by itself: of a group mammoth reads only the old form."""
    return element.find(f".//{_BOX}") is not None or element.find(f".//{A}graphicData/{_PICTURE}") is not None


def hoist_boxes(root: ET.Element) -> int:
    """Move the blocks of each text box behind its paragraph; the number of boxes that held text."""
    moved = 0
    for parent in list(root.iter()):
        for child in [each for each in parent if each.tag == W + "p"]:
            boxes: list[ET.Element] = []
            _take_boxes(child, boxes)
            at = list(parent).index(child) + 1
            for box in filter(_has_text, boxes):
                moved += 1 + hoist_boxes(box)
                for block in list(box):
                    parent.insert(at, block)
                    at += 1
    return moved


def _take_boxes(element: ET.Element, found: list[ET.Element]) -> None:
    """Take the outermost boxes out of an element; a box in a box stays in the outer one."""
    for child in list(element):
        if child.tag == _BOX:
            element.remove(child)
            found.append(child)
        else:
            _take_boxes(child, found)


def _has_text(box: ET.Element) -> bool:
    return any((text.text or "").strip() for text in box.iter(W + "t"))
