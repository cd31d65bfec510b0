"""The adapter against the reference platform over real HTTP: whole or not at all, on good and on bad days."""

import logging
import re
import tempfile
import traceback
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict

from pipeline.errors import SettingsError, SourceError
from pipeline.sources.credentials import read_secret
from pipeline.sources.platform_auth import make_auth
from pipeline.sources.platform_http import LONGEST_WAIT, retry_after
from pipeline.sources.pull import ROUNDS
from pipeline.sources.raw import ROW
from sample.platform.faults import Fault, Switch
from sample.platform.server import running
from tests.sources.platform_rows import (
    DATASET,
    PLAIN,
    TOKEN,
    Clock,
    fetch,
    numbers,
    pull_from,
    row,
    write_count,
    write_rows,
)

ATTEMPTS = PLAIN.retries + 1


def test_all_pages_become_one_table_of_text(tmp_path: Path) -> None:
    pulled = fetch(write_count(tmp_path, 5))
    assert pulled.table is not None
    assert pulled.table.column_names == [ROW, "主体名称", "记录编号", "提供日期"]
    assert pulled.table[ROW].to_pylist() == [1, 2, 3, 4, 5]
    assert pulled.table["记录编号"].to_pylist() == ["P10", "P20", "P30", "P40", "P50"]
    assert pulled.name == "platform-permit-000000000010-000000000050"
    assert (pulled.cursor, pulled.requests, pulled.retries) == ("50", 3, 0)


def test_a_second_pull_brings_only_what_is_new(tmp_path: Path) -> None:
    folder = write_count(tmp_path, 3)
    first = fetch(folder)
    again = fetch(folder, cursor=first.cursor)
    assert (again.table, again.cursor) == (None, "30")
    later = fetch(write_count(tmp_path, 5), cursor=again.cursor)
    assert later.table is not None
    assert numbers(later) == ["P40", "P50"]


