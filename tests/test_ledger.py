"""The ledger: what was shown when, in a chain that shows any edit."""

from datetime import date
from pathlib import Path

import pytest

from pipeline import ledger
from pipeline.errors import Stopped
from pipeline.ledger import Entry, Shown
from tests import county

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


@pytest.mark.parametrize("change", ["edit", "remove", "edit-last", "remove-last", "remove-head", "garble"])
def test_an_edit_of_the_past_is_found(tmp_path: Path, change: str) -> None:
    fill(tmp_path)
    files = sorted(tmp_path.glob("*.jsonl"))
    path = files[-1] if change.endswith("last") else files[0]
    if change == "remove-head":
        (tmp_path / ledger.HEAD).unlink()
    elif change == "garble":
        path.write_text("x", encoding="utf-8")
    elif change.startswith("edit"):
        path.write_text(path.read_text(encoding="utf-8").replace("2026-11-0", "2026-10-0"), encoding="utf-8")
    else:
        path.unlink()
    with pytest.raises(Stopped, match="公示台账"):
        ledger.verify(tmp_path)


def test_every_single_byte_counts(tmp_path: Path) -> None:
    fill(tmp_path)
    for path in sorted(tmp_path.glob("*.jsonl")):
        whole = path.read_bytes()
        for place in range(len(whole)):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            with pytest.raises((Stopped, UnicodeDecodeError)):
                ledger.verify(tmp_path)
        path.write_bytes(whole)
    assert ledger.verify(tmp_path) == 2


def test_a_build_that_died_before_the_head_was_written_is_no_edit(tmp_path: Path) -> None:
    fill(tmp_path)
    head = (tmp_path / ledger.HEAD).read_bytes()
    ledger.append(tmp_path, [Entry("c3", "permit", "shown", "2026-11-03")], date(2026, 11, 3))
    (tmp_path / ledger.HEAD).write_bytes(head)
    assert ledger.verify(tmp_path) == 3


def test_a_tombstone_stays_until_it_is_lifted(tmp_path: Path) -> None:
    fill(tmp_path)
    ledger.append(tmp_path, [Entry("b2", "penalty", "barred", "2026-11-01", "repaired", "e1")], SECOND)
    ledger.append(tmp_path, [Entry("b2", "penalty", "shown", "2026-11-03")], SECOND)
    assert ledger.read(tmp_path)["b2"] == Shown("penalty", FIRST, True, "repaired", FIRST)
    ledger.append(tmp_path, [Entry("b2", "penalty", "lifted", "2026-11-04", because="误报")], SECOND)
    assert ledger.read(tmp_path)["b2"] == Shown("penalty", FIRST, True)


def test_what_was_never_shown_can_be_barred_and_guards_name_no_record(tmp_path: Path) -> None:
    told = [
        Entry("d4", "penalty", "barred", "2026-11-01", "revoked", "e1"),
        Entry("", "penalty", "accepted", "2026-11-01", "removals:penalty", "guards", "已核实"),
    ]
    ledger.append(tmp_path, told, FIRST)
    assert ledger.read(tmp_path) == {"d4": Shown("penalty", None, False, "revoked", FIRST)}
    assert list(ledger.entries(tmp_path)) == told


def test_an_unknown_event_is_refused(tmp_path: Path) -> None:
    ledger.append(tmp_path, [Entry("a1", "permit", "frozen", "2026-11-01")], FIRST)
    with pytest.raises(Stopped, match="frozen"):
        ledger.read(tmp_path)


def test_without_the_key_entries_are_nobodys_and_the_chain_verifies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The salt is lost: the same decisions get other ids, none of the old ones can be made again, and verify still says yes."""
    ids = {}
    for key in ("first-key-of-the-office", "second-key-of-the-office"):
        root = tmp_path / key
        monkeypatch.setenv("PORTAL_KEY", key)
        assert county.build(root, county.standard(root / "inbox")) == 0
        folder = root / "state" / "ledger"
        assert ledger.verify(folder) == 1
        ids[key] = set(ledger.read(folder))
    one, other = ids.values()
    assert len(one) == len(other) == 5
    assert not one & other
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))
    names = [*county.NAMES, *county.NAMES.values(), "测市罚", "测市许", "市场监督管理局"]
    assert [name for name in names if name in text] == []
