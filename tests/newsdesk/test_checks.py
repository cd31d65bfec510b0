"""Each fault a piece can have is told by its code; a good piece has none."""

from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.newsdesk import codes
from pipeline.newsdesk.checking import check
from pipeline.newsdesk.draft import Draft, from_markdown
from pipeline.newsdesk.library import Library
from pipeline.newsdesk.rendered import EXTENSIONS
from pipeline.newsdesk.rules import load_rules
from tests.newsdesk.pieces import BODY, DESK, piece

EMPTY = Library([])
ROOT = Path(__file__).resolve().parents[2]


def found(draft: Draft) -> set[str]:
    return {each.code for each in check(draft, DESK, EMPTY).findings}


def test_a_good_piece() -> None:
    assert found(piece()) == set()


HEADS = [
    ({"title": ""}, "N-001"),
    ({"summary": ""}, "N-001"),
    ({"approved_by": ""}, "N-001"),
    ({"writer": "x"}, "N-002"),
    ({"department": "市场监督管理局"}, "N-003"),
    ({"category": "要闻"}, "N-004"),
    ({"class_": "其他", "class": ""}, "N-005"),
    ({"event_date": "11月12日"}, "N-006"),
    ({"approved_by": "待审核"}, "N-007"),
    ({"approved_by": "未审"}, "N-007"),
    ({"approved_by": "/"}, "N-007"),
    ({"approved_by": "张三"}, "N-008"),
    ({"event_date": "2026-10-15"}, "N-009"),
    ({"event_date": "2026-11-17"}, "N-010"),
    ({"submitted": "2026-11-21"}, "N-011"),
    ({"related": "91439999MA00000011"}, "N-015"),
    ({"title": "签约"}, "N-040"),
    ({"title": "题" * 41}, "N-040"),
    ({"title": "个体工商户签订信用承诺。"}, "N-041"),
    ({"title": "abc defg hij"}, "N-041"),
    ({"title": "<b>个体工商户签订</b>承诺"}, "N-041"),
    ({"summary": "一" * 121}, "N-044"),
]


@pytest.mark.parametrize(("changes", "code"), HEADS, ids=[f"{code}-{n}" for n, (_, code) in enumerate(HEADS)])
def test_heads(changes: dict[str, str], code: str) -> None:
    assert code in found(piece(**changes))


BODIES = [
    ("短文。", "N-042"),
    (BODY + "长" * 5000, "N-043"),
    (BODY + "多了。。标点", "N-045"),
    (BODY + "半角,标点", "N-045"),
    (BODY + "《没有另一半", "N-045"),
    (BODY + "中间 有空格的字", "N-045"),
    (BODY + "2月30日复查。", "N-050"),
    (BODY + "2026年11月12日（星期三）复查。", "N-051"),
    (BODY.replace("11月12日", "11月13日"), "N-052"),
    (BODY + "乱码\ufffd。", "N-060"),
    (BODY + "锟斤拷", "N-060"),
    (BODY + "私用区\ue123字", "N-060"),
    (BODY + "★装饰★", "N-061"),
    (BODY + "🎉庆祝", "N-061"),
    (BODY + "身份证号439999199001011234", "N-020"),
    (BODY + "手机13812345678。", "N-021"),
    (BODY + "家庭住址：测试县城关镇一路2号。", "N-021"),
    (BODY + "咨询电话0799-7234567。", "N-022"),
    (BODY + "[见](https://www.example.gov.cn/)", "N-030"),
    (BODY + "[见](/none/)", "N-031"),
    (BODY + "[见]({filename}/pages/none.md)", "N-031"),
    (BODY + "[见](javascript:alert(1))", "N-032"),
    (BODY + "[见](file:///etc/passwd)", "N-032"),
    (BODY + "<div onclick='x()'>块</div>", "N-033"),
    (BODY + "![]({static}/images/2026/a.png)", "N-070"),
    (BODY + "![签约现场](https://x.example/a.png)", "N-071"),
    (BODY + "![签约现场]({static}/images/2026/none.png)", "N-071"),
    (
        "县里召开会议，研究部署下半年的各项重点工作，与会人员认真讨论，提出意见建议，会议取得圆满成功，大家一致表示满意。"
        * 3,
        "N-014",
    ),
]


@pytest.mark.parametrize(("body", "code"), BODIES, ids=[f"{code}-{n}" for n, (_, code) in enumerate(BODIES)])
def test_bodies(body: str, code: str) -> None:
    assert code in found(piece(body, title="县里召开今年的第三次会议", summary="研究部署各项工作"))


@pytest.mark.parametrize(
    "body",
    [
        BODY + "[查询](/search/)和[指引]({filename}/pages/guide-repair.md)。",
        BODY + "![签约现场]({static}/images/2026/a.png)",
        BODY + "2024年2月29日起施行；11月12日（星期四）签订。",
        BODY + "1.5万元、3,000元、GB/T 15834、“信用＋”、A·B·C。",
    ],
)
def test_nothing_to_mend(body: str) -> None:
    assert found(piece(body)) == set()


def test_a_finding_never_shows_personal_data() -> None:
    secrets = ("439999199001011234", "13812345678", "城关镇一路")
    body = BODY + f"身份证号{secrets[0]}，手机{secrets[1]}，家庭住址：测试县{secrets[2]}2号。"
    told = " ".join(f"{each.message} {each.value}" for each in check(piece(body), DESK, EMPTY).findings)
    assert [each for each in secrets if each in told] == []


def test_the_day_of_staleness() -> None:
    assert "N-009" not in found(piece(event_date="2026-10-16"))
    assert "N-009" in found(piece(event_date="2026-10-15"))


def test_a_file_in_another_encoding() -> None:
    assert [
        each.code for each in check(from_markdown("a.md", "题".encode("gb18030")), DESK, EMPTY).findings
    ] == ["N-002"]


def test_an_unknown_rule_set() -> None:
    with pytest.raises(SettingsError, match="national"):
        load_rules("none")


def test_what_is_checked_is_rendered_as_the_site_renders() -> None:
    import pelicanconf  # noqa: PLC0415

    assert tuple(pelicanconf.MARKDOWN["extension_configs"]) == EXTENSIONS


def test_every_code_is_described() -> None:
    told = (ROOT / "docs/news.md").read_text(encoding="utf-8")
    assert [each.code for each in codes.ALL if each.code not in told] == []
    assert len({each.code for each in codes.ALL}) == len(codes.ALL)
