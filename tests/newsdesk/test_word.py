"""Forty Word files: the right structure comes out, or a finding says what to mend; nothing vanishes, nothing crashes."""

import io
import re
import shutil
import subprocess

import pytest
from PIL import Image

from pipeline.newsdesk.checking import check
from pipeline.newsdesk.draft import Draft
from pipeline.newsdesk.library import Library
from pipeline.newsdesk.rendered import rendered
from pipeline.newsdesk.word import from_word
from tests.newsdesk.pieces import DESK
from tests.newsdesk.word_files import CASES, FORM, TEXTS, Case, build

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
    made = folder / "made"
    command = [
        soffice,
        "--headless",
        f"-env:UserInstallation=file://{folder}/profile",
        "--convert-to",
        "docx",
        "--outdir",
    ]
    files = sorted(str(path) for path in folder.glob("*.docx"))
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
