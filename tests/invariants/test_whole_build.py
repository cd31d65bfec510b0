"""Whole builds: what must hold whatever an office sends (ARCHITECTURE.md, "Invariants")."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests import county
from tests.county import BIRCH, CEDAR, STALL

ROOT = Path(__file__).resolve().parents[2]


def counts(root: Path) -> dict[str, dict[str, int]]:
    answer: dict[str, dict[str, int]] = json.loads((root / "output/build.json").read_text(encoding="utf-8"))[
        "counts"
    ]
    return answer


def findings(root: Path) -> list[dict[str, str]]:
    lines = (root / "state/work/findings.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def holding(folder: Path, text: str) -> list[str]:
    """Files in which a text occurs: their bytes, and for Parquet the cells."""
    found = [name for name, data in county.tree(folder).items() if text.encode() in data]
    tables = folder.rglob("*.parquet")
    return found + [path.name for path in tables if text in str(pq.read_table(path).to_pydict())]


def test_the_main_job(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert county.build(tmp_path, county.standard(tmp_path / "inbox")) == 0
    assert counts(tmp_path)["penalty"] == {
        "received": 3, "rejected": 0, "published": 3, "withheld": 0, "dropped": 0, "superseded": 0
    }  # fmt: skip
    page = (tmp_path / f"output/e/{CEDAR}/index.html").read_text(encoding="utf-8")
    assert "测市罚〔2026〕7号" in page
    assert 'data-dataset="penalty"' in page
    assert f'data-code="{CEDAR}"' in page
    assert "行数平衡" in capsys.readouterr().out
    assert not (tmp_path / "state/work/read").exists()
    rows = json.loads((tmp_path / "output/data/v1/timeliness.json").read_text(encoding="utf-8"))["rows"]
    october = next(row for row in rows if row["month"] == "2026-10")
    assert (october["received"], october["in_time"], october["late"]) == (2, 1, 1)


def test_removal_is_total(tmp_path: Path) -> None:
    inbox = county.standard(tmp_path / "inbox")
    assert county.build(tmp_path, inbox) == 0
    assert holding(tmp_path / "output", "测市罚〔2026〕8号") != []
    county.write(inbox, "repair.csv", [county.repair(BIRCH, "测市罚[2026]8号", "2026-11-19")])
    assert county.build(tmp_path, inbox) == 0
    assert counts(tmp_path)["penalty"]["dropped"] == 1
    assert holding(tmp_path / "output", "测市罚〔2026〕8号") == []
    assert holding(tmp_path / "output", "8 号案") == []
    assert holding(tmp_path / "output", "测市罚〔2026〕7号") != []


def test_a_repaired_record_that_comes_again_stays_gone(tmp_path: Path) -> None:
    inbox = county.standard(tmp_path / "inbox")
    county.write(inbox, "repair.csv", [county.repair(BIRCH, "测市罚〔2026〕8号", "2026-11-19")])
    assert county.build(tmp_path, inbox) == 0
    county.write(
        inbox, "penalty-全量.csv", [county.penalty(BIRCH, "测市罚〔2026〕8号", "2026-06-06", "2026-11-20")]
    )
    assert county.build(tmp_path, inbox, as_of="2026-11-21") == 0
    assert holding(tmp_path / "output", "测市罚〔2026〕8号") == []


@pytest.mark.parametrize(("as_of", "shown"), [("2027-05-06", True), ("2027-05-07", False)])
def test_a_penalty_is_shown_on_its_last_day_and_gone_the_next(
    tmp_path: Path, as_of: str, shown: bool
) -> None:
    assert county.build(tmp_path, county.standard(tmp_path / "inbox"), as_of=as_of) == 0
    assert bool(holding(tmp_path / "output", "测市罚〔2026〕7号")) is shown


def test_a_corrected_row_supersedes_and_keeps_its_first_arrival(tmp_path: Path) -> None:
    inbox = county.standard(tmp_path / "inbox")
    fixed = county.permit(CEDAR, "测市许〔2026〕1号", "2026-10-09", "2026-11-18", 许可内容="准予经营（更正）")
    county.write(inbox, "permit-更正.csv", [fixed])
    assert county.build(tmp_path, inbox) == 0
    assert counts(tmp_path)["permit"]["superseded"] == 1
    assert "准予经营（更正）" in (tmp_path / f"output/e/{CEDAR}/index.html").read_text(encoding="utf-8")
    rows = json.loads((tmp_path / "output/data/v1/timeliness.json").read_text(encoding="utf-8"))["rows"]
    assert [row["in_time"] for row in rows if row["month"] == "2026-10"] == [1]


def test_identity_numbers_never_touch_the_disk(tmp_path: Path) -> None:
    inbox = county.standard(tmp_path / "inbox")
    number = county.PERSON_ID
    county.write(inbox, "permit-二.csv", [
        county.permit(STALL, "测市许〔2026〕3号", "2026-10-09", "2026-10-12", 法定代表人证件号码=number,
                      备注=f"证号{number}，已核", **{"行政相对人代码_4(税务登记号)": number + "01"}),
    ])  # fmt: skip
    county.write(inbox, "penalty-人.csv", [
        county.penalty(STALL, "测市罚〔2026〕10号", "2026-07-06", "2026-07-08", 行政相对人名称="测小明", 行政相对人类别="自然人",
                       证件类型="身份证", 证件号码=number, **{"行政相对人代码_1(统一社会信用代码)": ""}),
    ])  # fmt: skip
    assert county.build(tmp_path, inbox) == 0
    for folder in ("state", "output"):
        assert holding(tmp_path / folder, number) == []
    assert holding(tmp_path / "output", "测小明") == []
    assert any(each["code"] == "S-001" for each in findings(tmp_path))


@pytest.mark.parametrize("fault", ["page", "article"])
def test_a_failed_check_leaves_the_last_good_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    inbox = county.standard(tmp_path / "inbox")
    assert county.build(tmp_path, inbox) == 0
    before = county.tree(tmp_path / "output")
    if fault == "page":
        monkeypatch.setattr("pipeline.verify._NEEDED", ("not-there.html",))
    else:
        (tmp_path / "office/content/news").mkdir()
        (tmp_path / "office/content/news/broken.md").write_text("Title: 没有日期\n\n正文", encoding="utf-8")
    county.write(inbox, "repair.csv", [county.repair(BIRCH, "测市罚〔2026〕8号", "2026-11-19")])
    assert county.build(tmp_path, inbox) == 1
    assert county.tree(tmp_path / "output") == before
    assert (tmp_path / "state/stopped.txt").read_text(encoding="utf-8").strip()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inbox", "office", "output", "state"]


def run_elsewhere(root: Path, inbox: Path, hash_seed: str, zone: str, locale: str) -> None:
    """`python -m pipeline build` in a process with another environment."""
    config = county.office(root / "office")
    command = [sys.executable, "-m", "pipeline", "build", "--as-of", county.AS_OF, "--config", str(config)]
    paths = ["--inbox", str(inbox), "--state", str(root / "state"), "--output", str(root / "output")]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": zone, "LC_ALL": locale, "LANG": locale}
    done = subprocess.run(
        [*command, *paths], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_same_input_same_bytes(tmp_path: Path) -> None:
    inbox = county.standard(tmp_path / "inbox")
    run_elsewhere(tmp_path / "one", inbox, "1", "Asia/Shanghai", "C.UTF-8")
    turned = tmp_path / "a longer path 有空格" / "inbox"
    turned.mkdir(parents=True)
    for path in sorted(inbox.iterdir(), reverse=True):
        (turned / path.name).write_bytes(path.read_bytes())
    run_elsewhere(tmp_path / "a longer path 有空格" / "two", turned, "20260105", "Pacific/Kiritimati", "C")
    one, two = (
        county.tree(folder / "output") for folder in (tmp_path / "one", tmp_path / "a longer path 有空格/two")
    )
    assert sorted(one) == sorted(two)
    assert [name for name in one if one[name] != two[name]] == []


def test_a_second_build_of_the_same_day_changes_no_byte(tmp_path: Path) -> None:
    inbox = county.standard(tmp_path / "inbox")
    assert county.build(tmp_path, inbox) == 0
    before = county.tree(tmp_path / "output")
    assert county.build(tmp_path, inbox) == 0
    assert county.tree(tmp_path / "output") == before
    assert len(list((tmp_path / "state/ledger").glob("*.jsonl"))) == 1
