"""A Word file as a draft (Word 稿件): inspected from outside, converted in a child with limits, written as Markdown.

Nothing vanishes: every piece of text that the child counted is in the draft, or a finding says where it stood and what
it said. Images keep the names of their content until the piece is accepted. Reads and writes no file.
"""

import json
import re
import unicodedata
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline import jail
from pipeline.findings import Finding
from pipeline.newsdesk import codes, word_html
from pipeline.newsdesk.draft import Draft
from pipeline.newsdesk.front_matter import BY_KEY
from pipeline.newsdesk.markdown_writer import to_markdown
from pipeline.newsdesk.rendered import rendered
from pipeline.newsdesk.word_form import INSTRUCTIONS, Form, read_form
from pipeline.sources.codes import Code
from pipeline.sources.office_package import Trouble, trouble

_REFUSED = {
    Trouble.OLD: codes.OLD_WORD,
    Trouble.ENCRYPTED: codes.ENCRYPTED,
    Trouble.DAMAGED: codes.DAMAGED,
    Trouble.MACROS: codes.MACROS,
    Trouble.EXTERNAL: codes.EXTERNAL,
    Trouble.UNPACKED: codes.UNPACKED,
    Trouble.PATHS: codes.PATHS,
}
_CHILD_REFUSED = {
    "entities": codes.ENTITIES,
    "macros": codes.MACROS,
    "external": codes.EXTERNAL,
    "unpacked": codes.UNPACKED,
}
_ASIDE = ("批注", "页眉", "页脚", "修订中删除的文字")
"""What stands beside the text and is not of it; told, so that the clerk can bring it in."""
_PAGE_NUMBER = re.compile(r"[\s\d第页共/\-—–·PpageofX]*")
IMAGE_FOLDER = "{static}/images/"
_SHOWN = 60


@dataclass(frozen=True)
class _Parts:
    """The draft while it is made."""

    meta: dict[str, str]
    body: str
    form: Form
    title: str
    images: dict[str, bytes]


def from_word(file: str, data: bytes) -> Draft:
    """The draft in a .docx file; what cannot be read is a draft with the reason."""
    found = trouble(data, "word/document.xml")
    if found is not None:
        return _refused(file, _REFUSED[found])
    try:
        answer = json.loads(jail.answer("pipeline.newsdesk.word_child", data))
    except jail.HeavyError:
        return _refused(file, codes.HEAVY)
    except jail.DamagedError:
        return _refused(file, codes.DAMAGED)
    if "refused" in answer:
        return _refused(file, _CHILD_REFUSED[answer["refused"]])
    parts = _converted(answer)
    findings = (*_form_findings(file, parts), *_lost(file, answer, parts), *_other(file, answer))
    return Draft(file, parts.meta, parts.body, parts.images, findings)


def _refused(file: str, code: Code) -> Draft:
    return Draft(file, {}, "", findings=(codes.finding(code, file),))


def _converted(answer: dict[str, Any]) -> _Parts:
    soup = word_html.clean(answer["html"])
    word_html.notes_as_text(soup)
    word_html.bare_links(soup)
    title = word_html.take_title(soup)
    form = read_form(soup)
    word_html.level_headings(soup)
    word_html.unbox(soup)
    word_html.typed_bullets(soup)
    word_html.describe_images(soup)
    images = {}
    for image in soup.find_all("img"):
        name = str(image.get("src", ""))
        if name in answer["images"]:
            image["src"] = IMAGE_FOLDER + name
            images[IMAGE_FOLDER + name] = b64decode(answer["images"][name])
        else:
            image.decompose()
    meta = dict(form.meta)
    if title and not meta.get("title"):
        meta["title"] = title
    return _Parts(meta, to_markdown(soup), form, title, images)


def _form_findings(file: str, parts: _Parts) -> Iterator[Finding]:
    if not parts.form.found:
        yield codes.finding(codes.NO_FORM, file)
    if any(line in parts.body for line in INSTRUCTIONS):
        yield codes.finding(codes.INSTRUCTION, file)
    for label in parts.form.unknown:
        yield codes.finding(codes.FORM_LABEL, file, label=label[:20])
    given = parts.form.meta.get("title", "")
    if parts.title and given and _bare(given) != _bare(parts.title):
        yield codes.finding(codes.FORM_TITLE, file, title=parts.title[:40])


def _bare(text: str) -> str:
    """Text without blanks and in one width, for the count."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(each for each in folded if not each.isspace() and unicodedata.category(each) != "Cf")


def _lost(file: str, answer: dict[str, Any], parts: _Parts) -> Iterator[Finding]:
    """Each piece of the file's text that is not in the draft, as often as it stood there."""
    view = rendered(parts.body)
    known = [*parts.meta.values(), parts.title, *parts.form.words, *(BY_KEY[key].label for key in parts.meta)]
    text = _bare("\n".join([view.text, *(each.description for each in view.images), *known]))
    text = word_html.NOTE_MARK.sub("", text)
    asked = Counter((place, _bare(piece)) for place, piece in answer["pieces"])
    shown = {_bare(piece): piece for _, piece in answer["pieces"]}
    for (place, piece), times in sorted(asked.items()):
        if not piece:
            continue
        quoted = " ".join(shown[piece].split())[:_SHOWN]
        if place in _ASIDE:
            if not _PAGE_NUMBER.fullmatch(piece) and piece not in text:
                yield codes.finding(codes.ASIDE, file, quoted, place=place, text=quoted)
        elif place == "隐藏文字":
            yield codes.finding(codes.HIDDEN, file, quoted, text=quoted)
        elif not _is_there(piece, text, times):
            yield codes.finding(codes.LOST, file, quoted, place=place, text=quoted)


def _is_there(piece: str, text: str, times: int) -> bool:
    """Whether the text has the piece so often; a sign typed for a list may be gone."""
    bare = re.sub(r"^[•●■◆◇○▪·➢►▶–✓★☆\uf06c\uf0b7\uf0d8\uf0fc-]", "", piece)
    return text.count(bare) >= (times if len(bare) >= 8 else 1)


def _other(file: str, answer: dict[str, Any]) -> Iterator[Finding]:
    if answer["boxes"]:
        yield codes.finding(codes.BOXES, file, number=answer["boxes"])
    for fault in answer["image_faults"]:
        yield codes.finding(codes.IMAGE, file, fault=fault)
    if answer["lost_images"]:
        yield codes.finding(codes.LOST_IMAGES, file, number=answer["lost_images"])
    if answer["embedded"]:
        yield codes.finding(
            codes.EMBEDDED, file, names="、".join(each[:30] for each in answer["embedded"][:5])
        )
    if answer["notes"]:
        # An element mammoth does not know whose text was counted and found is no loss.
        unread = [each for each in answer["notes"] if "w:sym" in each or "image" in each.lower()]
        if unread:
            yield codes.finding(codes.NOT_READ, file, what="；".join(each[:60] for each in unread[:3]))
