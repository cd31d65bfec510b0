"""How well personal data is found in free text: recall on planted texts of seventeen forms, clean texts touched.

`python -m bench.private_text [--texts 10000]`. Facts are those of the sample county's departments.
"""

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from functools import cache

from pipeline.identifiers import resident_id
from pipeline.personal import redact_text
from pipeline.private_text import mask
from sample.county.departments import load_departments
from sample.county.model import SEED
from sample.county.names import ROADS, TOWNS, WARES

Maker = Callable[[random.Random], str]


def _identity(dice: random.Random) -> str:
    body = f"{dice.choice(sorted(resident_id.PROVINCES))}{dice.randrange(10**4):04}"
    body += (
        f"{dice.randint(1940, 2008)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}{dice.randrange(1000):03}"
    )
    return body + resident_id.check_digit(body)


def _digits(dice: random.Random, number: int) -> str:
    return "".join(str(dice.randrange(10)) for _ in range(number))


def _card(dice: random.Random) -> str:
    body = "62" + _digits(dice, dice.choice((14, 15, 16)))
    total = sum(sum(divmod(int(each) * 2, 10)) for each in body[::-1][::2]) + sum(map(int, body[::-1][1::2]))
    return body + str(-total % 10)


def _wide(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) for each in text)


def _spaced(number: str) -> str:
    return f"{number[:3]} {number[3:7]} {number[7:]}"


def _plate(dice: random.Random) -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    tail = _digits(dice, 5) if dice.random() < 0.6 else dice.choice("DF") + _digits(dice, 5)
    return dice.choice("湘粤京沪鄂赣") + dice.choice(letters) + dice.choice(("", "·")) + tail


def _mobile(dice: random.Random) -> str:
    return f"1{dice.randint(3, 9)}{_digits(dice, 9)}"


def _home(dice: random.Random) -> str:
    return f"示例县{dice.choice(TOWNS)}{dice.choice(ROADS)}{dice.randint(1, 300)}号{dice.randint(1, 9)}栋"


def _name(dice: random.Random) -> str:
    return dice.choice("王李张刘陈杨黄赵吴周徐孙") + "".join(
        dice.sample("建国秀英伟芳敏静丽强磊军洋勇", dice.randint(1, 2))
    )


FORMS: dict[str, tuple[str, Maker]] = {
    "身份证": ("（身份证号：{}）", _identity),
    "身份证分段": ("，身份证{}，", lambda d: re.sub(r"(.{6})(.{8})", r"\1 \2 ", _identity(d))),
    "身份证全角": ("，公民身份号码{}，", lambda d: _wide(_identity(d))),
    "手机": ("，联系电话{}，", _mobile),
    "手机分段": ("，手机 {}，", lambda d: _spaced(_mobile(d))),
    "座机": ("，电话{}，", lambda d: f"0{d.randint(311, 998)}-{d.randint(2, 9)}{_digits(d, 6)}"),
    "银行卡": ("，转入{}账户，", _card),
    "车牌": ("，驾驶{}货车，", _plate),
    "电子邮箱": ("，邮箱{}，", lambda d: f"user{_digits(d, 4)}@example.{d.choice(('com', 'cn'))}"),
    "护照": ("，护照{}，", lambda d: d.choice("EG") + _digits(d, 8)),
    "港澳台证件": ("，持通行证{}，", lambda d: d.choice("HM") + _digits(d, 8)),
    "住址": ("，住{}，", _home),
    "住址标明": ("，家庭住址：{}，", _home),
    "家住": ("，证人王某家住{}，", _home),
    "居住在": ("，投诉人居住在{}，", _home),
    "某人住": ("，邻居赵某某住{}，", _home),
    "举报人姓名": ("，举报人{}反映，", _name),
}


@cache
def _pool() -> tuple[str, ...]:
    departments = load_departments(random.Random(SEED))
    return tuple(each.facts for department in departments for each in department.penalties)


def _facts(dice: random.Random) -> str:
    words = {
        "name": f"示例{dice.choice(WARES)}有限公司",
        "place": f"示例县{dice.choice(TOWNS)}{dice.choice(ROADS)}{dice.randint(1, 300)}号",
        "goods": dice.choice(WARES),
        "count": str(dice.randint(2, 480)),
        "day": f"2026-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
        "sum": str(dice.randint(3, 990) * 10),
        "fine": f"{dice.random() * 9:.2f}",
    }
    return dice.choice(_pool()).format(**words)


def _tails(dice: random.Random) -> str:
    """Numbers that decisions are full of and that are nobody's."""
    return dice.choice(
        (
            f"依据示市监罚〔2026〕{dice.randint(1, 9999)}号。",
            f"罚款{dice.randint(1, 99) * 1000}元，限15日内缴纳。",
            f"生产批号{_digits(dice, 8)}，数量{dice.randint(1, 9999)}件。",
            f"国药准字H{_digits(dice, 8)}。",
            f"条码69{_digits(dice, 11)}。",
            f"许可证编号JY1{_digits(dice, 13)}。",
            f"发票号码{_digits(dice, 20)}。",
            f"面积{dice.randint(10, 99999)}.{_digits(dice, 2)}平方米。",
            f"统一社会信用代码91439999MA{_digits(dice, 7)}X。",
            "执法人员2人，出示证件后检查。",
            f"该店位于示例县解放路{dice.randint(1, 99)}号住宅小区{dice.randint(1, 9)}栋。",
            f"入住登记处在{dice.randint(1, 9)}号楼，常住人口{dice.randint(2, 99)}人。",
            f"接投诉人提供的线索，举报人未留姓名，证人证言{dice.randint(1, 4)}份。",
            f"由住房和城乡建设局{dice.randint(1, 99)}号文件批准。",
        )
    )


def planted_texts(number: int, seed: int) -> list[tuple[str, str, str]]:
    """(form, text, what must not be left in it)."""
    dice = random.Random(seed)
    names, made = list(FORMS), []
    for place in range(number):
        form = names[place % len(names)]
        context, maker = FORMS[form]
        secret = maker(dice)
        facts = _facts(dice)
        cut = facts.find("，") if "，" in facts else len(facts)
        made.append((form, facts[:cut] + context.format(secret) + facts[cut + 1 :] + _tails(dice), secret))
    return made


def clean_texts(number: int, seed: int) -> list[str]:
    """Facts without personal data."""
    dice = random.Random(seed)
    return [_facts(dice) + _tails(dice) for _ in range(number)]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=10_000)
    given = parser.parse_args()
    planted, clean = planted_texts(given.texts, 1), clean_texts(given.texts, 2)
    began = time.process_time()
    missed = [form for form, text, secret in planted if secret in mask(redact_text(text))[0]]
    touched = [text for text in clean if mask(redact_text(text))[0] != text]
    spent = time.process_time() - began
    print(f"recall {1 - len(missed) / len(planted):.5f} of {len(planted):,}; missed {dict(Counter(missed))}")
    print(f"clean texts touched {len(touched)} of {len(clean):,}")
    print(f"CPU {spent:.1f} s, {spent / (len(planted) + len(clean)) * 1e6:.0f} µs a text")
    for text in touched[:5]:
        print("  ", mask(redact_text(text))[0])


if __name__ == "__main__":
    main()
