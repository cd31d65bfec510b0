"""`portal expire` gives, for a day on which only terms end, the whole site of a full build, index and downloads included.

Byte for byte but for the build id, which also depends on the rates of timeliness: those wait for the next build.
"""

import json
from pathlib import Path

import pytest

from pipeline import ledger
from pipeline.cli import main
from tests import county
from tests.county import BIRCH, CEDAR
from tests.leftovers import holding

FIRST, SECOND, THIRD = "2027-05-06", "2027-05-07", "2027-05-08"
LONELY, NAME = "91439999MA4L00001Q", "测试榆树有限公司"
GONE = (
    LONELY,
    NAME,
    "测市许〔2026〕9号",
    "测市罚〔2026〕7号 号案的事实",
    "测失〔2026〕1号",
    "测市许〔2026〕10号",
)
"""What ends on the second day, and last what ends on the third: subject, numbers, facts."""


def expire(root: Path, as_of: str) -> int:
    where = ["--config", str(root / "office/portal.toml"), "--state", str(root / "state")]
    return main(["expire", "--as-of", as_of, *where, "--output", str(root / "output")])


def standard(root: Path) -> Path:
    """The usual county; a subject that is in no register has one licence that ends the same day, another one ends later."""
    inbox = county.standard(root / "inbox")
    lonely = county.permit(CEDAR, "测市许〔2026〕9号", "2026-10-09", "2026-10-12", 有效期至=FIRST)
    lonely |= {
        "行政相对人名称": NAME,
        "行政相对人代码_1(统一社会信用代码)": LONELY,
    }
    later = county.permit(CEDAR, "测市许〔2026〕10号", "2026-10-09", "2026-10-12", 有效期至=SECOND)
    county.write(inbox, "permit-外.csv", [lonely, later])
    # Off the list on a day known beforehand: removed, not expired.
    county.write(inbox, "blacklist.csv", [county.listed(BIRCH, "测失〔2026〕1号", 移出日期=SECOND)])
    return inbox


def left_of(root: Path, texts: tuple[str, ...]) -> dict[str, list[str]]:
    """Text → files that still tell it, of the site, of what lies beside it, and of all that is kept for the next one."""
    state = [
        root / "state" / name for name in ("bundle", "site", "changes", "downloads", "ledger", "last_good")
    ]
    folders = [root / "output", root / ".output.twin", *state]
    return {
        text: told for text in texts if (told := [name for each in folders for name in holding(each, text)])
    }


def _without(tree: dict[str, bytes], build: bytes) -> dict[str, bytes]:
    """A site without its build id, and without the digests that the manifest gives of files that name it."""
    manifest = json.loads(tree["data/v1/manifest.json"])
    named = [each for each in manifest["files"] if build in tree[f"data/v1/{each['path']}"]]
    assert 0 < len(named) < len(manifest["files"])
    for each in named:
        del each["sha256"]
    told = tree | {"data/v1/manifest.json": json.dumps(manifest).encode()}
    return {name: data.replace(build, b"") for name, data in told.items()}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Files of two sites that are not the same but for the build id, which also depends on the rates."""
    sites = [_without(tree, json.loads(tree["build.json"])["build_id"].encode()) for tree in (one, other)]
    return sorted(name for name in sites[0] | sites[1] if sites[0].get(name) != sites[1].get(name))


def test_expire_equals_a_full_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for root in (one, two):
        assert county.build(root, standard(root), as_of=FIRST) == 0
    before = county.tree(one / "output")
    assert [text for text in GONE if not holding(one / "output", text)] == []
    assert expire(one, FIRST) == 0
    assert "没有到期的记录" in capsys.readouterr().out
    assert county.tree(one / "output") == before
    assert expire(one, SECOND) == 0
    assert "撤下到期记录" in capsys.readouterr().out
    assert county.build(two, two / "inbox", as_of=SECOND) == 0
    ours, full = county.tree(one / "output"), county.tree(two / "output")
    assert differing(ours, full) == []
    assert any(name.startswith("penalty/2026-05") for name in before)
    assert not any(name.startswith("penalty/2026-05") for name in ours)
    assert ours != before
    assert f"e/{LONELY}/index.html" in before
    assert f"e/{LONELY}/index.html" not in ours
    assert left_of(one, GONE[:-1]) == {}
    last = [each for each in ledger.entries(one / "state/ledger") if each.event == "withdrawn"]
    same = [each for each in ledger.entries(two / "state/ledger") if each.event == "withdrawn"]
    assert [(each.record, each.reason) for each in last] == [(each.record, each.reason) for each in same]
    assert {each.reason for each in last} == {"expired", "removed"}
    assert county.build(one, one / "inbox", as_of=SECOND) == 0
    assert county.tree(one / "output") == county.tree(two / "output")
    # No subject leaves now: pages, downloads, changes and index go on from what is known of the day before.
    assert expire(one, THIRD) == 0
    assert county.build(two, two / "inbox", as_of=THIRD) == 0
    ours, full = county.tree(one / "output"), county.tree(two / "output")
    assert differing(ours, full) == []
    assert left_of(one, GONE) == {}
    assert holding(one / "output", "测市许〔2026〕2号")


def test_expire_refuses_another_site_and_an_earlier_day(tmp_path: Path) -> None:
    assert county.build(tmp_path, county.standard(tmp_path / "inbox"), as_of=SECOND) == 0
    assert expire(tmp_path, FIRST) == 1
    (tmp_path / "output/build.json").write_text('{"build_id": "x"}', encoding="utf-8")
    assert expire(tmp_path, "2028-01-01") == 1
