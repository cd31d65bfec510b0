"""What the county publishes beyond its four standing datasets: the court's list, commitments with fulfilment, grades of
departments, six further administrative acts. One file each in the inbox, free of faults. Writes nothing.

Has a random source of its own: the other files stay what they were.
"""

import random
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from pipeline.catalogue.load import load_catalogue
from pipeline.catalogue.model import Dataset
from sample.county import names
from sample.county.calendar import arrival, years_later
from sample.county.codes import make_credit_code
from sample.county.model import AS_OF, SEED, Department, InboxFile, Row, Subject

_FILE = Path(__file__).with_name("further.toml")
_TIMES = 4
"""How often each template is used."""


@dataclass
class _Maker:
    rng: random.Random
    departments: tuple[Department, ...]
    subjects: tuple[Subject, ...]
    court: tuple[str, str]
    serials: Counter[str] = field(default_factory=Counter)


def further_files(departments: tuple[Department, ...], subjects: Sequence[Subject]) -> tuple[InboxFile, ...]:
    """The files, one for each dataset of further.toml."""
    rng = random.Random(SEED + 1)
    companies = tuple(each for each in subjects if each.code[:2] in {"91", "93"})
    tax = Department("tax", "示例县税务局", "示税", make_credit_code("11", rng), "", "", (), (), ())
    court = ("示例县人民法院", make_credit_code("11", rng))
    maker = _Maker(rng, (*departments, tax), companies, court)
    catalogue = load_catalogue()
    made = []
    for name, table in tomllib.loads(_FILE.read_text(encoding="utf-8")).items():
        rows = tuple(
            _row(maker, catalogue[name], table["number"], place, *row)
            for place, row in enumerate(table["rows"] * _TIMES)
        )
        used = {key for row in rows for key in row.values}
        headings = {each.id: each.title for each in catalogue[name].fields if each.id in used}
        made.append(
            InboxFile(
                f"{catalogue[name].title}.csv", headings | {"provided_on": "提供日期"}, rows, "utf-8-sig"
            )
        )
    return tuple(made)


def _subject(maker: _Maker, dataset: str, place: int) -> Subject:
    """Three departments grade the same subject; everything else falls on anybody, more often on some."""
    if dataset == "grade":
        return maker.subjects[place // 3 * 7]
    return maker.subjects[int(len(maker.subjects) * maker.rng.random() ** 2)]


def _row(maker: _Maker, dataset: Dataset, number: str, place: int, by: str, values: dict[str, str]) -> Row:
    rng = maker.rng
    subject = _subject(maker, dataset.name, place)
    day = AS_OF - timedelta(days=rng.randint(8, 330))
    unit, code, short = _unit(maker, by)
    text = {key: _filled(value, rng, subject, day) for key, value in values.items()}
    maker.serials[dataset.name] += 1
    common = {
        "subject_name": subject.name,
        "subject_kind": subject.kind,
        "subject_code": subject.code,
        "legal_representative": subject.representative,
        "document_number": number.format(
            year=day.year, date=f"{day:%Y%m%d}", serial=maker.serials[dataset.name], short=short
        ),
        "decided_on": day.isoformat(),
        "authority": unit,
        "authority_code": code,
        "source_unit": unit,
        "source_unit_code": code,
        "use_scope": "可向社会公开" if dataset.name == "commitment" else "0",
    }
    if dataset.name == "court":  # the courts' own list has no such column
        del common["use_scope"]
    common = {key: value for key, value in common.items() if key in dataset.by_id}
    own = _of_kind(dataset.name, day, unit, rng)
    return Row(dataset.name, common | text | own | {"provided_on": arrival(day, rng).isoformat()})


def _unit(maker: _Maker, by: str) -> tuple[str, str, str]:
    if by == "":
        return (*maker.court, "示法")
    department = next(each for each in maker.departments if each.id == by)
    return department.name, department.code, department.short


def _filled(template: str, rng: random.Random, subject: Subject, day: date) -> str:
    seen = day - timedelta(days=rng.randint(5, 40))
    return template.format(
        name=subject.name,
        place=names.place(rng),
        count=rng.randint(2, 90),
        goods=rng.choice(names.WARES),
        day=f"{seen.year}年{seen.month}月{seen.day}日",
        sum=rng.randint(3, 99) * 10,
    )


def _of_kind(dataset: str, day: date, unit: str, rng: random.Random) -> dict[str, str]:
    """Fields that follow from the day or the unit."""
    match dataset:
        case "court":
            filed = day - timedelta(days=rng.randint(20, 60))
            number = f"（{filed.year}）示0199民初{rng.randint(100, 999)}号"
            return {"province": "示例", "filed_on": filed.isoformat(), "basis_number": number}
        case "commitment":
            until = years_later(day, 1).isoformat()
            return {"valid_until": until, "fulfilment_on": day.isoformat(), "confirming_unit": unit}
        case "grade" | "inspection" | "confirmation":
            return {"valid_until": years_later(day, 2).isoformat()}
        case _:
            return {}
