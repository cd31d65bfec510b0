"""Hostile documents are refused with their reason; the parser's child never takes more than it may."""

import io
import zipfile

import pytest
from PIL import Image

from pipeline import jail
from pipeline.newsdesk.word import from_word
from tests.newsdesk.word_files import CASES, build
from tests.newsdesk.word_parts import changed, picture

PLAIN = build(CASES[0])
IMAGES = build(next(case for case in CASES if case.name == "images"))
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def codes(data: bytes) -> list[str]:
    return [each.code for each in from_word("a.docx", data).findings]


def edited(part: str, old: bytes, new: bytes) -> bytes:
    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        assert old in content
        return content.replace(old, new, 1)

    return changed(PLAIN, change)


def related(kind: str, target: str) -> bytes:
    link = f'<Relationship Id="rX" Type="{RELATIONSHIPS}/{kind}" Target="{target}" TargetMode="External"/>'.encode()
    return edited("word/_rels/document.xml.rels", b"</Relationships>", link + b"</Relationships>")


def doctype(declared: bytes) -> bytes:
    return edited("word/document.xml", b"<w:document", declared + b"<w:document")


def bomb() -> bytes:
    return changed(PLAIN, lambda _, content: content, {"word/media/a.png": b"\0" * (200 << 20)})


def paragraphs(number: int) -> bytes:
    many = b"".join(b"<w:p><w:r><w:t>%d</w:t></w:r></w:p>" % each for each in range(number))
    return edited("word/document.xml", b"<w:sectPr", many + b"<w:sectPr")


def deep() -> bytes:
    depth = 100_000
    return edited("word/document.xml", b"<w:sectPr", b"<w:p>" * depth + b"</w:p>" * depth + b"<w:sectPr")


def utf16(content: bytes) -> bytes:
    return content.decode("utf-8").replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


ENTITY = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HOSTILE = {
    "zip bomb": (bomb, "N-105"),
    "too many parts": (lambda: changed(PLAIN, lambda _, c: c, {f"x/{n}.xml": b"" for n in range(3000)}), "N-105"),
    "long text": (lambda: paragraphs(500_000), "N-105"),
    "a text beyond the parser's memory": (lambda: paragraphs(150_000), "N-107"),
    "deep": (deep, "N-106"),
    "entity": (lambda: doctype(ENTITY), "N-108"),
    "laughs": (lambda: doctype(LAUGHS), "N-108"),
    "entity in utf-16": (
        lambda: changed(
            doctype(ENTITY), lambda name, c: utf16(c) if name == "word/document.xml" else c
        ),
        "N-108",
    ),
    "macros": (lambda: changed(PLAIN, lambda _, c: c, {"word/vbaProject.bin": b"x"}), "N-103"),
    "macro type": (
        lambda: edited("[Content_Types].xml", b"wordprocessingml.document.main", b"document.macroEnabled.main"),
        "N-103",
    ),
    "linked image": (lambda: related("image", "http://x.example/a.png"), "N-104"),
    "linked object": (lambda: related("oleObject", "file:///c:/x.docx"), "N-104"),
    "remote template": (lambda: related("attachedTemplate", "http://x.example/a.dotm"), "N-104"),
    "template on a share": (lambda: related("attachedTemplate", "file://///host/a.dotm"), "N-104"),
    "path up": (lambda: changed(PLAIN, lambda _, c: c, {"../../etc/x": b"x"}), "N-109"),
    "absolute path": (lambda: changed(PLAIN, lambda _, c: c, {"/etc/x": b"x"}), "N-109"),
    "backslash path": (lambda: changed(PLAIN, lambda _, c: c, {"a\\..\\..\\x": b"x"}), "N-109"),
    "drive": (lambda: changed(PLAIN, lambda _, c: c, {"c:/x": b"x"}), "N-109"),
    "old format": (lambda: bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 512, "N-101"),
    "password": (
        lambda: bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"),
        "N-102",
    ),
    "no zip": (lambda: b"PK\x03\x04 nothing", "N-106"),
    "empty": (lambda: b"", "N-106"),
    "web page": (lambda: b"<html><script>alert(1)</script></html>", "N-106"),
    "workbook": (lambda: changed(PLAIN, lambda _, c: c)[:-400], "N-106"),
    "broken xml": (lambda: edited("word/document.xml", b"</w:body>", b""), "N-106"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_refused_with_its_reason(name: str) -> None:
    make, code = HOSTILE[name]
    draft = from_word("a.docx", make())
    assert [each.code for each in draft.findings] == [code]
    assert (draft.meta, draft.body, draft.images) == ({}, "", {})


def test_the_author_s_own_template_is_no_harm() -> None:
    assert codes(related("attachedTemplate", "file:///C:/Users/a/AppData/Normal.dotm")) == []


def with_picture(data: bytes) -> list[str]:
    return codes(changed(IMAGES, lambda name, content: data if name.endswith(".png") else content))


def huge(kind: str, size: tuple[int, int]) -> bytes:
    target = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", size).save(target, kind)
    return target.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        huge("PNG", (20_000, 20_000)),
        picture("PNG")[:200],
        b"<svg xmlns='x' onload='alert(1)'/>",
        b"GIF89a",
        b"",
    ],
    ids=["huge", "cut off", "svg", "no gif", "empty"],
)
def test_pictures_that_are_none(data: bytes) -> None:
    assert with_picture(data) == ["N-130"]


def test_a_very_large_photograph_is_scaled() -> None:
    assert with_picture(huge("JPEG", (12_000, 9_000))) == []


def test_the_embedded_file_is_told() -> None:
    assert codes(changed(PLAIN, lambda _, c: c, {"word/embeddings/oleObject1.bin": b"MZ"})) == ["N-127"]


def test_a_child_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jail, "SECONDS", 0.001)
    assert codes(PLAIN) == ["N-107"]


def test_scripts_in_the_text_are_text() -> None:
    data = edited("word/document.xml", "县应急管理局组织".encode(), b"&lt;script&gt;alert(1)&lt;/script&gt;")
    draft = from_word("a.docx", data)
    assert "<script" not in draft.body
    assert "&lt;script&gt;" in draft.body


def test_a_script_link_is_not_written() -> None:
    link = f'<Relationship Id="rX" Type="{RELATIONSHIPS}/hyperlink" Target="javascript:alert(1)" TargetMode="External"/>'
    data = edited("word/_rels/document.xml.rels", b"</Relationships>", link.encode() + b"</Relationships>")
    run = b'<w:p><w:hyperlink r:id="rX"><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p><w:sectPr'
    made = changed(
        data, lambda name, c: c.replace(b"<w:sectPr", run, 1) if name == "word/document.xml" else c
    )
    draft = from_word("a.docx", made)
    assert "link" in draft.body
    assert "javascript" not in draft.body


def test_nothing_is_left_open() -> None:
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as package:
        assert "word/document.xml" in package.namelist()
