"""Rows of the permit files: date forms, damaged credit codes, dates out of order, old column names."""

from datetime import date

from pipeline.identifiers import registration_number
from sample.county.codes import make_identity_number
from sample.county.model import DIVISION, Plant, Subject
from sample.county.story import Story

Entry = tuple[Plant | None, dict[str, str]]

_DATES = (
    ("date-slash", "2026/1/5", "日期用斜杠"),
    ("date-dot", "2026.01.05", "日期用点"),
    ("date-compact", "20260105", "日期为八位数字"),
    ("date-chinese", "2026年1月5日", "日期用年月日"),
    ("date-serial", "46027", "日期为表格序列号"),
    ("date-time", "2026-01-05 00:00:00", "日期带时间"),
)


def _full_width(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) for each in text)


def _fault(key: str, title: str, expected: str, probe: str) -> Plant:
    return Plant(key, "fault", title, expected, probe)


def permit_forms(story: Story) -> list[Entry]:
    """Every written form of a date, then every damage of a credit code."""
    day = date(2026, 1, 5)
    entries: list[Entry] = []
    for key, text, title in _DATES:
        values = story.make("permit", "market", day, {"decided_on": text, "provided_on": "2026-01-08"})
        entries.append((_fault(key, f"{title}：{text}", "读作 2026-01-05，状态 published", text), values))
    return entries + _damaged_codes(story) + _disordered(story)


def _damaged_codes(story: Story) -> list[Entry]:
    zero = next(each for each in story.maker.subjects if "0" in each.code[8:17] and each.code[0] == "9")
    one = next(each for each in story.maker.subjects if "1" in each.code[8:17] and each.code[0] == "9")
    codes = (
        ("code-lower", "信用代码小写", zero.code.lower(), "还原为大写，状态 published"),
        ("code-full-width", "信用代码全角", _full_width(zero.code), "还原为半角，状态 published"),
        ("code-blanks", "信用代码中有空格", f" {zero.code[:8]} {zero.code[8:]}", "去除空格，状态 published"),
        ("code-apostrophe", "信用代码前有单引号", f"'{zero.code}", "去除单引号，状态 published"),
        (
            "code-o-for-0",
            "信用代码以 O 代 0",
            zero.code[:8] + zero.code[8:].replace("0", "O"),
            "拒收 C-007：含字母 O",
        ),
        (
            "code-i-for-1",
            "信用代码以 I 代 1",
            one.code[:8] + one.code[8:].replace("1", "I"),
            "拒收 C-007：含字母 I",
        ),
        ("code-scientific", "信用代码成科学计数", "9.11E+17", "拒收 C-007：被表格软件损坏"),
        (
            "code-check",
            "信用代码校验位不符",
            zero.code[:17] + _other(zero.code[17]),
            "拒收 C-007：校验位不符",
        ),
        ("code-missing", "法人没有信用代码", "", "拒收 C-002：缺少统一社会信用代码"),
    )
    entries: list[Entry] = []
    for n, (key, title, code, expected) in enumerate(codes):
        who = one if key == "code-i-for-1" else zero
        values = story.make("permit", "health", date(2026, 11, 2 + n), {"subject_code": code}, who)
        entries.append((_fault(key, title, expected, code.replace("+", r"\+")), values))
    return entries


def _other(symbol: str) -> str:
    return "7" if symbol != "7" else "8"


def _disordered(story: Story) -> list[Entry]:
    day = date(2026, 10, 28)
    future = {"decided_on": "2026-12-28", "provided_on": "2026-11-02"}
    many = {"decision_title": "准予食品经营许可决定书" * 7}
    changes = (
        ("future-decision", "决定日期在未来", future, "拒收 C-008：决定日期在未来", "2026-12-28"),
        (
            "end-before-decision",
            "有效期至早于决定日期",
            {"valid_until": "2026-10-01"},
            "拒收 C-009：日期先后颠倒",
            "2026-10-01",
        ),
        ("required-empty", "必填的许可内容为空", {"content": ""}, "拒收 C-001：必填项为空", "许〔2026〕"),
        (
            "unknown-label",
            "许可类别不在代码表中",
            {"permit_kind": "备案"},
            "提醒 C-006：代码表以外的值",
            "备案",
        ),
        ("too-long", "文书名称超过 64 字", many, "提醒 C-005：超长，不截断", "决定书准予食品"),
    )
    return [
        (_fault(key, title, expected, probe), story.make("permit", "agriculture", day, change))
        for key, title, change, expected, probe in changes
    ]


def permit_codes(story: Story) -> list[Entry]:
    """A file headed by column codes: XK_YXQZ is from, XK_YXQZI is to."""
    entries: list[Entry] = []
    swap = _fault(
        "yxqz-from", "XK_YXQZ 为有效期自，XK_YXQZI 为有效期至", "状态 published，不得颠倒", "2027-03-31"
    )
    change = {"valid_from": "2026-10-12", "valid_until": "2027-03-31"}
    entries.append((swap, story.make("permit", "transport", date(2026, 10, 9), change)))
    for prefix in ("N2", "12", "52"):
        who = next(each for each in story.maker.subjects if each.code.startswith(prefix))
        plant = _fault(
            f"prefix-{prefix.lower()}", f"{prefix} 开头的信用代码", "有效，状态 published", prefix + DIVISION
        )
        entries.append((plant, story.make("permit", "resources", date(2026, 10, 15), {}, who)))
    other = story.make("permit", "emergency", date(2026, 10, 16), {})
    twin = story.make("permit", "housing", date(2026, 10, 16), {"document_number": other["document_number"]})
    plant = _fault(
        "number-of-two",
        "两个机关使用同一文号",
        "两条记录都保留，状态 published",
        other["document_number"][:4],
    )
    return [*entries, (plant, other), (plant, twin)]


def permit_old_edition(story: Story) -> list[Entry]:
    """A file of the older template; persons and shops mixed up as departments do."""
    shop = next(each for each in story.maker.subjects if each.code.startswith("92"))
    return [
        (_fault(key, title, expected, probe), story.make("permit", "labour", date(2026, 11, 4), change, shop))
        for key, title, change, expected, probe in _mixed_up(shop)
    ]


def _mixed_up(shop: Subject) -> tuple[tuple[str, str, dict[str, str], str, str], ...]:
    born, serial = "19810214", 377
    number = DIVISION + "60000123"
    number += registration_number.check_digit(number)
    owner = {"tax_number": make_identity_number(born, serial) + "01", "registration_number": number}
    sole = {"subject_kind": "自然人", "id_type": "身份证", "id_number": make_identity_number(born, serial)}
    bare = {"subject_code": "", "registration_number": number}
    named = {"subject_code": "", "subject_name": shop.name} | sole
    representative = {"representative_id_number": make_identity_number("19750930", 52)}
    return (
        (
            "tax-number-of-owner",
            "个体工商户税务登记号内含业主证件号码",
            owner,
            "提醒 S-001：证件号码不落盘，税号不展示",
            "税务|4399991981",
        ),
        (
            "shop-as-person",
            "个体工商户报在自然人表中",
            sole,
            "提醒 C-018：92 代码应为个体工商户；状态 not_publishable",
            shop.code,
        ),
        ("person-as-shop", "自然人用了店铺名称", named, "按自然人处理，状态 not_publishable", "自然人"),
        (
            "registration-only",
            "没有信用代码，只有工商注册号",
            bare,
            "拒收 C-002：缺少统一社会信用代码",
            number,
        ),
        (
            "representative-number",
            "报送了法定代表人身份证号",
            representative,
            "证件号码不落盘",
            "43999919750930",
        ),
    )
