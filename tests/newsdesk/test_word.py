"""Forty Word files: the right structure comes out, or a finding says what to mend; nothing vanishes, nothing crashes."""

import io
import random
import re
import shutil
import subprocess
from pathlib import Path
from unittest.mock import patch

import pytest
from docx import Document as WordFile
from docx.oxml import parse_xml
from docx.shared import Pt
from PIL import Image

from pipeline import jail
from pipeline.newsdesk import word_child
from pipeline.newsdesk.checking import check
from pipeline.newsdesk.draft import Draft
from pipeline.newsdesk.library import Library
from pipeline.newsdesk.rendered import rendered
from pipeline.newsdesk.word import from_word
from tests.newsdesk.pieces import DESK
from tests.newsdesk.word_files import CASES, build
from tests.newsdesk.word_objects import box_xml
from tests.newsdesk.word_parts import FORM, TEXTS, Case

THROUGH_OFFICE = (
    "styled",
    "official",
    "nested-list",
    "joined-table",
    "both-box",
    "images",
    "tracked",
    "look-alikes",
)


def headings(draft: Draft) -> tuple[tuple[int, str], ...]:
    return tuple((len(match[1]), match[2]) for match in re.finditer(r"^(#+) (.*)$", draft.body, re.MULTILINE))


def codes(draft: Draft) -> set[str]:
    return {each.code for each in check(draft, DESK, Library([])).findings}


def told(draft: Draft) -> str:
    """All that is left of the file: text, fields, descriptions and findings."""
    view = rendered(draft.body)
    parts = [view.text, *draft.meta.values(), *(each.message for each in draft.findings)]
    return "".join("\n".join(parts).split())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_structure_or_a_finding(case: Case) -> None:
    draft = from_word(f"{case.name}.docx", build(case))
    assert headings(draft) == case.headings
    assert codes(draft) == case.codes
    assert [each for each in case.has if each not in draft.body] == []
    assert draft.meta["title"] == case.title
    text = rendered(draft.body).text
    if case.name not in ("emphasis",):
        assert "".join(TEXTS[0].split()) in "".join(text.split())


def test_there_are_forty() -> None:
    assert len({case.name for case in CASES}) >= 40


def test_fields_of_the_form() -> None:
    draft = from_word("a.docx", build(CASES[0]))
    assert draft.meta == {
        "title": FORM["标题"],
        "department": FORM["报送单位"],
        "category": "信用动态",
        "class": "动态类",
        "event_date": "2026-11-12",
        "submitted": "2026-11-16",
        "author": "王五",
        "approved_by": "赵六（局长）",
        "source": FORM["来源"],
        "summary": FORM["摘要"],
    }


def test_the_byline_gives_fields() -> None:
    draft = from_word("a.docx", build(next(case for case in CASES if case.name == "byline")))
    assert draft.meta["source"] == "测试县应急管理局"
    assert (draft.meta["author"], draft.meta["approved_by"]) == ("王五", "赵六")


def test_the_largest_line_on_top_is_the_title_though_not_centred() -> None:
    file, stream = WordFile(), io.BytesIO()
    for text, size in (
        ("县应急管理局开展信用分级检查", 22),
        ("主要做法", 16),
        *((each, 12) for each in TEXTS),
    ):
        run = file.add_paragraph().add_run(text)
        run.bold, run.font.size = size > 12, Pt(size)
    file.save(stream)
    draft = from_word("a.docx", stream.getvalue())
    assert draft.meta["title"] == "县应急管理局开展信用分级检查"
    assert headings(draft) == ((2, "主要做法"),)


