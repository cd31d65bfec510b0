"""The ledger: what was shown when, in a chain that shows any edit."""

from datetime import date
from pathlib import Path

import pytest

from pipeline import ledger
from pipeline.errors import Stopped
from pipeline.ledger import Entry, Shown

FIRST, SECOND = date(2026, 11, 1), date(2026, 11, 2)


def fill(folder: Path) -> None:
    ledger.append(
        folder,
        [Entry("a1", "permit", "shown", "2026-11-01"), Entry("b2", "penalty", "shown", "2026-11-01")],
        FIRST,
    )
    ledger.append(folder, [Entry("b2", "penalty", "withdrawn", "2026-11-02", "repaired")], SECOND)


def test_it_knows_first_days_and_what_is_still_shown(tmp_path: Path) -> None:
    fill(tmp_path)
    assert ledger.read(tmp_path) == {"a1": Shown("permit", FIRST, True), "b2": Shown("penalty", FIRST, False)}
    assert ledger.verify(tmp_path) == 2


def test_a_record_shown_again_keeps_its_first_day(tmp_path: Path) -> None:
    fill(tmp_path)
    ledger.append(tmp_path, [Entry("b2", "penalty", "shown", "2026-12-01")], date(2026, 12, 1))
    assert ledger.read(tmp_path)["b2"] == Shown("penalty", FIRST, True)


def test_nothing_changed_writes_nothing(tmp_path: Path) -> None:
    ledger.append(tmp_path / "ledger", [], FIRST)
    assert not (tmp_path / "ledger").exists()


@pytest.mark.parametrize("change", ["edit", "remove"])
def test_an_edit_of_the_past_is_found(tmp_path: Path, change: str) -> None:
    fill(tmp_path)
    oldest = min(tmp_path.glob("*.jsonl"))
    if change == "edit":
        oldest.write_text(
            oldest.read_text(encoding="utf-8").replace("2026-11-01", "2026-10-01"), encoding="utf-8"
        )
    else:
        oldest.unlink()
    with pytest.raises(Stopped, match="公示台账"):
        ledger.verify(tmp_path)
