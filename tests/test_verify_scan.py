"""What the last look at a site sees: every record on a page, every identity number in any file, however it is cut."""

import re
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline import verify_scan
from pipeline.identifiers import resident_id
from pipeline.verify_scan import numbers_like_identity, scan

BUILT = re.compile(rb"(?<![0-9A-Za-z])[0-9]{6}(?:19|20)[0-9]{9}[0-9Xx](?![0-9A-Za-z])")
TEXTS = st.lists(
    st.text("0123456789", min_size=15, max_size=19)
    | st.builds(
        "{}19{}{}".format,
        *[st.text("0123456789", min_size=n, max_size=n) for n in (6, 9)],
        st.sampled_from("X5ax "),
    )
    | st.sampled_from(["a", " ", "X", "x", "号", "<", ""]),
    max_size=6,
).map("".join)


def number(base: str) -> str:
    return base + resident_id.check_digit(base)


SECRET, OTHER = number("43999919900307234"), number("11010120000101123")


@given(TEXTS)
@example("")
@example(f"{SECRET} {SECRET}")
def test_numbers_are_those_of_the_expression(text: str) -> None:
    data = f"\n{text}\n".encode()
    assert numbers_like_identity(data) == set(BUILT.findall(data))


@settings(deadline=None)
@given(
    st.text("ab1X, \n", max_size=300),
    st.sampled_from(["", "A", " "]),
    st.sampled_from(["", "7", ","]),
    st.data(),
)
def test_pieces_hide_no_number_and_make_none(
    tmp_path_factory: pytest.TempPathFactory, text: str, left: str, right: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(text)))
    whole = f"{text[:at]}{left}{SECRET}{right}{text[at:]}"
    expected = re.search(rf"(?<![0-9A-Za-z]){SECRET}(?![0-9A-Za-z])", whole) is not None
    path = tmp_path_factory.getbasetemp() / "scanned.html"
    path.write_text(whole, encoding="utf-8", newline="\n")
    sizes = {"_PIECE": data.draw(st.integers(65, 400)), "_AT_ONCE": data.draw(st.integers(1, 400))}
    with patch.multiple("pipeline.verify_scan", **sizes):
        assert bool(scan((), [str(path)]).suspects) is expected


def test_files_of_folders_and_files_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_scan, "_PIECE", 100)
    (tmp_path / "e/A/deep").mkdir(parents=True)
    page = "".join(f'<p data-record="{each:016x}">{"甲" * (each % 37)}</p>' for each in range(200))
    (tmp_path / "e/A/index.html").write_text(page, encoding="utf-8")
    (tmp_path / "e/A/deep/more.csv").write_text(f"{'x' * 88},{SECRET},", encoding="utf-8")
    (tmp_path / "e/A/picture.png").write_text(SECRET, encoding="utf-8")
    (tmp_path / "all.json").write_text(f'"{OTHER.lower()}","{SECRET}0"', encoding="utf-8")
    found = scan([str(tmp_path / "e/A")], [str(tmp_path / "all.json")])
    assert found.records.byteswap().tolist() == list(range(200))
    assert {(told, Path(path).name) for told, path in found.suspects} == {
        (SECRET, "more.csv"),
        (OTHER, "all.json"),
    }
    assert (found.files, found.pages) == (3, 1)
