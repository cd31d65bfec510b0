"""Reads departments.toml and gives each department of portal.toml its credit code and templates."""

import random
import tomllib
from pathlib import Path

from pipeline.settings import load_settings
from sample.county.codes import make_credit_code
from sample.county.model import Department, PenaltyText, PermitText

_FILE = Path(__file__).with_name("departments.toml")
_PORTAL = Path(__file__).parents[2] / "portal.toml"


def load_departments(rng: random.Random) -> tuple[Department, ...]:
    """The ten departments in the order of portal.toml; a department without templates is an error."""
    entries = {each["id"]: each for each in tomllib.loads(_FILE.read_text(encoding="utf-8"))["department"]}
    return tuple(
        Department(
            id=each.id,
            name=each.name,
            short=entries[each.id]["short"],
            code=make_credit_code("11", rng),
            honour=entries[each.id]["honour"],
            blacklist=entries[each.id]["blacklist"],
            prefers=tuple(entries[each.id]["prefers"]),
            permits=tuple(PermitText(*row) for row in entries[each.id]["permits"]),
            penalties=tuple(PenaltyText(*row) for row in entries[each.id]["penalties"]),
        )
        for each in load_settings(_PORTAL).departments
    )
