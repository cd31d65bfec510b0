"""Pulls as commands run them: landing, cursors, receipts, doctor; order-free against an oracle; no secret anywhere."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipeline import landing
from pipeline.catalogue import load_catalogue
from pipeline.cli import main
from pipeline.office import freshness
from pipeline.settings import load_settings
from pipeline.sources.receipts import read, standings
from sample.platform.faults import Fault, Switch
from sample.platform.rules import Rules
from sample.platform.server import running, serving
from sample.platform.store import Store, Table
from tests import county
from tests.county import PERSON_ID
from tests.sources.platform_rows import DATASET, TOKEN, row, write_count, write_rows

CONFIG = """
[site]
name = "信用测试"
region = "测试县"
url = "https://credit.test.example"
[[source]]
name = "county"
kind = "platform"
url = "{url}"
secret_env = "TEST_SECRET"
datasets = ["permit"]
page_size = 2
retries = 0
"""
DAY = date(2026, 11, 20)
CATALOGUE = load_catalogue()


def config(folder: Path, url: str, more: str = "") -> list[str]:
    path = folder / "portal.toml"
    path.write_text(CONFIG.format(url=url) + more, encoding="utf-8")
    return ["--config", str(path), "--state", str(folder / "state"), "--as-of", DAY.isoformat()]


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_SECRET", TOKEN)


def test_a_pull_lands_moves_the_cursor_and_leaves_a_receipt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(write_count(tmp_path / "rows", 3), TOKEN) as platform:
        options = config(tmp_path, platform.url)
        assert [main(["pull", *options]) for _ in range(2)] == [0, 0]
    assert "county permit：取全，3 行" in capsys.readouterr().out
    first, second = read(tmp_path / "state")
    assert (first.outcome, first.window, first.rows, first.requests) == ("whole", ("", "30"), 3, 2)
    assert (second.outcome, second.window, second.rows) == ("nothing_new", ("30", "30"), 0)
    (batch,) = landing.batches(tmp_path / "state/landing", DATASET)
    assert (batch.name, batch.batch) == ("county-permit-000000000010-000000000030", first.batch)
    assert not list((tmp_path / "state/incoming").rglob("*.arrow"))


def test_a_dry_run_asks_nothing_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pull", "--dry-run", *config(tmp_path, "http://127.0.0.1:9")]) == 0
    told = capsys.readouterr().out
    assert '"updated_since": "0"' in told
    assert TOKEN not in told
    assert not (tmp_path / "state").exists()


def test_an_incomplete_pull_is_kept_apart_and_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.sources.incoming.PART_ROWS", 2)
    cells = {"备注": f"经办人 {PERSON_ID}"}
    rows = [row(n, **cells) for n in range(1, 8)]
    with running(
        write_rows(tmp_path / "rows", rows), TOKEN, (Switch(Fault.DOWN, page=3, times=1),)
    ) as platform:
        options = config(tmp_path, platform.url)
        assert main(["pull", *options]) == 1
        assert landing.batches(tmp_path / "state/landing", DATASET) == ()
        kept = [each for each in (tmp_path / "state").rglob("*") if each.is_file()]
        assert any(each.suffix == ".arrow" for each in kept)
        assert not any(PERSON_ID.encode() in each.read_bytes() for each in kept)
        assert main(["pull", *options]) == 0
    failed, done = read(tmp_path / "state")
    assert (failed.outcome, done.outcome, done.resumed, done.rows) == ("incomplete", "whole", 4, 7)
    assert done.findings == {"S-001": 7}
    sheet = freshness(
        load_settings(tmp_path / "portal.toml").sources, tmp_path / "state", CATALOGUE, DAY + timedelta(2)
    )
    assert sheet.rows == (("county", "行政许可", "2026-11-20", "2 天前", ""),)
    (standing,) = standings(tmp_path / "state", DAY + timedelta(2), [("county", DATASET)])
    assert (standing.last_success, standing.age, standing.incomplete) == ("2026-11-20", 2, "")


def test_doctor_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = '[[source]]\nname = "drop"\nkind = "folder"\npath = "drop"\n'
    with running(write_count(tmp_path / "rows", 3), TOKEN) as platform:
        options = config(tmp_path, platform.url, more)
        assert main(["doctor", *options]) == 1
        told = capsys.readouterr().out
        assert "county permit：正常（上次取全：从未）" in told
        assert "交换目录" in told
        assert "没有设置 PORTAL_KEY" in told
        (tmp_path / "drop/new").mkdir(parents=True)
        (tmp_path / "state/ledger").mkdir(parents=True)
        assert main(["doctor", *options]) == 0
        assert "PORTAL_KEY" not in capsys.readouterr().out
        shutil.rmtree(tmp_path / "state")
        os.environ["TEST_SECRET"] = "canary-wrong"
        assert main(["doctor", *options]) == 1
    told = capsys.readouterr().out
    assert "拒绝了令牌" in told
    assert "canary" not in told
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('name = "A"\nkind = "platform"\n', "name"),
        ('name = "a"\nkind = "ftp"\n', "kind"),
        ('name = "county"\nkind = "folder"\npath = "x"\n', "name 相同"),
        ('name = "a"\nkind = "platform"\ntoken = "x"\n', "token"),
        ('name = "a"\nkind = "platform"\npage_size = "10"\n', "page_size"),
        ('name = "a"\nkind = "platform"\npage_size = 0\n', "page_size"),
        ('name = "a"\nkind = "platform"\npage_size = -1\n', "page_size"),
        ('name = "a"\nkind = "platform"\nauth = "oauth"\n', "auth"),
        ('name = "a"\nkind = "platform"\nauth = "signed"\n', "sids"),
        ('name = "a"\nkind = "platform"\nsign_order = ["sid"]\n', "sign_order"),
        ('name = "a"\nkind = "folder"\n', "path"),
        ('name = "a"\nkind = "platform"\nfirst_day = "2010/1/1"\n', "first_day"),
        ('name = "a"\nkind = "platform"\nok = [0]\n', "ok"),
    ],
)
def test_settings_that_cannot_be_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], table: str, told: str
) -> None:
    assert main(["pull", *config(tmp_path, "http://127.0.0.1:9", "[[source]]\n" + table)]) == 2
    assert told in capsys.readouterr().err


class TestSecretFile:
    def options(self, folder: Path, url: str) -> list[str]:
        options = config(folder, url)
        path = folder / "portal.toml"
        text = path.read_text(encoding="utf-8").replace(
            'secret_env = "TEST_SECRET"', 'secret_file = "secret"'
        )
        path.write_text(text, encoding="utf-8")
        return options

    def test_a_file_of_the_owners_alone_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "secret").write_text(TOKEN + "\n", encoding="utf-8")
        (tmp_path / "secret").chmod(0o600)
        with running(write_count(tmp_path / "rows", 1), TOKEN) as platform:
            assert main(["pull", *self.options(tmp_path, platform.url)]) == 0

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
    def test_a_file_others_can_read_is_not(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], mode: int
    ) -> None:
        (tmp_path / "secret").write_text(TOKEN, encoding="utf-8")
        (tmp_path / "secret").chmod(mode)
        assert main(["pull", *self.options(tmp_path, "http://127.0.0.1:9")]) == 2
        told = capsys.readouterr().err
        assert "chmod 600" in told
        assert TOKEN not in told


def test_secrets_are_in_no_file_no_output_and_no_process_list(tmp_path: Path) -> None:
    """One signed pull that renews its secret, one that fails on an echo of it; the process is looked at as it runs."""
    appkey = "canary-appkey-5c21"
    rules = Rules(auth="signed", secret=appkey, sids={DATASET: "s"}, secret_calls=2)
    more = f'auth = "signed"\nrid = "{rules.rid}"\nsids = {{ permit = "s" }}\n'
    switches = (Switch(Fault.DOWN, page=4, times=2), Switch(Fault.ECHO_TOKEN, page=5, times=1))
    rows = [row(n) for n in range(1, 12)]
    seen: list[bytes] = []
    with serving(Store({DATASET: Table(rows)}), rules, switches) as platform:
        options = config(tmp_path, platform.url)
        path = tmp_path / "portal.toml"
        path.write_text(
            path.read_text(encoding="utf-8").replace("retries = 0", "retries = 3") + more, encoding="utf-8"
        )
        for wanted in (1, 0):
            environment = {**os.environ, "TEST_SECRET": appkey}
            process = subprocess.Popen(
                [sys.executable, "-X", "dev", "-m", "pipeline", "pull", *options],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            seen.append(Path(f"/proc/{process.pid}/cmdline").read_bytes())
            seen += process.communicate()
            assert process.returncode == wanted, seen
    seen += [each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()]
    assert len(seen) > 8
    assert not any(appkey.encode() in each for each in seen)


def test_receipts_survive_a_half_line(tmp_path: Path) -> None:
    with running(write_count(tmp_path / "rows", 1), TOKEN) as platform:
        options = config(tmp_path, platform.url)
        main(["pull", *options])
        path = tmp_path / "state/receipts.jsonl"
        path.write_text(path.read_text(encoding="utf-8") + '{"source": "coun', encoding="utf-8")
        main(["pull", *options])
    assert [each.outcome for each in read(tmp_path / "state")] == ["whole", "nothing_new"]
    assert json.loads(path.read_text(encoding="utf-8").splitlines()[-1])["outcome"] == "nothing_new"


def test_a_department_gets_its_file_back_with_the_faults_marked(tmp_path: Path) -> None:
    new = tmp_path / "drop/new"
    new.mkdir(parents=True)
    rows = [
        county.entity(county.CEDAR),
        county.entity(county.BIRCH) | {"统一社会信用代码": "91000000000000000X"},
    ]
    (new / "entity-一月.csv").write_text(county.as_csv(rows), encoding="utf-8")
    os.utime(new / "entity-一月.csv", (0, 0))
    more = '[[source]]\nname = "drop"\nkind = "folder"\npath = "drop"\n'
    assert main(["pull", "--source", "drop", *config(tmp_path, "http://127.0.0.1:9", more)]) == 0
    kept = sorted(path.name for path in (tmp_path / "drop/receipts").iterdir())
    assert kept == ["2026-11-20-entity-一月-1-检查结果.xlsx", "2026-11-20-entity-一月.csv.txt"]
    assert "退回" in (tmp_path / "drop/receipts" / kept[1]).read_text(encoding="utf-8")
    (receipt,) = read(tmp_path / "state")
    assert (receipt.source, receipt.outcome, receipt.rows) == ("drop", "whole", 2)
