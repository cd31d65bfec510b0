"""The reference platform over real HTTP: what it answers, and that each switch really spoils."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from sample import site
from sample.platform.app import OPENAPI
from sample.platform.faults import Fault, Switch, Switchboard
from sample.platform.server import running
from tests.sources.platform_rows import DATASET, TOKEN, row, write_count, write_rows

BEARER = {"Authorization": f"Bearer {TOKEN}"}


def ask(url: str, headers: dict[str, str] = BEARER, **parameters: Any) -> requests.Response:
    return requests.get(
        f"{url}/api/v1/{DATASET}", params=parameters, headers=headers, timeout=10, allow_redirects=False
    )


def test_pages_hold_every_row_once(tmp_path: Path) -> None:
    with running(write_count(tmp_path, 5), TOKEN) as platform:
        pages = [ask(platform.url, page=page, size=2).json()["data"] for page in (1, 2, 3)]
        served = dict(platform.store.served)
    assert [each["_seq"] for page in pages for each in page["rows"]] == [10, 20, 30, 40, 50]
    assert [page["next"] for page in pages] == [2, 3, None]
    assert {(page["total"], page["latest"]) for page in pages} == {(5, 50)}
    assert served == {DATASET: 5}


def test_only_what_is_new_since_a_stamp(tmp_path: Path) -> None:
    with running(write_count(tmp_path, 5), TOKEN) as platform:
        data = ask(platform.url, updated_since=30).json()["data"]
    assert (data["total"], [each["_seq"] for each in data["rows"]]) == (2, [40, 50])


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}])
def test_without_the_token_nothing(tmp_path: Path, headers: dict[str, str]) -> None:
    with running(write_count(tmp_path, 1), TOKEN) as platform:
        answer = ask(platform.url, headers)
    assert answer.status_code == 401
    assert "示例" not in answer.text


def test_wrong_parameters_are_refused_and_an_unknown_dataset_is_not_found(tmp_path: Path) -> None:
    with running(write_count(tmp_path, 1), TOKEN) as platform:
        assert ask(platform.url, page=0).status_code == 400
        other = requests.get(f"{platform.url}/api/v1/nothing", headers=BEARER, timeout=10)
    assert other.status_code == 404


def test_every_fault_spoils_the_answer(tmp_path: Path) -> None:
    folder = write_count(tmp_path, 4)
    with running(folder, TOKEN) as platform:
        right = ask(platform.url, page=2, size=2).content
    for fault in set(Fault) - {Fault.DRIP, Fault.REORDERED}:
        with running(folder, TOKEN, (Switch(fault),)) as platform:
            try:
                answer = ask(platform.url, page=2, size=2)
            except requests.RequestException:
                assert fault is Fault.HALF
            else:
                assert answer.status_code != 200 or answer.content != right, fault
            assert not platform.store.served


def test_a_switch_is_for_its_page_and_dataset_and_is_used_up() -> None:
    board = Switchboard(
        (Switch(Fault.BUSY, page=2, dataset="permit", times=1), Switch(Fault.DOWN, dataset="honour"))
    )
    assert board.fault("permit", 1) is None
    assert board.fault("penalty", 2) is None
    assert [board.fault("permit", 2) for _ in range(2)] == [Fault.BUSY, None]
    assert [board.fault("honour", 9) for _ in range(2)] == [Fault.DOWN, Fault.DOWN]


def test_a_stamp_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="twice"), running(write_rows(tmp_path, [row(1), row(1)]), TOKEN):
        pass


def test_the_description_names_what_is_answered(tmp_path: Path) -> None:
    with running(write_count(tmp_path, 1), TOKEN) as platform:
        description = requests.get(f"{platform.url}/openapi.json", timeout=10).json()
        data = ask(platform.url).json()["data"]
    assert description == json.loads(OPENAPI.read_text(encoding="utf-8"))
    assert set(description["components"]["schemas"]["Page"]["required"]) == set(data)


class TestSite:
    """`make site` around a stand-in for the portal's command."""

    def data(self, folder: Path) -> Path:
        write_count(folder / "platform", 3)
        (folder / "as_of.txt").write_text("2026-11-20\n", encoding="utf-8")
        return folder

    def test_the_command_gets_address_and_token_and_its_exit_code_is_passed_on(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.delenv("PORTAL_PLATFORM_TOKEN", raising=False)
        seen: dict[str, str] = {}

        def command(arguments: list[str]) -> int:
            import os  # noqa: PLC0415

            seen.update(zip(arguments[1::2], arguments[2::2], strict=True), verb=arguments[0])
            token = os.environ["PORTAL_PLATFORM_TOKEN"]
            assert ask(seen["--platform"], {"Authorization": f"Bearer {token}"}).status_code == 200
            return 7

        assert site.build(command, ["--state", "elsewhere"], self.data(tmp_path)) == 7
        assert (seen["verb"], seen["--as-of"], seen["--state"]) == ("build", "2026-11-20", "elsewhere")
        assert "permit 3 行" in capsys.readouterr().out
        with pytest.raises(requests.ConnectionError):
            ask(seen["--platform"])

    def test_the_platform_is_stopped_when_the_command_fails(self, tmp_path: Path) -> None:
        address = ""

        def command(arguments: list[str]) -> int:
            nonlocal address
            address = arguments[arguments.index("--platform") + 1]
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            site.build(command, data=self.data(tmp_path))
        with pytest.raises(requests.ConnectionError):
            ask(address)
