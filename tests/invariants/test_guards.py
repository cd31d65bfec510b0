"""Full sets and guards in whole builds: what is missing is withdrawn, a broken set stops, an operator may pass it."""

import json
import shutil
from pathlib import Path

import pytest

from tests import county
from tests.county import BIRCH, CEDAR, STALL

SUBJECTS = (BIRCH, CEDAR, STALL)


def full(folder: Path, numbers: range, name: str = "penalty-全量.csv") -> None:
    """A full set of penalties with these numbers."""
    rows = [
        county.penalty(SUBJECTS[n % 3], f"测市罚〔2026〕{n}号", "2026-06-06", "2026-06-08") for n in numbers
    ]
    county.write(folder, name, rows)


def shown(root: Path, dataset: str = "penalty") -> int:
    built = json.loads((root / "output/build.json").read_text(encoding="utf-8"))
    return int(built["counts"][dataset]["published"])


def codes(root: Path) -> list[str]:
    lines = (root / "state/work/findings.jsonl").read_text(encoding="utf-8").splitlines()
    return [code for line in lines if (code := json.loads(line)["code"]).startswith("G-")]


def test_a_truncated_set_stops_and_an_operator_may_pass_it(tmp_path: Path) -> None:
    inbox = county.standard(tmp_path / "inbox")
    full(inbox, range(100, 140))
    assert county.build(tmp_path, inbox, as_of="2026-11-18") == 0
    assert shown(tmp_path) == 43
    before = county.tree(tmp_path / "output")
    full(inbox, range(100, 110))
    assert county.build(tmp_path, inbox, as_of="2026-11-19") == 1
    assert county.tree(tmp_path / "output") == before
    reason = (tmp_path / "state/stopped.txt").read_text(encoding="utf-8")
    assert "removals-department:penalty:测试县市场监督管理局" in reason
    assert "43 条记录中有 30 条不再公示" in reason
    passed = ["--accept", "rows-low", "--accept", "removals", "--accept", "removals-department"]
    assert county.build(tmp_path, inbox, as_of="2026-11-19", further=passed) == 2
    because = [*passed, "--because", "市监局来函核实"]
    assert county.build(tmp_path, inbox, as_of="2026-11-19", further=because) == 0
    assert shown(tmp_path) == 13
    assert codes(tmp_path) == ["G-001"] * 30
    ledger = max((tmp_path / "state/ledger").glob("*.jsonl")).read_text(encoding="utf-8")
    assert ledger.count('"accepted"') == 4
    assert "市监局来函核实" in ledger
    assert ledger.count('"withdrawn_by_source"') == 30
    assert county.build(tmp_path, inbox, as_of="2026-11-20", further=because) == 1


def test_one_missing_record_is_withdrawn_with_a_finding_and_comes_back(tmp_path: Path) -> None:
    inbox = county.standard(tmp_path / "inbox")
    full(inbox, range(100, 140))
    assert county.build(tmp_path, inbox, as_of="2026-11-18") == 0
    full(inbox, range(101, 140), "penalty-全量-2.csv")
    assert county.build(tmp_path, inbox, as_of="2026-11-19") == 0
    assert (shown(tmp_path), codes(tmp_path)) == (42, ["G-001"])
    full(inbox, range(100, 140), "penalty-全量-3.csv")
    assert county.build(tmp_path, inbox, as_of="2026-11-20") == 0
    assert (shown(tmp_path), codes(tmp_path)) == (43, [])


def test_a_tombstone_holds_without_what_put_it_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The repair's row is lost (its landing is gone), and what had left its list comes again without a day of removal: the
    ledger alone keeps both away, and says so.
    """
    inbox = county.standard(tmp_path / "inbox")
    county.write(inbox, "repair.csv", [county.repair(BIRCH, "测市罚〔2026〕8号", "2026-11-18")])
    county.write(inbox, "blacklist.csv", [county.listed(CEDAR, "测失〔2026〕8号", 移出日期="2026-11-18")])
    assert county.build(tmp_path, inbox, as_of="2026-11-19") == 0
    (inbox / "repair.csv").unlink()
    for path in (tmp_path / "state/landing/repair").iterdir():
        path.unlink()
    again = county.penalty(BIRCH, "测市罚〔2026〕8号", "2026-06-06", "2026-11-20")
    county.write(inbox, "penalty-全量.csv", [again])
    county.write(inbox, "blacklist-2.csv", [county.listed(CEDAR, "测失〔2026〕8号", 提供日期="2026-11-20")])
    assert county.build(tmp_path, inbox, as_of="2026-11-20") == 0
    assert shown(tmp_path) == 2
    assert shown(tmp_path, "blacklist") == 0
    assert codes(tmp_path) == ["G-005", "G-005"]
    capsys.readouterr()
    assert b"\xe3\x80\x952026\xe3\x80\x958" not in b"".join(county.tree(tmp_path / "output").values())
    assert all("8 号案".encode() not in data for data in county.tree(tmp_path / "output").values())
    live = county.tree(tmp_path / "output")
    shutil.rmtree(tmp_path / "state/ledger")
    assert county.build(tmp_path, inbox, as_of="2026-11-21") == 1
    assert "公示台账" in capsys.readouterr().err
    assert county.tree(tmp_path / "output") == live


def test_terms_end_as_forecast(tmp_path: Path) -> None:
    inbox = county.standard(tmp_path / "inbox")
    assert county.build(tmp_path, inbox, as_of="2027-05-06") == 0
    assert county.build(tmp_path, inbox, as_of="2027-05-07") == 0
    assert (shown(tmp_path), codes(tmp_path)) == (2, [])
    late = county.penalty(CEDAR, "测市罚〔2026〕7号", "2026-05-06", "2027-05-08")
    cut = county.penalty(BIRCH, "测市罚〔2026〕8号", "2026-06-06", "2027-05-08", 公示截止期="2027-05-07")
    county.write(inbox, "penalty-更正.csv", [late, cut])
    assert county.build(tmp_path, inbox, as_of="2027-05-08") == 0
    assert codes(tmp_path) == ["G-002"]  # the end was moved forward


def test_a_build_for_an_earlier_day_is_no_breach_and_the_next_day_goes_on(tmp_path: Path) -> None:
    inbox = county.standard(tmp_path / "inbox")
    numbers = [f"测市罚〔2026〕{number}号" for number in range(100, 160)]
    rows = [county.penalty(county.CEDAR, number, "2026-06-06", "2026-06-08") for number in numbers]
    county.write(inbox, "penalty-夏.csv", rows)
    for as_of, shown in (("2026-11-20", 63), ("2026-06-01", 1), ("2026-11-21", 63)):
        assert county.build(tmp_path, inbox, as_of=as_of) == 0
        counts = json.loads((tmp_path / "output/build.json").read_text(encoding="utf-8"))["counts"]
        assert counts["penalty"]["published"] == shown
