"""The register of the sample county: about 400 subjects of every kind of credit code."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from sample.county import names
from sample.county.codes import make_credit_code
from sample.county.model import Department, Subject

Maker = Callable[[random.Random], tuple[str, str]]

COMPANY, SHOP = "法人及非法人组织", "个体工商户"


def _company(rng: random.Random) -> tuple[str, str]:
    industry = rng.choice(tuple(names.TRADES))
    word, trade = names.brand(rng), rng.choice(names.TRADES[industry])
    form = rng.choice(("有限公司", "有限公司", "有限责任公司", "股份有限公司"))
    styles = (f"示例县{word}{trade}{form}", f"{word}（示例县）{trade}{form}", f"示例{word}{trade}{form}")
    return rng.choice(styles), industry


def _branch(rng: random.Random) -> tuple[str, str]:
    name, industry = _company(rng)
    return f"{name}{rng.choice(names.TOWNS)}分公司", industry


def _shop(rng: random.Random) -> tuple[str, str]:
    shop = rng.choice(names.SHOPS)
    industry = "住宿和餐饮业" if shop in {"餐馆", "小吃店", "旅馆"} else "批发和零售业"
    return f"示例县{rng.choice(names.TOWNS)}{names.brand(rng)}{shop}", industry


def _of(pattern: str, industry: str) -> Maker:
    def make(rng: random.Random) -> tuple[str, str]:
        return pattern.format(town=rng.choice(names.TOWNS), word=names.brand(rng)), industry

    return make


# prefix of the credit code, how many, kind, maker: the mix of a county's register with every class present
MIX: tuple[tuple[str, int, str, Maker], ...] = (
    ("91", 205, COMPANY, _company),
    ("91", 15, COMPANY, _branch),
    ("92", 105, SHOP, _shop),
    ("93", 18, COMPANY, _of("示例县{town}{word}种植专业合作社", "农、林、牧、渔业")),
    ("11", 4, COMPANY, _of("示例县{town}人民政府（{word}办）", "公共管理、社会保障和社会组织")),
    ("12", 12, COMPANY, _of("示例县{town}{word}学校", "教育")),
    ("12", 6, COMPANY, _of("示例县{town}{word}卫生院", "卫生和社会工作")),
    ("13", 2, COMPANY, _of("示例县{word}联合会", "公共管理、社会保障和社会组织")),
    ("19", 1, COMPANY, _of("示例县{word}办事处", "公共管理、社会保障和社会组织")),
    ("31", 3, COMPANY, _of("示例{word}律师事务所", "租赁和商务服务业")),
    ("51", 6, COMPANY, _of("示例县{word}行业协会", "公共管理、社会保障和社会组织")),
    ("52", 10, COMPANY, _of("示例县{town}{word}幼儿园", "教育")),
    ("53", 1, COMPANY, _of("示例县{word}公益基金会", "卫生和社会工作")),
    ("59", 1, COMPANY, _of("示例县{word}服务社", "居民服务、修理和其他服务业")),
    ("71", 1, COMPANY, _of("示例县{town}{word}寺", "公共管理、社会保障和社会组织")),
    ("81", 2, COMPANY, _of("示例县{word}工会委员会", "公共管理、社会保障和社会组织")),
    ("N1", 2, COMPANY, _of("示例县{town}{word}村第一组经济合作社", "农、林、牧、渔业")),
    ("N2", 6, COMPANY, _of("示例县{town}{word}村股份经济合作社", "农、林、牧、渔业")),
    ("N3", 1, COMPANY, _of("示例县{town}{word}经济联合总社", "农、林、牧、渔业")),
    ("Y1", 1, COMPANY, _of("示例县{word}社区组织", "公共管理、社会保障和社会组织")),
)


def _subject(prefix: str, kind: str, name: str, industry: str, rng: random.Random) -> Subject:
    status = rng.choices(("存续", "注销", "吊销，未注销"), (94, 4, 2))[0]
    former = f"示例县{names.brand(rng)}{name[-6:]}" if kind == COMPANY and rng.random() < 0.03 else ""
    return Subject(
        name=name,
        code=make_credit_code(prefix, rng),
        kind=kind,
        registered_on=date(2003, 3, 1) + timedelta(days=rng.randrange(7600)),
        industry=industry,
        town=next((town for town in names.TOWNS if town in name), rng.choice(names.TOWNS)),
        representative=names.person(rng),
        status=status,
        former_names=former,
    )


def make_subjects(departments: tuple[Department, ...], rng: random.Random) -> tuple[Subject, ...]:
    """All subjects, the departments first; names and codes are unique."""
    made = [
        Subject(
            each.name, each.code, COMPANY, date(2019, 3, 20), "公共管理、社会保障和社会组织", "示例街道", ""
        )
        for each in departments
    ]
    taken = {each.name for each in made}
    for subject in _mixed(rng, taken):
        taken.add(subject.name)
        made.append(subject)
    return tuple(made)


def _mixed(rng: random.Random, taken: set[str]) -> Iterator[Subject]:
    for prefix, number, kind, maker in MIX:
        for _ in range(number):
            name, industry = maker(rng)
            while name in taken:
                name, industry = maker(rng)
            yield _subject(prefix, kind, name, industry, rng)
