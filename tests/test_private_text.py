"""Personal data in free text: every form is masked, and what only looks like it is left alone."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.private_text import FORMS, clean_texts, planted_texts
from pipeline.identity_pattern import spans
from pipeline.personal import redact, redact_text
from pipeline.private_text import KINDS, mask
from pipeline.sources.raw import ROW


def whole(text: str) -> str:
    return mask(redact_text(text))[0]


MASKED = [
    ("电话13800138000，拒不改正", "电话[手机号码已隐去]，拒不改正"),
    ("联系138 0013 8000。", "联系[手机号码已隐去]。"),
    ("手机１３８００１３８０００", "手机[手机号码已隐去]"),
    ("+86 138-0013-8000", "+86 [手机号码已隐去]"),
    ("（0735）2234567", "[电话号码已隐去]"),
    ("0735-22345678", "[电话号码已隐去]"),
    ("账号：43001234567890123", "账号：[银行账号已隐去]"),
    ("转入6222021234567890128", "转入[银行账号已隐去]"),
    ("驾驶湘L12345小型汽车", "驾驶[车牌号已隐去]小型汽车"),
    ("驾驶湘L·D12345", "驾驶[车牌号已隐去]"),
    ("邮箱zhang.san@example.com。", "邮箱[电子邮箱已隐去]。"),
    ("持护照E12345678入境", "持护照[证件号码已隐去]入境"),
    ("港澳居民来往内地通行证H12345678", "港澳居民来往内地通行证[证件号码已隐去]"),
    ("台胞证12345678", "台胞证[证件号码已隐去]"),
    ("张某，男，住示例县城关镇解放路12号3栋401室，违法", "张某，男，住[住址已隐去]，违法"),
    ("家庭住址：示例县城关镇。", "家庭住址：[住址已隐去]。"),
    ("证人王某家住示例县城关镇解放路12号3栋", "证人王某家住[住址已隐去]"),
    ("邻居赵六住解放路12号，作证", "邻居赵六住[住址已隐去]，作证"),
    ("李四居住于示例县城关镇东风村3组，拒不改正", "李四居住于[住址已隐去]，拒不改正"),
    ("李四租住在示例县解放路12号", "李四租住在[住址已隐去]"),
    ("经常居住地：示例县城关镇。", "经常居住地：[住址已隐去]。"),
    ("现居示例县云岭乡石门村5组", "现居[住址已隐去]"),
    ("举报人李四，电话另附", "举报人[姓名已隐去]，电话另附"),
    ("经投诉人王建国反映，该店", "经投诉人[姓名已隐去]反映，该店"),
    ("致患者：陈小红受伤", "致患者：[姓名已隐去]受伤"),
    ("证人赵六称其在场", "证人[姓名已隐去]称其在场"),
]


@pytest.mark.parametrize(("text", "masked"), MASKED)
def test_each_form_is_masked(text: str, masked: str) -> None:
    assert mask(text)[0] == masked


@pytest.mark.parametrize(
    "text",
    [
        "示市监罚〔2025〕430102号", "2026年1月5日至2026-12-31", "罚款50000元", "条码6901234567892",
        "国药准字H20123456", "国食健字G20190123", "发票号码24432000000012345678", "食品许可证JY14301020012345",
        "粤B2-20090059", "湘ICP备12345678号", "编号13812345678", "面积12345678.90平方米", "91110000600037341L",
        "入住旅客20人", "住所：示例县解放路1号", "热线12345", "湘AQ20260012号", "生产批号20260105123", "住房和城乡建设局",
        "将解放路12号住宅改为商铺", "该小区住户投诉解放路12号", "入住解放路12号的旅客", "居住建筑面积超过解放路12号楼",
        "解放路12号居住小区",
        "举报人王某某称", "投诉人提供的照片", "举报人金额不符", "患者黄疸未退", "被害人陈述及照片", "投诉人石材公司",
        "违反居住证管理规定，解放路12号", "常住解放路12号的人口", "住建局解放路12号院",
    ],
)  # fmt: skip
def test_what_is_no_personal_data_stays(text: str) -> None:
    assert mask(text) == (text, ())


def test_recall_and_precision_on_generated_texts() -> None:
    planted = planted_texts(1_200, seed=5)
    missed = [(form, text) for form, text, secret in planted if secret in whole(text)]
    assert missed == []
    assert {form for form, _, _ in planted} == set(FORMS)
    clean = clean_texts(2_000, seed=6)
    assert [text for text in clean if whole(text) != text] == []


@given(st.text(), st.text())
def test_masking_twice_changes_nothing(before: str, after: str) -> None:
    once, kinds = mask(f"{before}。电话13800138000。{after}")
    assert mask(once) == (once, ())
    assert "手机号码" in kinds
    assert spans(once) == spans(f"{before}。{after}") or kinds


def test_a_column_is_masked_as_its_texts_are() -> None:
    """The first look at a column passes over nothing that a look at each text would find."""
    planted = [redact_text(text) for _, text, _ in planted_texts(400, seed=7)]
    texts = [*(text for text, _ in MASKED), *planted, *clean_texts(200, seed=8)]
    cells = pa.table({ROW: pa.array(range(len(texts)), pa.int32()), "备注": texts})
    assert redact(cells, {}, b"k" * 32)[0]["备注"].to_pylist() == [mask(text)[0] for text in texts]


def test_marks_are_never_masked_again() -> None:
    for kind in KINDS:
        assert mask(kind.mark) == (kind.mark, ())
