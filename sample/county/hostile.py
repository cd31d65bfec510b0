"""Hostile text in records that are published: proof that pages, downloads and search escape it."""

import random
from dataclasses import replace
from datetime import date

from sample.county.model import Plant, Subject
from sample.county.states import FINE
from sample.county.story import Story

_EXPECTED = "照原文展示为文字，不执行、不成链接、不破坏版面"
RTL = "\u202e"
# fmt: off
# key, title, name of the subject, probe
NAMES: tuple[tuple[str, str, str, str], ...] = (
    ("hostile-script", "名称含 <script>", "示例县<script>alert(1)</script>商贸有限公司", "<script>"),
    ("hostile-formula", "名称以 =HYPERLINK( 开头", '=HYPERLINK("http://example.invalid","示例")便利店', "=HYPERLINK"),
    ("hostile-onerror", '名称含 "><img onerror', '示例县"><img src=x onerror=alert(1)>餐馆', "onerror="),
    ("hostile-rtl", "名称含从右到左控制符 U+202E", f"示例县{RTL}物流有限公司", RTL),
    ("hostile-long", "名称长达 199 字", "示例县" + "邈翊岑澍" * 48 + "有限公司", "邈翊岑澍邈翊"),
)

# fmt: on


def hostile_subjects(shops: tuple[Subject, ...], rng: random.Random) -> tuple[Subject, ...]:
    """The last subjects of the register under hostile names; their codes stay valid."""
    chosen = rng.sample(shops, len(NAMES))
    return tuple(replace(who, name=name) for who, (_, _, name, _) in zip(chosen, NAMES, strict=True))


def tell_hostile(story: Story, subjects: tuple[Subject, ...]) -> None:
    """Give each hostile name one permit, and one penalty hostile facts."""
    for who, (key, title, _, probe) in zip(subjects, NAMES, strict=True):
        record = story.make("permit", "market", date(2026, 9, 8), {}, who)
        story.tell(Plant(key, "hostile", title, _EXPECTED, probe), ("permit", record))
    facts = '经查，</td></table><script src="//example.invalid/x.js"></script><a href="javascript:alert(2)">详情</a>。'
    content = "=cmd|'/c calc'!A1 处以罚款2.5万元。"
    record = story.make("penalty", "culture", date(2026, 8, 11), FINE | {"facts": facts, "content": content})
    plant = Plant("hostile-facts", "hostile", "违法事实与处罚内容含网页代码和公式", _EXPECTED, "javascript:")
    story.tell(plant, ("penalty", record))
