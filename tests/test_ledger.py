"""The ledger: what was shown when, in a chain that shows any edit."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipeline import ledger
from pipeline.errors import Stopped
from pipeline.files import write_whole
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


def _swap_lines(path: Path) -> None:
    head, one, other, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([head, other, one, *rest]), encoding="utf-8")


def _cut(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def _without_first_entry(path: Path) -> None:
    head, _, *rest = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([head, *rest]))


def _redate(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"2026-11-0", b"2026-10-0"))


def _forge(path: Path) -> None:
    """One file more, rightly chained to the last: a tombstone lifted by nobody."""
    last = sorted(path.parent.glob("*.jsonl"))[-1]
    head = {"previous": hashlib.sha256(last.read_bytes()).hexdigest(), "as_of": "2026-11-09"}
    line = {"record": "b2", "dataset": "penalty", "event": "lifted", "on": "2026-11-09"}
    forged = path.with_name(f"{len(list(path.parent.glob('*.jsonl'))) + 1:06d}-2026-11-09.jsonl")
    forged.write_text(json.dumps(head) + "\n" + json.dumps(line) + "\n", encoding="utf-8")


def _without_head(path: Path) -> None:
    path.with_name(ledger.HEAD).unlink()


def _other_head(path: Path) -> None:
    path.with_name(ledger.HEAD).write_text("[1]", encoding="utf-8")


EDITS: dict[str, Callable[[Path], object]] = {
    "redated": _redate,
    "cut at the end": _cut,
    "a line removed": _without_first_entry,
    "lines swapped": _swap_lines,
    "garbled": lambda path: path.write_text("x", encoding="utf-8"),
    "no text": lambda path: path.write_bytes(b"\xff\xfe\n"),
    "emptied": lambda path: path.write_bytes(b""),
    "removed": Path.unlink,
    "renamed": lambda path: path.rename(path.with_name(path.name.replace("11-0", "10-0"))),
    "copied": lambda path: path.with_name("000009-2026-11-09.jsonl").write_bytes(path.read_bytes()),
    "one forged": _forge,
    "head removed": _without_head,
    "head replaced": _other_head,
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize(("files", "place"), [(1, 0), (2, 0), (2, 1), (3, 1)])
def test_every_kind_of_edit_is_found(tmp_path: Path, edit: str, files: int, place: int) -> None:
    for number in range(1, files + 1):
        day = date(2026, 11, number)
        told = [Entry(each, "penalty", "shown", day.isoformat()) for each in (f"a{number}", f"b{number}")]
        ledger.append(tmp_path, told, day)
    assert ledger.verify(tmp_path) == files
    EDITS[edit](sorted(tmp_path.glob("*.jsonl"))[place])
    with pytest.raises(Stopped, match="公示台账"):
        ledger.verify(tmp_path)


def test_every_single_byte_counts(tmp_path: Path) -> None:
    fill(tmp_path)
    for path in sorted(tmp_path.glob("*.jsonl")):
        whole = path.read_bytes()
        for place in range(len(whole)):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            with pytest.raises(Stopped):
                ledger.verify(tmp_path)
        path.write_bytes(whole)
    assert ledger.verify(tmp_path) == 2


def test_a_build_that_died_while_it_wrote_is_no_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After each of its three writes the ledger is whole, and the next build goes on from there."""
    for writes in range(3):
        folder = tmp_path / str(writes)
        fill(folder)
        left = [write_whole] * writes

        def write(path: Path, content: bytes | str, left: list[Callable[..., None]] = left) -> None:
            left.pop()(path, content)

        monkeypatch.setattr(ledger, "write_whole", write)
        with pytest.raises(IndexError):
            ledger.append(folder, [Entry("c3", "permit", "shown", "2026-11-03")], date(2026, 11, 3))
        monkeypatch.setattr(ledger, "write_whole", write_whole)
        assert ledger.verify(folder) == (3 if writes == 2 else 2)
        ledger.append(folder, [Entry("d4", "permit", "shown", "2026-11-04")], date(2026, 11, 4))
        assert ledger.verify(folder) == (4 if writes == 2 else 3)


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
