"""A good piece and the desk it is judged at, for tests."""

from datetime import date
from pathlib import Path

from pipeline.newsdesk.draft import Desk, Draft, from_markdown
from pipeline.newsdesk.front_matter import joined
from pipeline.newsdesk.rules import load_rules

TODAY = date(2026, 11, 20)
DESK = Desk(
    departments=("测试县市场监督管理局", "测试县应急管理局"),
    columns=("信用动态", "通知公告"),
    rules=load_rules("national"),
    today=TODAY,
    addresses=frozenset(("search", "guide-repair", "news/2026/11/a.md", "pages/guide-repair.md")),
    images=frozenset(("images/2026/a.png",)),
)
META = {
    "title": "个体工商户信用承诺集中签订",
    "category": "信用动态",
    "class": "动态类",
    "department": "测试县市场监督管理局",
    "author": "张三",
    "approved_by": "李四（局长）",
    "event_date": "2026-11-12",
    "submitted": "2026-11-16",
    "summary": "六十户个体工商户签订信用承诺书。",
}
BODY = (
    "11月12日，县市场监督管理局在城东市场组织六十户个体工商户集中签订信用承诺书，承诺依法经营、明码标价、不售假冒伪劣商品。"
    "工作人员现场讲解信用修复的条件和办理步骤，发放资料一百余份。\n\n"
    "下一步，该局将把承诺履行情况记入信用档案，并向社会公示，对违反承诺的依法处理。\n"
)


def piece(body: str = BODY, **changes: str) -> Draft:
    """The good piece with some of it changed; a field given as "" is left out."""
    meta = {key.removesuffix("_"): value for key, value in ({**META, **changes}).items() if value}
    return from_markdown("news/稿件.md", joined(meta, body).encode())


def write(path: Path, body: str = BODY, **changes: str) -> Path:
    """The piece as a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    meta = {key.removesuffix("_"): value for key, value in ({**META, **changes}).items() if value}
    path.write_text(joined(meta, body), encoding="utf-8")
    return path
