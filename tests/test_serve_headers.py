"""What is said with each answer, and that nginx is told to say the same."""

import re
from pathlib import Path

import pytest

from pipeline.serve_headers import (
    CONTENT_TYPES,
    FRESH,
    IMMUTABLE,
    SECURITY_HEADERS,
    accepts_gzip,
    cache_control,
    matches,
    security_headers,
)

NGINX = Path(__file__).parents[1] / "docs" / "deploy" / "nginx.conf"


@pytest.mark.parametrize(
    ("name", "control"),
    [
        ("shard-0123456789abcdef.bin", IMMUTABLE),
        ("style.0123456789abcdef0123.css", IMMUTABLE),
        ("0123456789abcdef.json", IMMUTABLE),
        ("index.html", FRESH),
        ("page-0123456789abcdef.html", FRESH),
        ("manifest.json", FRESH),
        ("permit-20261120.csv", FRESH),
        ("0123456789abcdeg.json", FRESH),
    ],
)
def test_only_names_with_a_hash_are_kept_for_ever(name: str, control: str) -> None:
    assert cache_control(name) == control


@pytest.mark.parametrize(
    ("header", "yes"),
    [
        ("gzip", True),
        ("GZIP;q=1", True),
        ("*", True),
        ("*, gzip;q=0.0", False),
        ("", False),
        ("br", False),
        ("gzip; q=0", False),
    ],
)
def test_accept_encoding(header: str, yes: bool) -> None:
    assert accepts_gzip(header) is yes


def test_etag_lists() -> None:
    assert matches("*", '"a"')
    assert matches('W/"b", "a"', '"a"')
    assert not matches('"ab"', '"a"')


def test_nginx_says_the_same() -> None:
    text = NGINX.read_text(encoding="utf-8")
    said = dict(re.findall(r'add_header\s+([\w-]+)\s+"([^"]*)"\s+always;', text))
    policies = re.search(
        r'map \$uri \$portal_policy \{\s+default\s+"([^"]*)";\s+"~\^/editor/" "([^"]*)";', text
    )
    assert policies is not None
    assert "add_header Content-Security-Policy $portal_policy always;" in text
    said["Content-Security-Policy"] = policies[1]
    assert security_headers("editor/index.html")["Content-Security-Policy"] == policies[2]
    assert security_headers("e/editor/index.html") == SECURITY_HEADERS
    assert {name: said.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    for control in (FRESH, IMMUTABLE):
        assert f'"{control}"' in text
    for suffix, kind in CONTENT_TYPES.items():
        bare = kind.partition(";")[0]
        assert re.search(rf"{re.escape(bare)}\s[^;]*\b{suffix[1:]}\b[^;]*;", text), suffix
