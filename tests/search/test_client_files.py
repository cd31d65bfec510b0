"""The search page names every module of the client in advance, so that they come in one round trip, not in five."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLIENT = ROOT / "search" / "client"


def imported(name: str, seen: set[str]) -> set[str]:
    """A module and all that it imports before it runs."""
    if name not in seen:
        seen.add(name)
        text = (CLIENT / name).read_text(encoding="utf-8")
        for other in re.findall(r'^(?:import|export)\b[^;]*?from "\./([a-z_]+\.js)";', text, re.MULTILINE):
            imported(other, seen)
    return seen


def test_every_module_is_preloaded_and_no_other() -> None:
    template = (ROOT / "theme" / "templates" / "search.html").read_text(encoding="utf-8")
    named = set(re.findall(r'rel="modulepreload" href="client/([a-z_]+\.js)"', template))
    assert named == imported("main.js", set()) - {"main.js"}
    assert "repair.js" not in named, "loaded when nothing was found"
    assert "batch.js" not in named, "loaded when opened"
