"""Ordinary permits, penalties, honours and list entries of the sample county, free of faults."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sample.county import names
from sample.county.calendar import arrival, decision_day, years_later
from sample.county.model import LONG_TERM, OFFICE, Department, Row, Subject


@dataclass
class Maker:
    """State of one county in the making: its random source, register and last document numbers."""

    rng: random.Random
    departments: tuple[Department, ...]
    subjects: tuple[Subject, ...]
    serials: Counter[tuple[str, str, int]] = field(default_factory=Counter)

    def department(self, name: str) -> Department:
        """A department by its id."""
        return next(each for each in self.departments if each.id == name)

    def number(self, department: Department, word: str, year: int) -> str:
        """The next document number (文号) of a department and year."""
        self.serials[department.id, word, year] += 1
        return f"{department.short}{word}〔{year}〕{self.serials[department.id, word, year]}号"

    def fill(self, template: str, subject: Subject, department: Department, day: date, fine: str = "") -> str:
        """A template's text about one subject."""
        rng = self.rng
        seen = day - timedelta(days=rng.randint(20, 90))
        return template.format(
            name=subject.name,
            place=names.place(rng),
            goods=rng.choice(names.FOOD if department.id == "market" else names.WARES),
            count=rng.randint(2, 480),
            day=f"{seen.year}年{seen.month}月{seen.day}日",
            sum=rng.randint(3, 990) * 10,
            fine=fine,
        )


def choose_subject(maker: Maker, department: Department) -> Subject:
    """A subject of the department's trades, most of the time; few subjects have many records."""
    private = [each for each in maker.subjects if each.code[:2] in {"91", "92", "93", "N2", "12", "52"}]
    fitting = [each for each in private if any(word in each.name for word in department.prefers)]
    pool: Sequence[Subject] = fitting if fitting and maker.rng.random() < 0.7 else private
    return pool[int(len(pool) * maker.rng.random() ** 2.2)]


def _head(subject: Subject, department: Department, provided_on: date) -> dict[str, str]:
    return {
        "subject_name": subject.name,
        "subject_kind": subject.kind,
        "subject_code": subject.code,
        "authority": department.name,
        "authority_code": department.code,
        "source_unit": department.name,
        "source_unit_code": department.code,
        "remarks": "",
        "provided_on": provided_on.isoformat(),
    }


def permit(maker: Maker, subject: Subject, department: Department, day: date) -> dict[str, str]:
    """One 行政许可 in the national template's fields."""
    title, kind, certificate, content, years = maker.rng.choice(department.permits)
    until = LONG_TERM if years == 0 else years_later(day, years).isoformat()
    number = maker.number(department, "许", day.year)
    return _head(subject, department, arrival(day, maker.rng)) | {
        "registration_number": "",
        "tax_number": "",
        "legal_representative": subject.representative,
        "id_type": "",
        "id_number": "",
        "decision_title": title,
        "document_number": number,
        "permit_kind": kind,
        "certificate_title": certificate,
        "certificate_number": f"SL{day:%Y}{maker.rng.randrange(10**6):06d}" if certificate else "",
        "content": maker.fill(content, subject, department, day),
        "decided_on": day.isoformat(),
        "valid_from": day.isoformat(),
        "valid_until": until,
        "status": "1",
        "use_scope": "0",
    }


def penalty(maker: Maker, subject: Subject, department: Department, day: date) -> dict[str, str]:
    """One 行政处罚 in the national template's fields."""
    offence, facts, basis, kinds, measure, low, high = maker.rng.choice(department.penalties)
    fine = f"{maker.rng.uniform(low, high):.2f}".rstrip("0").rstrip(".") if high else ""
    confiscated = f"{maker.rng.uniform(0.01, 0.9):.4f}" if "没收" in kinds else ""
    licence = f"道路运输证（示）字{maker.rng.randrange(10**5):05d}号" if "暂扣" in kinds else ""
    return _head(subject, department, arrival(day, maker.rng)) | {
        "registration_number": "",
        "tax_number": "",
        "legal_representative": subject.representative,
        "id_type": "",
        "id_number": "",
        "document_number": maker.number(department, "罚", day.year),
        "offence": offence,
        "facts": maker.fill(facts, subject, department, day),
        "basis": basis,
        "penalty_kinds": kinds,
        "content": maker.fill(measure, subject, department, day, fine),
        "fine": fine,
        "confiscated": confiscated,
        "licence": licence,
        "decided_on": day.isoformat(),
        "valid_until": LONG_TERM,
        "publicity_until": "",
        "use_scope": "",
        "status": "",
        "severity": "",
        "procedure": "普通程序",
    }


def honour(maker: Maker, subject: Subject, department: Department, day: date) -> dict[str, str]:
    """One entry of the list of the trustworthy (守信激励名单)."""
    return _head(subject, department, arrival(day, maker.rng)) | {
        "honour_title": f"{day.year}年度{department.honour}",
        "document_number": maker.number(department, "信", day.year),
        "decided_on": day.isoformat(),
        "publicity_until": years_later(day, 2).isoformat(),
    }


def listing(maker: Maker, subject: Subject, department: Department, day: date) -> dict[str, str]:
    """One entry of a list of the seriously untrustworthy (严重失信主体名单)."""
    offence, facts, basis, *_ = maker.rng.choice(department.penalties)
    return _head(subject, department, arrival(day, maker.rng)) | {
        "id_type": "",
        "id_number": "",
        "list_type": department.blacklist,
        "reason": f"{offence}，情节严重。{maker.fill(facts, subject, department, day)}",
        "basis": basis,
        "document_number": maker.number(department, "列", day.year),
        "decided_on": day.isoformat(),
        "publicity_until": years_later(day, 3).isoformat(),
        "removed_on": "",
        "removal_reason": "",
    }


def entity(subject: Subject, provided_on: date) -> dict[str, str]:
    """One row of the register (市场主体)."""
    return {
        "subject_name": subject.name,
        "subject_code": subject.code,
        "subject_kind": subject.kind,
        "registered_on": subject.registered_on.isoformat(),
        "registration_status": subject.status,
        "former_names": subject.former_names,
        "industry": subject.industry,
        "division": f"示例县{subject.town}",
        "provided_on": provided_on.isoformat(),
    }


def about(maker: Maker, dataset_title: str, record: dict[str, str], day: date) -> dict[str, str]:
    """The fields all events share: which record of which dataset, and when it happened."""
    return {
        "subject_name": record["subject_name"],
        "subject_code": record["subject_code"],
        "about": dataset_title,
        "document_number": record["document_number"],
        "authority": record["authority"],
        "happened_on": day.isoformat(),
        "event_authority": OFFICE if maker.rng.random() < 0.5 else record["authority"],
        "provided_on": (day + timedelta(days=1)).isoformat(),
    }


def ordinary(maker: Maker) -> list[Row]:
    """The bulk: 45 list entries, 130 honours of subjects on no list, 430 penalties, 1,150 permits."""
    made: list[Row] = []
    for name, make, number in (
        ("blacklist", listing, 45),
        ("honour", honour, 130),
        ("penalty", penalty, 430),
        ("permit", permit, 1150),
    ):
        listed = {row.values["subject_code"] for row in made if row.dataset == "blacklist"}
        barred = listed if name == "honour" else set()
        for _ in range(number):
            department = maker.rng.choice(maker.departments)
            subject = choose_subject(maker, department)
            while subject.code in barred:
                subject = choose_subject(maker, department)
            made.append(Row(name, make(maker, subject, department, decision_day(maker.rng))))
    return made
