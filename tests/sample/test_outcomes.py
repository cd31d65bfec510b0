"""What the README of the sample data says of each plant is what the stages make of it.

Runs pull, landing, reading, checks, deadlines and states on the sample county once; pages are not made.
"""

import json
import re
import secrets
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline import landing
from pipeline.catalogue.load import load_catalogue
from pipeline.finding_log import FindingLog
from pipeline.findings import Finding
from pipeline.guarding import Accepted
from pipeline.prepare import prepare
from pipeline.progress import silent
from pipeline.pulling import Pulling, pull_all, with_address
from pipeline.settings import load_settings
from pipeline.sources.adapters import Outside
from pipeline.sources.inbox import inbox_findings, read_inbox
from pipeline.sources.platform_http import Timing
from sample.county.build import build_county
from sample.county.model import AS_OF
from sample.platform.server import running
from tests.sample.test_county import DATA, listed

ROOT = DATA.parents[1]
KEY = b"sample-outcomes"
_CODE = re.compile(r"[A-Z]-\d{3}")
_STATE = re.compile(r"状态 (\w+)", re.ASCII)
_DUE = re.compile(r"时效 (in_time|late|undetermined)")


@dataclass(frozen=True)
class Outcome:
    """What came of the sample: by (file, row) findings and states, by (decided, arrived) timeliness."""

    findings: dict[tuple[str, int], set[str]]
    of_file: dict[str, set[str]]
    states: dict[tuple[str, int], str]
    due: dict[tuple[str, str], set[str]]
    state: Path


def _land(state: Path) -> list[Finding]:
    catalogue, settings = load_catalogue(), load_settings(ROOT / "portal.toml")
    token = secrets.token_urlsafe(8)
    with running(DATA / "platform", token, ()) as platform:
        timing = Timing(lambda: 0.0)
        outside = Outside(AS_OF, {"PORTAL_PLATFORM_TOKEN": token}, timing, settings.root, KEY)
        pulling = Pulling(catalogue, state, outside, silent)
        done = pull_all(with_address(settings.sources, platform.url), pulling)
        assert {each.outcome for each in done} == {"whole"}
    refused = list(inbox_findings(DATA / "inbox", catalogue))
    for table in read_inbox(DATA / "inbox", catalogue):
        if table.headings:
            landing.land(table, state / "landing", catalogue, AS_OF, KEY)
        else:
            refused += table.findings
    return refused


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    state = tmp_path_factory.mktemp("state")
    refused = _land(state)
    (state / "work").mkdir()
    settings = load_settings(ROOT / "portal.toml")
    with FindingLog(state / "work" / "findings.jsonl") as log:
        log.add(refused)
        prepare(load_catalogue(), settings, AS_OF, state, "", log, silent, Accepted())
    return Outcome(*_findings(state), _states(state), _timeliness(state), state)


def _file(name: str) -> str:
    """The file of sample/data that a batch came from."""
    pulled = re.match(r"platform-([a-z]+)-", name)
    return f"platform/{pulled[1]}.jsonl" if pulled else f"inbox/{name}"


def _findings(state: Path) -> tuple[dict[tuple[str, int], set[str]], dict[str, set[str]]]:
    by_row: dict[tuple[str, int], set[str]] = defaultdict(set)
    by_file: dict[str, set[str]] = defaultdict(set)
    for line in (state / "work" / "findings.jsonl").read_text("utf-8").splitlines():
        found = json.loads(line)
        by_row[_file(found["file"]), found["row"] or 0].add(found["code"])
        by_file[_file(found["file"])].add(found["code"])
    return by_row, by_file


def _states(state: Path) -> dict[tuple[str, int], str]:
    made: dict[tuple[str, int], str] = {}
    for name in ("permit", "penalty", "honour", "blacklist"):
        decided_name = "honour-exclusive" if name == "honour" else name
        rows = pq.read_table(state / "work" / "states" / f"{decided_name}.parquet").to_pylist()
        decided = {row["row_id"]: row["state"] for row in rows}
        for row in pq.read_table(state / "work" / "records" / f"{name}.parquet").to_pylist():
            if row["row_id"] in decided:
                made[_file(row["file"]), row["row"]] = decided[row["row_id"]]
    return made


def _timeliness(state: Path) -> dict[tuple[str, str], set[str]]:
    due: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in pq.read_table(state / "bundle" / "deadlines.parquet").to_pylist():
        due[str(row["decided_on"]), str(row["first_arrival"])].add(row["result"])
    return due


def test_every_finding_code_named_is_given_there(outcome: Outcome) -> None:
    expected = {plant.id: plant.expected for plant in build_county().plants}
    missing = []
    for name, (_, places) in listed().items():
        for code in _CODE.findall(expected[name]):
            given = [
                code in (outcome.findings[file, row] if row else outcome.of_file[file])
                for file, row, _ in places
            ]
            missing += [] if any(given) else [(name, code)]
    assert missing == []


def test_every_state_named_is_reached_there(outcome: Outcome) -> None:
    expected = {plant.id: plant.expected for plant in build_county().plants}
    wrong = []
    for name, (_, places) in listed().items():
        reached = {outcome.states.get((file, row)) for file, row, _ in places}
        named = set(_STATE.findall(expected[name]))
        wrong += [] if named <= reached or name == "ordinary-repairs" else [(name, named, reached)]
    assert wrong == []


def test_rows_said_to_be_rejected_have_no_state_and_others_are_kept(outcome: Outcome) -> None:
    plants = {plant.id: plant for plant in build_county().plants}
    for name, (_, places) in listed().items():
        for file, row, _ in places:
            if row and plants[name].expected.startswith("拒收"):
                assert (file, row) not in outcome.states, name


def test_timeliness_is_as_said(outcome: Outcome) -> None:
    plants = {plant.id: plant for plant in build_county().plants}
    said = 0
    for name, (_, places) in listed().items():
        for result in _DUE.findall(plants[name].expected):
            file, number, _ = places[0]
            row = json.loads((DATA / file).read_text("utf-8").splitlines()[number - 1])
            assert outcome.due[row["许可决定日期"], row["提供日期"]] == {result}, name
            said += 1
    assert said >= 7


def test_most_is_in_time_some_late_a_few_undetermined(outcome: Outcome) -> None:
    assert {result for results in outcome.due.values() for result in results} == {
        "in_time",
        "late",
        "undetermined",
    }


def test_no_identity_number_of_the_sample_is_in_any_landed_cell(outcome: Outcome) -> None:
    numbers = {each.encode() for each in _identity_numbers()}
    assert len(numbers) >= 5
    for path in sorted(outcome.state.rglob("*.parquet")):
        table = pq.read_table(path)
        text = str(table.to_pylist()).encode()
        assert [number for number in numbers if number in text] == [], path.name


def _identity_numbers() -> set[str]:
    found: set[str] = set()
    for path in sorted((DATA / "platform").glob("*.jsonl")) + sorted((DATA / "inbox").glob("*.csv")):
        text = path.read_bytes().decode("utf-8", "ignore")
        found |= set(re.findall(r"(?<![0-9A-Z])439999(?:19|20)\d{9}[\dX](?![0-9A-Z])", text))
    return found
