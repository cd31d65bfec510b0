"""The subjects a big county is made over: read from register CSVs, or invented.

A register CSV is headed 企业名称,统一社会信用代码,注册日期,企业类型,所在省份,地区; its codes, bad
ones too, are passed through as they are.
Invented subjects have valid codes of divisions 439900 to 439999, which nobody has.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from pipeline.identifiers import credit_code, organisation_code

_FIRST = "澄砚栎槿邈翊岑澍沅霁昉煦筱琰郢珞翎衿湉楹棠葳漪珣"
_SECOND = "墨禾屿桁笙舟陌池砺岫菘谷珩尧汀芷渚檀笺澜翮楠弈铎"
_CITIES = tuple(a + b + "市" for a in "虚拟样例" for b in "川江山湖岭原")
_TRADES = (
    "商贸",
    "食品",
    "农资",
    "建材",
    "医药",
    "纺织",
    "机械制造",
    "建筑工程",
    "物流",
    "仓储",
    "餐饮管理",
    "家政服务",
)
_FORMS = (("有限公司", "91"), ("有限责任公司", "91"), ("经营部", "92"), ("专业合作社", "93"))
SPACE = len(_CITIES) * len(_FIRST) * len(_SECOND) ** 2 * len(_TRADES) * len(_FORMS)
# Coprime to the space of names, whose factors are 2 and 3 only: i → i·STEP mod SPACE visits each name once.
STEP = 1_000_003


@dataclass(frozen=True)
class Register:
    """Columns of equal length."""

    names: tuple[str, ...]
    codes: tuple[str, ...]
    registered_on: tuple[str, ...]
    divisions: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.names)


def read_register(paths: Sequence[Path], limit: int) -> Register:
    """The first `limit` subjects of the files, in the order given; 0 means all."""
    rows: list[tuple[str, str, str, str]] = []
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows.extend(
                (row["企业名称"], row["统一社会信用代码"], row["注册日期"], row["所在省份"] + row["地区"])
                for row in csv.DictReader(stream)
            )
    kept = rows[:limit] if limit else rows
    return Register(*(tuple(column) for column in zip(*kept, strict=True)))


def invent_register(number: int, seed: int) -> Register:
    """`number` invented subjects with different names and codes."""
    if number > SPACE:
        raise ValueError(f"names for at most {SPACE} subjects")
    rng = np.random.default_rng(seed)
    start = int(rng.integers(SPACE))
    days = rng.integers(0, 7300, number).tolist()
    made = [_invent(start, i) for i in range(number)]
    return Register(
        names=tuple(name for name, _, _ in made),
        codes=tuple(code for _, code, _ in made),
        registered_on=tuple((date(2004, 1, 1) + timedelta(days=n)).isoformat() for n in days),
        divisions=tuple(city for _, _, city in made),
    )


def _invent(start: int, i: int) -> tuple[str, str, str]:
    """Name, code and city of the i-th subject; the name's number is split into its parts."""
    rest = (start + i * STEP) % SPACE
    parts: list[str] = []
    for pool in (_CITIES, _FIRST, _SECOND, _SECOND, _TRADES):
        rest, chosen = divmod(rest, len(pool))
        parts.append(pool[chosen])
    form, prefix = _FORMS[rest]
    return "".join(parts) + form, credit_code_of(prefix, i), parts[0]


def credit_code_of(prefix: str, i: int) -> str:
    """A valid code of a division that nobody has, for the i-th subject."""
    body = f"{i:08d}"
    head = f"{prefix}4399{i % 100:02d}{body}{organisation_code.check_digit(body)}"
    return head + credit_code.check_digit(head)
