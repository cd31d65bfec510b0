"""Checks of what an article carries (内容检查): personal data, links, pasted markup, images. Pure."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from pipeline import identity_pattern, private_text
from pipeline.findings import Finding
from pipeline.newsdesk import codes
from pipeline.newsdesk.draft import Desk, Draft
from pipeline.newsdesk.rendered import rendered

_OFFICE = frozenset(("固定电话", "电子邮箱"))
"""An office's own telephone and mail are public; the editor decides."""
_IMAGES = "{static}/images/"
_HERE = ("{filename}", "{static}", "{attach}", "|filename|")


def _shown(text: str, mark: str) -> str:
    """Some characters around the mark that has taken the place of personal data."""
    place = text.index(mark)
    return " ".join(text[max(0, place - 10) : place + len(mark) + 6].split())


def personal(draft: Draft, _desk: Desk) -> Iterator[Finding]:
    """No personal data in title, summary or text (个人信息保护法第二十八条); the finding does not repeat it."""
    text = "\n".join((draft.meta.get("title", ""), draft.meta.get("summary", ""), rendered(draft.body).text))
    spans = identity_pattern.spans(text)
    for start, stop in reversed(spans):
        text = text[:start] + private_text.IDENTITY_MARK + text[stop:]
    if spans:
        around = _shown(text, private_text.IDENTITY_MARK)
        yield codes.finding(codes.IDENTITY, draft.file, value=around, around=private_text.mask(around)[0])
    clean, kinds = private_text.mask(text)
    for kind in kinds:
        mark = next(each.mark for each in private_text.KINDS if each.name == kind)
        code = codes.CONTACT if kind in _OFFICE else codes.PRIVATE
        around = _shown(clean, mark) if mark in clean else mark
        yield codes.finding(code, draft.file, value=around, kind=kind, around=around)


def _is_dead(address: str, draft: Draft, desk: Desk) -> bool:
    """Whether an address inside this site leads to nothing; `{filename}` ones are relative to the article's file."""
    path = unquote(urlsplit(address).path)
    for form in _HERE:
        if path.startswith(form):
            rest = path.removeprefix(form)
            base = PurePosixPath() if rest.startswith("/") else PurePosixPath(draft.file).parent
            return _plain(base / rest.lstrip("/")) not in desk.addresses | desk.images
    return path.strip("/") not in desk.addresses and path.lstrip("/") not in desk.images


def _plain(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def links(draft: Draft, desk: Desk) -> Iterator[Finding]:
    """Where links lead: out (told), nowhere or to something that is no page (refused)."""
    for address in dict.fromkeys(rendered(draft.body).links):
        shown = address[:80]
        try:
            scheme = urlsplit(address).scheme.lower()
        except ValueError:
            scheme = "?"
        if scheme in ("mailto", "tel"):
            continue
        if scheme in ("http", "https") or address.startswith("//"):
            yield codes.finding(codes.LEAVING, draft.file, value=shown, address=shown)
        elif scheme:
            yield codes.finding(codes.SCHEME, draft.file, value=shown, address=shown)
        elif not address.startswith("#") and _is_dead(address, draft, desk):
            yield codes.finding(codes.DEAD, draft.file, value=shown, address=shown or "（空）")


def markup(draft: Draft, _desk: Desk) -> Iterator[Finding]:
    """Pasted web code that sanitise.py will take out."""
    foreign = rendered(draft.body).foreign
    if foreign:
        yield codes.finding(codes.MARKUP, draft.file, tags="、".join(each[:20] for each in foreign[:8]))


def images(draft: Draft, desk: Desk) -> Iterator[Finding]:
    """Each image is a file of content/images, or comes with the draft, and says what it shows."""
    for number, image in enumerate(rendered(draft.body).images, start=1):
        if not image.description or image.description in ("图片", "image", "图"):
            yield codes.finding(codes.UNDESCRIBED, draft.file, number=number)
        path = image.address.removeprefix("{static}/")
        if image.address in draft.images or (image.address.startswith(_IMAGES) and path in desk.images):
            continue
        yield codes.finding(codes.NO_IMAGE, draft.file, value=image.address[:80], address=image.address[:80])
