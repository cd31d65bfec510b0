"""Ways of being let in, of paging and of taking a set, each against the reference platform over real HTTP."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import SettingsError, SourceError
from pipeline.source_settings import PlatformSource
from sample.platform.faults import Fault, Switch
from sample.platform.rules import Rules
from tests.sources.platform_rows import DATASET, NOW, PLAIN, TOKEN, Clock, county, numbers, pull_from, row

ROWS = [row(10 * n, 提供日期=f"2026-11-{1 + n // 3:02}") for n in range(1, 26)]
ALL = [f"P{10 * n}" for n in range(1, 26)]
OPEN = Rules(auth="none")
NO_AUTH = replace(PLAIN, auth="none", page_size=4)
SIDS = {DATASET: "s_permit"}
SIGNED = Rules(auth="signed", secret=TOKEN, sids=SIDS)
SIGNER = replace(PLAIN, auth="signed", page_size=4, rid=SIGNED.rid, sids=SIDS)


@pytest.fixture(autouse=True)
def _same_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform's clock is the test's: signatures are of NOW."""
    monkeypatch.setattr("sample.platform.rules.time.time", lambda: NOW)
    monkeypatch.setattr("sample.platform.rules.Guard.__init__.__defaults__", (lambda: NOW,))


def pulled(rules: Rules, source: PlatformSource, *switches: Switch, **more: Any) -> list[str]:
    with county(ROWS, rules, *switches) as platform:
        return numbers(pull_from(platform.url, source, **more))


@pytest.mark.parametrize(
    ("rules", "source"),
    [
        (Rules(secret=TOKEN), PLAIN),
        (Rules(auth="basic", user="county", secret=TOKEN), replace(PLAIN, auth="basic", user="county")),
        (OPEN, NO_AUTH),
        (SIGNED, SIGNER),
        (replace(SIGNED, prefix="gjzwfwpt"), replace(SIGNER, prefix="gjzwfwpt")),
        (OPEN, replace(NO_AUTH, method="form")),
        (OPEN, replace(NO_AUTH, method="json")),
        (replace(OPEN, paging="offset"), replace(NO_AUTH, paging="offset", page_field="")),
        (replace(OPEN, paging="cursor"), replace(NO_AUTH, paging="cursor", page_field="")),
        (replace(OPEN, first_page=0), replace(NO_AUTH, first_page=0)),
        (OPEN, replace(NO_AUTH, total_field="", latest_field="")),
        (replace(OPEN, row_cap=8), NO_AUTH),
        (replace(OPEN, row_cap=8, cap_in_total=True), NO_AUTH),
        (replace(OPEN, row_cap=10), NO_AUTH),
        (replace(OPEN, row_cap=8, cap_in_total=True), replace(NO_AUTH, latest_field="")),
        (OPEN, replace(NO_AUTH, take="full")),
        (OPEN, replace(NO_AUTH, take="batches")),
        (replace(SIGNED, secret_calls=3), SIGNER),
        (replace(SIGNED, secret_seconds=1), SIGNER),
    ],
)
def test_every_way_brings_every_row_once(rules: Rules, source: PlatformSource) -> None:
    assert pulled(rules, replace(source, row_cap=rules.row_cap or 10_000)) == ALL


@pytest.mark.parametrize("cap", [3, 4, 7, 24, 25])
@pytest.mark.parametrize("hidden", [False, True])
def test_days_are_halved_until_below_the_cap(cap: int, hidden: bool) -> None:
    rules = replace(OPEN, row_cap=cap, cap_in_total=hidden)
    source = replace(NO_AUTH, take="days", row_cap=cap, first_day="2026-10-01")
    if cap == 3:
        with pytest.raises(SourceError, match="一天的数据达到平台的行数上限 3"):
            pulled(rules, source)
    else:
        assert sorted(pulled(rules, source)) == sorted(ALL)


def test_days_start_some_days_before_the_cursor() -> None:
    source = replace(NO_AUTH, take="days", overlap_days=2)
    assert pulled(OPEN, source, cursor="2026-11-09") == ALL[17:]


@pytest.mark.parametrize("hidden", [False, True])
def test_a_full_set_that_meets_a_cap_is_not_taken_for_whole(hidden: bool) -> None:
    rules = replace(OPEN, row_cap=8, cap_in_total=hidden)
    with pytest.raises(SourceError, match="不能当作全部"):
        pulled(rules, replace(NO_AUTH, take="full", row_cap=8))