def test_an_empty_dataset_is_nothing_new(tmp_path: Path) -> None:
    assert fetch(write_count(tmp_path, 0)).table is None


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(count=st.integers(0, 12), sizes=st.tuples(st.integers(1, 13), st.integers(1, 13)))
def test_page_size_and_port_do_not_show(count: int, sizes: tuple[int, int]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = write_rows(Path(name), [row(n + 1, **{f"列{n % 3}": "值"}) for n in range(count)])
        one, other = (fetch(folder, size=size) for size in sizes)
    assert (one.table is None) == (count == 0) == (other.table is None)
    if one.table is not None and other.table is not None:
        assert one.table.equals(other.table)
        assert (one.name, one.cursor) == (other.name, other.cursor)


ONCE = [Fault.BUSY, Fault.DOWN, Fault.HALF, Fault.TRUNCATED, Fault.HTML]
ROUND_AGAIN = [
    Fault.TOTAL_CHANGES,
    Fault.REPEATED_PAGE,
    Fault.SKIPPED_PAGE,
    Fault.REORDERED,
    Fault.MISSING_ROW,
    Fault.SILENT,
]


@pytest.mark.parametrize("fault", ONCE + ROUND_AGAIN)
@pytest.mark.parametrize("page", [2, 3])
def test_a_passing_fault_ends_in_the_same_table(tmp_path: Path, fault: Fault, page: int) -> None:
    folder = write_count(tmp_path, 6)
    right = fetch(folder).table
    pulled = fetch(folder, Switch(fault, page=page, times=1))
    assert right is not None
    assert pulled.table is not None
    assert pulled.table.equals(right)
    assert pulled.retries == (1 if fault in ONCE else 0)


@pytest.mark.parametrize("fault", [each for each in Fault if each not in (Fault.SILENT, Fault.DRIP)])
def test_a_lasting_fault_is_told_and_nothing_is_given(tmp_path: Path, fault: Fault) -> None:
    with pytest.raises(SourceError) as caught:
        fetch(write_count(tmp_path, 6), Switch(fault, page=2))
    assert re.search(f"数据类别 {DATASET} 第 [23] 页", str(caught.value))
    assert "请" in str(caught.value)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    switches=st.lists(
        st.builds(
            Switch,
            st.sampled_from([each for each in Fault if each not in (Fault.BOMB, Fault.DRIP)]),
            page=st.integers(1, 4),
            times=st.integers(1, 6),
        ),
        max_size=5,
    ),
    size=st.integers(1, 4),
)
def test_whatever_happens_the_whole_set_or_a_stop(switches: list[Switch], size: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = write_count(Path(name), 7)
        try:
            table = fetch(folder, *switches, size=size).table
        except SourceError:
            table = None
    if table is None:
        assert switches, "stopped on a good day"
    else:
        assert table["记录编号"].to_pylist() == [f"P{number * 10}" for number in range(1, 8)]


def test_a_skipped_page_before_a_silence_is_not_lost(tmp_path: Path) -> None:
    skipped, silent = Switch(Fault.SKIPPED_PAGE, page=2, times=1), Switch(Fault.MISSING_ROW, page=3, times=1)
    table = fetch(write_count(tmp_path, 7), skipped, silent, size=1).table
    assert table is not None
    assert table["记录编号"].to_pylist() == [f"P{number * 10}" for number in range(1, 8)]


def test_waits_double_and_end(tmp_path: Path) -> None:
    clock = Clock()
    with pytest.raises(SourceError, match=f"共尝试 {ATTEMPTS} 次"):
        fetch(write_count(tmp_path, 1), Switch(Fault.DOWN), clock=clock)
    assert clock.waits == [1, 2, 4, 8]


def test_retry_after_is_honoured(tmp_path: Path) -> None:
    clock = Clock()
    fetch(write_count(tmp_path, 1), Switch(Fault.DOWN, times=2), Switch(Fault.BUSY, times=1), clock=clock)
    assert clock.waits == [1, 2, 1]


def test_disagreeing_pages_are_asked_for_in_rounds(tmp_path: Path) -> None:
    folder = write_count(tmp_path, 4)
    assert fetch(folder, Switch(Fault.REPEATED_PAGE, page=2, times=ROUNDS - 1)).table is not None
    with pytest.raises(SourceError, match="重复或乱序"):
        fetch(folder, Switch(Fault.REPEATED_PAGE, page=2, times=ROUNDS))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": "Fri, 20 Nov 2026 08:00:30 GMT", "Date": "Fri, 20 Nov 2026 08:00:00 GMT"}, 30),
        ({"Retry-After": "Fri, 20 Nov 2026 07:00:00 GMT", "Date": "Fri, 20 Nov 2026 08:00:00 GMT"}, 0),
        ({"Retry-After": "Fri, 20 Nov 2026 08:00:30 GMT"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-1"}, None),
        ({}, None),
    ],
)
def test_retry_after_forms(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(CaseInsensitiveDict(headers)) == seconds


def test_a_wait_beyond_the_limit_stops_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.sources.platform_http.LONGEST_WAIT", 0.5)
    assert LONGEST_WAIT > 1
    clock = Clock()
    with pytest.raises(SourceError, match="要求等待 1 秒"):
        fetch(write_count(tmp_path, 1), Switch(Fault.BUSY), clock=clock)
    assert clock.waits == []


def test_a_platform_rebuilt_from_zero_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="重建"):
        fetch(write_count(tmp_path, 2), cursor="500")


def test_nobody_there() -> None:
    clock = Clock()
    with pytest.raises(SourceError, match="无法连接"):
        pull_from("http://127.0.0.1:9", clock=clock)
    assert len(clock.waits) == ATTEMPTS - 1


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a/",
        "file:///etc/passwd",
        "a.example",
        "http://",
        "http://user:pw@a.example/",
        "http://a.example/?k=1",
    ],
)
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        pull_from(url)
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize("token", ["", "two words", f"{TOKEN}\n", f"{TOKEN}\r\nX: 1", f"{TOKEN}令牌"])
def test_tokens_that_no_header_can_carry_are_refused_without_being_shown(token: str) -> None:
    with pytest.raises(SettingsError) as caught:
        make_auth(PLAIN, read_secret("platform", "TOKEN", "", {"TOKEN": token}, Path()), lambda: 0.0)
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("fault", [each for each in Fault if each not in (Fault.SILENT, Fault.DRIP)])
def test_the_token_shows_nowhere(tmp_path: Path, fault: Fault, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(SourceError) as caught:
        fetch(write_count(tmp_path, 6), Switch(fault, page=2))
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + caplog.text
    assert TOKEN not in told


def test_a_wrong_token_is_told_at_once(tmp_path: Path) -> None:
    clock = Clock()
    with (
        running(write_count(tmp_path, 1), "another") as platform,
        pytest.raises(SourceError, match="拒绝了令牌") as caught,
    ):
        pull_from(platform.url, clock=clock)
    assert TOKEN not in str(caught.value)
    assert clock.waits == []


def test_a_dataset_the_platform_does_not_have(tmp_path: Path) -> None:
    with running(write_count(tmp_path, 1), TOKEN) as platform, pytest.raises(SourceError, match="HTTP 404"):
        pull_from(platform.url, replace(PLAIN, names={DATASET: "honour"}))


def test_netrc_and_proxy_of_the_machine_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login a password b\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert fetch(write_count(tmp_path / "rows", 1)).table is not None
