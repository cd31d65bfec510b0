"""Imports go one way (ARCHITECTURE.md): a stage never reads a stage after it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Lower may not import higher. Modules of one rank may import each other.
RANKS = {
    0: ("allocation", "errors", "files", "findings", "jail", "progress", "identifiers"),
    1: (
        "catalogue",
        "settings",
        "deadlines",
        "engine",
        "cells",
        "ledger",
        "identity_pattern",
        "private_text",
        "rule_sets",
        "source_settings",
        "editor_settings",
    ),
    2: ("sources", "landing", "landing_store", "state_folder", "personal"),
    3: ("reading", "several", "checks", "publicity", "versions", "sent_again", "full_sets"),
    4: ("records", "deciding", "memory", "last_good"),
    5: ("bundle",),
    6: ("bundling", "finding_log", "guarding", "office", "newsdesk"),
    7: ("prepare", "prepared", "explaining", "compliance", "portal", "open_data", "workbooks", "upward"),
    8: ("pulling", "verify", "verify_scan", "release", "serve", "serve_headers"),
    9: ("indexing", "publish"),
    10: (
        "run",
        "expiring",
    ),
    11: ("commands",),
    12: ("cli", "__main__"),
}
RANK = {name: rank for rank, names in RANKS.items() for name in names}
MODULES = sorted((ROOT / "pipeline").rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Dotted names a file imports, wherever the statement stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def part(dotted: str) -> str | None:
    """The part of the pipeline a dotted name belongs to."""
    pieces = dotted.split(".")
    return pieces[1] if pieces[0] == "pipeline" and len(pieces) > 1 else None


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_imports_nothing_above_itself(path: Path) -> None:
    own = part(".".join(path.relative_to(ROOT).with_suffix("").parts)) or "__init__"
    if own == "__init__":
        assert imported(path) == set()
        return
    assert own in RANK, f"{path.name}: give the new part '{own}' a rank in this test and in ARCHITECTURE.md"
    above = {name for name in imported(path) if (other := part(name)) and RANK[other] > RANK[own]}
    assert above == set()


@pytest.mark.parametrize("path", sorted((ROOT / "search").rglob("*.py")), ids=lambda path: path.name)
def test_search_reads_only_the_bundle(path: Path) -> None:
    parts = {part(name) for name in imported(path)} - {None}
    assert parts <= {"bundle", "errors", "progress"}
