"""The web editor in Chromium against Decap's own local back end: a piece is written, checked, accepted and shown."""

import os
import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from pipeline.bundle import open_bundle
from pipeline.cli import main
from pipeline.portal.site import build_pages
from pipeline.portal.workers import crew
from pipeline.serve import running
from pipeline.settings import Settings, load_settings
from tests.portal.building import quiet
from tests.toy import write_toy_bundle

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
SERVER = ROOT / "node_modules" / "decap-server" / "dist" / "index.js"
TITLE = "县市场监管局约谈三家预付卡商户"
BODY = (
    "县市场监督管理局近日约谈三家发放预付卡的商户，要求如实公示退费办法，按约定退还余额。三家商户当场签订信用承诺书，"
    "承诺书在县信用门户公示。执法人员提醒，商户停业前应当提前三十日告知持卡人，不按约定退费的，依法处罚并公示；"
    "消费者办卡前请查询商户的信用记录，保存合同和付款凭证，发现问题及时投诉。"
)
CONFIG = """[site]
name = "信用测试"
region = "测试县"
url = "https://credit.test.example"
[editor]
backend = "local"
host = "http://127.0.0.1:{port}"
[[department]]
id = "market"
name = "测试县市场监督管理局"
"""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def built(folder: Path, office: Settings) -> Path:
    """The office's site over the toy bundle."""
    bundle, site = write_toy_bundle(folder / "bundle"), folder / "site"
    site.mkdir()
    with crew(1) as beside:
        build_pages(open_bundle(bundle), site, office, quiet, beside)
    return site


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=1).close()
    except URLError as error:
        return hasattr(error, "code")
    return True


@pytest.fixture
def office(tmp_path: Path) -> Settings:
    root = tmp_path / "office"
    (root / "content" / "news").mkdir(parents=True)
    (root / "news-inbox").mkdir()
    (root / "portal.toml").write_text(CONFIG.format(port=free_port()), encoding="utf-8")
    return load_settings(root / "portal.toml")


@pytest.fixture
def base(office: Settings, tmp_path: Path) -> Iterator[str]:
    """The editor's page on one port, Decap's local back end over the office's folder on another."""
    assert office.editor is not None
    with running(built(tmp_path / "before", office)) as address:
        port = office.editor.host.rsplit(":", 1)[1]
        folder = {"GIT_REPO_DIRECTORY": str(office.root), "MODE": "fs", "BIND_HOST": "127.0.0.1"}
        environment = {**os.environ, **folder, "PORT": port, "ORIGIN": address, "LOG_LEVEL": "error"}
        with subprocess.Popen(["node", str(SERVER)], env=environment, stdout=subprocess.DEVNULL) as server:
            try:
                end = time.monotonic() + 20
                while not answers(f"{office.editor.host}/api/v1"):
                    assert time.monotonic() < end, "decap-server does not answer"
                    time.sleep(0.1)
                yield address
            finally:
                server.terminate()


def insert_picture(page: Page, picture: Path) -> None:
    """Through the editor's library, with a description."""
    page.get_by_role("button", name="添加组件").click()
    page.get_by_role("menuitem", name="图片").click()
    page.get_by_role("button", name="选择图片").click()
    page.locator("input[type=file]").first.set_input_files(picture)
    page.get_by_role("button", name="选用已选中项目").click()
    page.get_by_label("图片说明").fill("执法人员在商户店内核对预付卡台账")


def write_piece(page: Page, base: str, picture: Path) -> None:
    """What a clerk does."""
    page.goto(f"{base}/editor/")
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name=re.compile("稿件")).first.wait_for()
    page.goto(f"{base}/editor/#/collections/inbox/new")
    page.get_by_label("标题").fill(TITLE)
    for label, choice in (("栏目", "信用动态"), ("类别", "动态类"), ("报送单位", "测试县市场监督管理局")):
        page.get_by_label(label, exact=True).click()
        page.get_by_role("option", name=choice).click()
    page.get_by_label("作者").fill("王芳")
    page.get_by_label("审核人").fill("李局长")
    page.get_by_label("事件日期").fill("2026-11-16")
    page.get_by_label("报送日期").fill("2026-11-18")
    page.get_by_label("摘要").fill("三家商户签订信用承诺书，公示退费办法。")
    page.locator("[role=textbox][contenteditable=true]").fill(BODY)
    insert_picture(page, picture)
    page.get_by_role("button", name="提交").click()
    page.get_by_role("menuitem", name="立即提交").click()
    page.get_by_text("修改已保存").wait_for()


def desk(office: Settings, action: str, file: Path, *further: str) -> int:
    config = str(office.root / "portal.toml")
    return main(["news", action, str(file), "--config", config, "--as-of", "2026-11-20", *further])


def test_the_writing_page_fits_a_phone(browser: Browser, base: str) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{base}/editor/")
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name=re.compile("稿件")).first.wait_for()
    page.goto(f"{base}/editor/#/collections/inbox/new")
    page.get_by_label("标题").wait_for()
    expect(page.get_by_role("button", name="提交")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.context.close()


def test_a_piece_is_written_checked_accepted_and_shown(
    browser: Browser, base: str, office: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office.editor is not None
    page = browser.new_context(timezone_id="Asia/Shanghai", locale="zh-CN").new_page()
    page.set_default_timeout(60_000)
    told: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    picture = tmp_path / "现场 照片.png"
    Image.new("RGB", (640, 400), "teal").save(picture)
    write_piece(page, base, picture)
    page.context.close()
    assert told == []  # nothing that the page's policy forbids is tried
    hosts = (f"{base}/", f"{office.editor.host}/", "blob:")
    assert [url for url in asked if not url.startswith(hosts)] == []

    (file,) = (office.root / "news-inbox").iterdir()
    assert desk(office, "check", file) == 0, capsys.readouterr().out
    state = str(tmp_path / "state")
    assert (
        desk(office, "accept", file, "--by", "张编辑", "--state", state, "--publish", "2026-11-19 10:00") == 0
    )
    site = built(tmp_path / "after", office)
    shown = (site / "news/2026/11/2026-11-market-1/index.html").read_text(encoding="utf-8")
    assert f"<h1>{TITLE}</h1>" in shown
    assert BODY in shown
    assert 'alt="执法人员在商户店内核对预付卡台账"' in shown
    assert TITLE in (site / "news/updates/index.html").read_text(encoding="utf-8")


def test_no_page_and_no_sitemap_leads_to_the_editor(office: Settings, tmp_path: Path) -> None:
    site = built(tmp_path / "quiet", office)
    assert (site / "editor" / "index.html").is_file()
    others = [
        path for path in site.rglob("*") if path.suffix in (".html", ".xml") and path.parent.name != "editor"
    ]
    assert [path for path in others if b"editor/" in path.read_bytes()] == []
