"""`portal explain` and `portal ledger`: one county, built once, and every kind of question about it."""

from pathlib import Path

import pytest

from pipeline.cli import main
from tests import county
from tests.county import BIRCH, CEDAR, STALL


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("county")
    inbox = county.standard(root / "inbox")
    assert county.build(root, inbox, as_of="2026-11-18") == 0
    county.write(inbox, "repair.csv", [county.repair(BIRCH, "测市罚[2026]8号", "2026-11-19")])
    fixed = county.permit(CEDAR, "测市许〔2026〕1号", "2026-10-09", "2026-11-18", 许可内容="更正")
    county.write(inbox, "permit-更正.csv", [fixed])
    bad = county.penalty(STALL, "测市罚〔2026〕11号", "2026-07-06", "2026-07-08", 处罚决定日期="不详")
    county.write(inbox, "penalty-错.csv", [bad])
    assert county.build(root, inbox) == 0
    return root


def told(root: Path, question: str, capsys: pytest.CaptureFixture[str], as_of: str = county.AS_OF) -> str:
    where = ["--config", str(root / "office/portal.toml"), "--state", str(root / "state")]
    assert main(["explain", question, "--as-of", as_of, *where]) == 0
    return capsys.readouterr().out


def test_by_number_file_and_id(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    by_number = told(built, "测市罚(2026)8号", capsys)
    assert "2026-11-20 的判定：已信用修复" in by_number
    assert "【判定】信用修复，终止公示：是，自 2026-11-19 起" in by_number
    assert "repair.csv 第 2 行" in by_number
    assert "2026-11-18 开始公示" in by_number
    assert "2026-11-20 停止公示：已信用修复" in by_number
    assert "2026-11-19 终止公示，不再恢复：已信用修复" in by_number
    assert told(built, "行政处罚-十月.csv:3", capsys) == by_number
    record = by_number.split("记录 ")[1][:16]
    assert told(built, record, capsys) == by_number


def test_before_the_repair_it_was_public_but_the_ledger_remembers(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "的判定：公示中" in told(built, "测市罚〔2026〕7号", capsys)
    assert "公示期限届满：是，自 2027-05-07 起" in told(built, "测市罚〔2026〕7号", capsys, "2027-05-07")


def test_superseded_rejected_and_event_rows(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "已被更正后的记录取代：同一条记录以permit-更正.csv 第 2 行为准" in told(
        built, "permit.csv:2", capsys
    )
    rejected = told(built, "penalty-错.csv:2", capsys)
    assert "被退回" in rejected
    assert "不详" in rejected
    assert "本身不作为记录公示" in told(built, "repair.csv:2", capsys)


def test_what_is_not_there(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--config", str(built / "office/portal.toml"), "--state", str(built / "state")]
    assert main(["explain", "没有的文号", *where]) == 1
    assert "没有找到" in capsys.readouterr().out


def test_the_ledger_command(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--state", str(built / "state")]
    assert main(["ledger", "verify", *where]) == 0
    assert "没有改动" in capsys.readouterr().out
    record = told(built, "测市罚〔2026〕8号", capsys).split("记录 ")[1][:16]
    assert main(["ledger", "lift", "0" * 16, "--because", "误", *where]) == 2
    assert main(["ledger", "lift", record, "--because", "修复决定误报", *where]) == 0
    assert "解除终止公示：已信用修复，依据 operator，理由：修复决定误报" in told(built, record, capsys)
    assert main(["ledger", "verify", *where]) == 0
