"""Schemathesis holds the reference platform to its OpenAPI description: generated calls, right and wrong."""

import json
from pathlib import Path

import schemathesis
from hypothesis import HealthCheck, settings

from sample.platform.app import OPENAPI, create_app
from sample.platform.faults import Switchboard
from sample.platform.rules import Rules
from sample.platform.store import read_store

TOKEN = "token-of-the-test"
DATA = Path(__file__).resolve().parents[2] / "sample" / "data" / "platform"
APP = create_app(read_store(DATA), Rules(secret=TOKEN), Switchboard())
schema = schemathesis.openapi.from_wsgi("/openapi.json", APP)


@schema.parametrize()
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_platform_answers_as_described(case: schemathesis.Case) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {TOKEN}"})


def test_every_sample_dataset_is_described() -> None:
    table = json.loads(OPENAPI.read_text(encoding="utf-8"))
    described = table["paths"]["/api/v1/{dataset}"]["parameters"][0]["schema"]["enum"]
    assert sorted(described) == sorted(path.stem for path in DATA.glob("*.jsonl"))
