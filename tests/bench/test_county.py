"""The benchmark generator: counts, determinism, distributions, and codes passed through as they are."""

import csv
import hashlib
import math
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bench import register
from bench.county import generate
from pipeline.catalogue.headings import match_headings
from pipeline.catalogue.load import load_catalogue
from pipeline.identifiers import credit_code

RECORDS = 6000
SUBJECTS = 700


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county")
    generate(folder, SUBJECTS, RECORDS, seed=7)
    return folder


def test_same_arguments_same_bytes_and_another_seed_other_bytes(county: Path, tmp_path: Path) -> None:
    generate(tmp_path / "again", SUBJECTS, RECORDS, seed=7)
    generate(tmp_path / "other", SUBJECTS, RECORDS, seed=8)
    assert _digests(tmp_path / "again") == _digests(county)
    assert _digests(tmp_path / "other") != _digests(county)


def test_rows_are_as_many_as_asked(county: Path) -> None:
    numbers = {path.stem: len(_rows(path)) for path in county.glob("*.csv")}
    assert numbers["entity"] == SUBJECTS
    assert sum(numbers[name] for name in ("permit", "penalty", "honour", "blacklist")) == RECORDS
    assert 0.003 < numbers["repair"] / RECORDS < 0.02
    assert 0 < numbers["revocation"] / RECORDS < 0.006


def test_every_heading_is_in_the_catalogue(county: Path) -> None:
    catalogue = load_catalogue()
    for path in county.glob("*.csv"):
        headings = list(_rows(path)[0])
        assert set(match_headings(catalogue[path.stem], headings)) == set(headings)


def test_invented_subjects_have_different_names_and_valid_codes(county: Path) -> None:
    rows = _rows(county / "entity.csv")
    assert len({row["主体名称"] for row in rows}) == SUBJECTS
    assert len({row["统一社会信用代码"] for row in rows}) == SUBJECTS
    assert all(credit_code.is_valid(row["统一社会信用代码"]) for row in rows)


def test_the_step_visits_each_name_once() -> None:
    assert math.gcd(register.STEP, register.SPACE) == 1


def test_few_subjects_have_many_records(county: Path) -> None:
    counts = sorted(Counter(row["行政相对人名称"] for row in _rows(county / "permit.csv")).values())
    assert counts[-1] > 4 * counts[len(counts) // 2]


def test_faults_are_few_and_present(county: Path) -> None:
    rows = _rows(county / "permit.csv")
    bad = sum(not credit_code.is_valid(row["行政相对人代码_1(统一社会信用代码)"]) for row in rows)
    assert 0 < bad < len(rows) * 0.01
    assert any("." in row["许可决定日期"] for row in rows)


def test_events_name_records_that_exist(county: Path) -> None:
    numbers = {row["行政处罚决定书文号"] for row in _rows(county / "penalty.csv")}
    about = [row["文书号"] for row in _rows(county / "repair.csv") if row["数据类别"] == "行政处罚"]
    assert about
    assert set(about) <= numbers


def test_texts_are_filled_from_their_own_row(county: Path) -> None:
    for row in _rows(county / "penalty.csv"):
        assert "{" not in row["违法事实"]
        assert row["行政相对人名称"] in row["违法事实"]


def test_a_register_is_passed_through_bad_codes_too(tmp_path: Path) -> None:
    given = tmp_path / "register.csv"
    heading = "企业名称,统一社会信用代码,注册日期,企业类型,所在省份,地区"
    given.write_text(
        f"{heading}\n甲,BAD,2004-01-01,N/A,虚省,例市\n乙,92X,2004-01-02,N/A,虚省,例市\n", "utf-8"
    )
    written = generate(tmp_path / "out", 0, 500, 1, [given])
    rows = _rows(tmp_path / "out" / "entity.csv")
    assert written.rows["entity"] == 2
    assert [row["统一社会信用代码"] for row in rows] == ["BAD", "92X"]
    assert [row["主体类别"] for row in rows] == ["法人及非法人组织", "个体工商户"]


def test_three_in_a_hundred_arrive_late(county: Path) -> None:
    rows = [
        row for row in _rows(county / "honour.csv") + _rows(county / "penalty.csv") if _is_day(_decided(row))
    ]
    late = sum(
        (date.fromisoformat(row["提供日期"]) - date.fromisoformat(_decided(row))).days > 20 for row in rows
    )
    assert 0.015 < late / len(rows) < 0.045


def _decided(row: dict[str, str]) -> str:
    return row.get("处罚决定日期") or row.get("认定日期") or ""


def _is_day(text: str) -> bool:
    return "-" in text and not text.startswith("2027")