def test_ten_pages_without_a_total_are_not_taken_for_whole() -> None:
    source = replace(NO_AUTH, take="full", page_size=2, total_field="", latest_field="")
    with pytest.raises(SourceError, match="不能当作全部"):
        pulled(replace(OPEN, row_cap=20), source)


@pytest.mark.parametrize("fault", [Fault.REPEATED_PAGE, Fault.SKIPPED_PAGE, Fault.MISSING_ROW, Fault.SILENT])
def test_a_full_set_notices_pages_that_are_not_their_own(fault: Fault) -> None:
    source = replace(NO_AUTH, take="full")
    assert pulled(OPEN, source, Switch(fault, page=3, times=1)) == ALL
    with pytest.raises(SourceError):
        pulled(OPEN, source, Switch(fault, page=3))


def test_a_secret_that_ends_in_the_middle_is_renewed() -> None:
    assert pulled(SIGNED, SIGNER, Switch(Fault.EXPIRED, page=3, times=1)) == ALL
    with pytest.raises(SourceError, match="拒绝了令牌或签名"):
        pulled(SIGNED, SIGNER, Switch(Fault.EXPIRED, page=3))


def test_a_wrong_appkey_is_told() -> None:
    with pytest.raises(SourceError, match="更新密钥"):
        pulled(SIGNED, SIGNER, secret="canary-other")


def test_a_clock_that_is_off_is_told_plainly() -> None:
    with pytest.raises(SourceError, match=r"本机时钟与平台相差 \d+ 秒（本机偏(快|慢)），请先校时"):
        pulled(SIGNED, SIGNER, Switch(Fault.SKEW, page=2))


def test_a_dataset_without_sid_is_a_setting_to_mend() -> None:
    with pytest.raises(SettingsError, match="sid"):
        pulled(SIGNED, replace(SIGNER, sids={"honour": "s_honour"}))


def test_bytes_that_drip_end_with_the_page() -> None:
    source = replace(NO_AUTH, page_seconds=0.3, retries=1)
    assert pulled(OPEN, source, Switch(Fault.DRIP, page=2, times=1)) == ALL
    with pytest.raises(SourceError, match="总时限"):
        pulled(OPEN, source, Switch(Fault.DRIP, page=2))


def test_the_rate_is_kept() -> None:
    clock = Clock()
    pulled(OPEN, replace(NO_AUTH, per_second=0.01), clock=clock)
    assert len(clock.waits) == 6
    assert all(90 < each <= 100 for each in clock.waits)


def test_columns_get_the_offices_names() -> None:
    with county(ROWS, OPEN) as platform:
        table = pull_from(platform.url, replace(NO_AUTH, columns={"主体名称": "行政相对人名称"})).table
    assert table is not None
    assert table.column_names == ["_row", "行政相对人名称", "记录编号", "提供日期"]


def test_an_interrupted_pull_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.sources.incoming.PART_ROWS", 4)
    source = replace(NO_AUTH, retries=0)
    folder = tmp_path / "incoming"
    rules = OPEN
    with county(ROWS, rules, Switch(Fault.DOWN, page=5, times=1)) as platform:
        with pytest.raises(SourceError, match="第 5 页"):
            pull_from(platform.url, source, folder=folder)
        again = pull_from(platform.url, source, folder=folder)
    assert numbers(again) == ALL
    assert (again.resumed, again.requests) == (16, 4)


def test_an_interrupted_pull_begins_anew_when_the_platform_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.sources.incoming.PART_ROWS", 4)
    source = replace(NO_AUTH, retries=0, url="x")
    folder = tmp_path / "incoming"
    with county(ROWS, OPEN, Switch(Fault.DOWN, page=5, times=1)) as platform:
        with pytest.raises(SourceError):
            pull_from(platform.url, source, folder=folder)
        changed = [*ROWS[1:], row(260)]
        platform.store.tables[DATASET].__init__(changed)  # type: ignore[misc]
        again = pull_from(platform.url, source, folder=folder)
    assert numbers(again) == [*ALL[1:], "P260"]
    assert again.rounds == 2
