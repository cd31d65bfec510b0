"""A second office makes the portal its own: a city with other rules, columns, departments, emblem and colours; settings only."""

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.errors import SettingsError
from pipeline.portal.brand import brand_files
from tests import county
from tests.catalogue.test_toy_dataset import row, toy
from tests.county import CEDAR

PORTAL = """
[site]
name = "信用样城"
region = "样城市"
url = "https://credit.city.example/portal"
sponsor = "样城市发展和改革委员会"
contact = "0000-1111111"
site_code = "9900000001"
police_record = "样公网安备99000002000001号"
[rules]
deadlines = "wushan"
term_sets = ["market-regulator"]
objections = "20-days"
[[column]]
id = "voices"
title = "市民之声"
note = "市民参与信用建设"
days = 30
[[department]]
id = "water"
name = "样城市水务局"
[[department]]
id = "market"
name = "测试县市场监督管理局"
"""
VARIABLES = ":root {\n  --brand: #5a1f6b;\n}\n"
EMBLEM = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>\n'
POLICE = b"\x89PNG\r\n\x1a\n"
ARTICLE = "Title: 市民评信用\nDate: 2026-11-18 09:30\nSlug: voices-1\nCategory: 市民之声\nDepartment: 样城市水务局\n\n正文。\n"


def office(folder: Path) -> Path:
    files = {
        "portal.toml": PORTAL,
        "brand/variables.css": VARIABLES,
        "brand/emblem.svg": EMBLEM,
        "content/news/voices-1.md": ARTICLE,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "brand/police.png").write_bytes(POLICE)
    return folder / "portal.toml"


def build(root: Path, config: Path) -> int:
    where = ["--config", str(config), "--state", str(root / "state"), "--output", str(root / "output")]
    inbox = root / "inbox"
    return main(["build", "--as-of", "2026-11-20", "--inbox", str(inbox), *where])


def test_a_city_with_its_own_rules_and_looks(tmp_path: Path) -> None:
    county.standard(tmp_path / "inbox")
    county.write(tmp_path / "inbox", "lantern.csv", [row("灯备〔2026〕1号")])
    config = office(tmp_path / "city")
    toy(config.parent / "catalogue")
    assert build(tmp_path, config) == 0
    output = tmp_path / "output"
    page = (output / f"e/{CEDAR}/index.html").read_text(encoding="utf-8")
    assert "信用样城" in page
    assert "样城市发展和改革委员会" in page
    assert 'data-dataset="lantern"' in page
    assert "灯会承办备案" in (output / "lists/index.html").read_text(encoding="utf-8")
    assert "https://credit.city.example/portal/e/" in page
    assert (output / "theme/css/variables.css").read_text(encoding="utf-8") == VARIABLES
    assert (output / "theme/img/emblem.svg").read_text(encoding="utf-8") == EMBLEM
    assert (output / "theme/img/police.png").read_bytes() == POLICE
    assert 'src="../../theme/img/police.png"' in page
    assert "市民评信用" in (output / "news/voices/index.html").read_text(encoding="utf-8")
    assert not (output / "news/updates").exists()
    timeliness = json.loads((output / "data/v1/timeliness.json").read_text(encoding="utf-8"))
    assert timeliness["rule"] == "wushan"
    assert "信用测试" not in "".join(p.read_text(encoding="utf-8") for p in output.rglob("*.html"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("variables.css", "@import url(//other.example/x.css);"),
        ("variables.css", ":root { --x: url(a.png) }"),
        ("emblem.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("emblem.svg", "<svg><image href='https://other.example/x'/></svg>"),
        ("logo.png", ""),
    ],
)
def test_what_asks_another_host_or_has_no_place_is_refused(tmp_path: Path, name: str, text: str) -> None:
    office(tmp_path)
    assert len(brand_files(tmp_path)) == 3
    (tmp_path / "brand" / name).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=name):
        brand_files(tmp_path)