def test_images_are_written_anew_without_metadata() -> None:
    draft = from_word("a.docx", build(next(case for case in CASES if case.name == "images")))
    assert [each.address for each in rendered(draft.body).images] == sorted(
        draft.images, key=draft.body.index
    )
    for data in draft.images.values():
        image = Image.open(io.BytesIO(data))
        assert image.width <= 1280
        assert dict(image.getexif()) == {}
        assert b"SECRET" not in data


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Some of the files as LibreOffice writes them."""
    folder = tmp_path_factory.mktemp("office")
    soffice = shutil.which("soffice")
    assert soffice is not None, "soffice is missing: tools/test_packages.sh installs it"
    for case in CASES:
        if case.name in THROUGH_OFFICE:
            (folder / f"{case.name}.docx").write_bytes(build(case))
    shutil.copyfile(Path(__file__).with_name("notes.fodt"), folder / "notes.fodt")
    made = folder / "made"
    command = [
        soffice,
        "--headless",
        f"-env:UserInstallation=file://{folder}/profile",
        "--convert-to",
        "docx",
        "--outdir",
    ]
    files = sorted(str(path) for path in folder.glob("*.*"))
    subprocess.run([*command, str(made), *files], check=True, capture_output=True, timeout=240)
    return {path.stem: path.read_bytes() for path in made.glob("*.docx")}


@pytest.mark.parametrize("name", THROUGH_OFFICE)
def test_files_that_another_program_saved(office: dict[str, bytes], name: str) -> None:
    case = next(each for each in CASES if each.name == name)
    draft = from_word(f"{name}.docx", office[name])
    assert headings(draft) == case.headings
    assert codes(draft) == case.codes
    assert draft.meta["title"] == case.title
    own = rendered(from_word(f"{name}.docx", build(case)).body).blocks
    assert ["".join(each.split()) for each in own if "".join(each.split()) not in told(draft)] == []


def test_notes_of_both_kinds_and_a_frame(office: dict[str, bytes]) -> None:
    draft = from_word("notes.docx", office["notes"])
    assert headings(draft) == ((2, "一、检查情况"), (3, "（一）问题"))
    assert {each.code for each in draft.findings} == {"N-120", "N-126"}
    assert "检查六家单位〔注1〕，发现问题十一处〔注2〕。" in draft.body
    assert draft.body.index("〔注1〕 见《危险化学品安全管理条例》") < draft.body.index(
        "〔注2〕 其中台账问题五处"
    )
    assert "框中的重要提示。" in draft.body
    assert "-   甲\n    -   乙\n" in draft.body


SIGNS = "一二（#*-1.、：| <&。A"
KINDS = ("", "List Bullet", "List Number", "Heading 1", "Heading 3", "Title", "table", "box")
Block = tuple[str, list[tuple[str, bool, int]], bool]


def random_blocks(dice: random.Random) -> list[Block]:
    """Kind, runs as (text, bold, size) and whether it is centred; short texts, so that some are equal."""

    def run() -> tuple[str, bool, int]:
        text = "".join(dice.choices(SIGNS, k=dice.randint(1, 12)))
        return text, dice.random() < 0.5, dice.choice((0, 12, 22))

    made = [
        (dice.choice(KINDS), [run() for _ in range(dice.randint(1, 3))], dice.random() < 0.3)
        for _ in range(dice.randint(1, 8))
    ]
    return [*made, *dice.sample(made, 1)]


def random_file(blocks: list[Block]) -> bytes:
    file = WordFile()
    for kind, runs, centred in blocks:
        if kind == "table":
            grid = file.add_table(2, 2)
            for cell, (text, _, _) in zip([*grid.rows[0].cells, *grid.rows[1].cells], runs, strict=False):
                cell.text = text
            continue
        paragraph = file.add_paragraph(style=kind if kind not in ("", "box") else None)
        for text, bold, size in runs:
            run = paragraph.add_run(text)
            run.bold = bold
            run.font.size = Pt(size) if size else None
        paragraph.alignment = 1 if centred else None
        if kind == "box":
            paragraph._p.append(parse_xml(box_xml("框里的字", False)))
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def here(module: str, data: bytes) -> bytes:
    """The conversion without its child: the same code, faster."""
    assert module == "pipeline.newsdesk.word_child"
    out = io.StringIO()
    word_child.serve(data, out)
    return out.getvalue().encode()


@pytest.mark.parametrize("seed", range(24))
def test_nothing_vanishes_and_nothing_is_missed_that_is_there(seed: int) -> None:
    blocks = random_blocks(random.Random(seed))
    with patch.object(jail, "answer", here):
        draft = from_word("a.docx", random_file(blocks))
    left = told(draft)
    for kind, runs, _ in blocks:
        texts = [text for text, _, _ in runs] if kind == "table" else ["".join(text for text, _, _ in runs)]
        for text in texts[:4]:
            # A typed sign at the beginning becomes a list's.
            assert "".join(text.split()).lstrip("-") in left
    assert "N-123" not in {each.code for each in draft.findings}


def test_two_headings_that_say_the_same_stay_two() -> None:
    blocks: list[Block] = [
        ("", [("正文一句话。", False, 0)], False),
        *[("Heading 1", [("总结", True, 0)], False)] * 2,
    ]
    with patch.object(jail, "answer", here):
        assert headings(from_word("a.docx", random_file(blocks))) == ((2, "总结"), (2, "总结"))
