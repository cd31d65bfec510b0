"""Writes the inbox files of a big county: entity, permit, penalty, honour, blacklist, repair, revocation.

`python -m bench.county --subjects N --records M --seed S --out DIR [--register FILE.csv …]`.
Block by block, so that memory does not grow with the number of records.
The same arguments write the same bytes.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from bench.events import Picked, event_columns, pick_rows
from bench.faults import spoil
from bench.register import Register, invent_register, read_register
from bench.tables import BLOCKS, COMPANY, SHARES, SHOP, World, make_world
from bench.texts import Columns
from pipeline.catalogue.load import load_catalogue
from sample.county.departments import load_departments
from sample.county.model import AS_OF, SEED

BLOCK = 50_000
_LAST = {"permit": "remarks", "penalty": "remarks"}
"""The last field of the national template; what the catalogue adds after it is left out."""


@dataclass
class Written:
    """What was written: rows per dataset, rows with a fault, and the records with an event."""

    rows: dict[str, int] = field(default_factory=dict)
    faults: int = 0
    picked: list[Picked] = field(default_factory=list)


def generate(folder: Path, subjects: int, records: int, seed: int, register: Sequence[Path] = ()) -> Written:
    """Write the county's inbox files; `register` files take the place of invented subjects."""
    folder.mkdir(parents=True, exist_ok=True)
    people = read_register(register, subjects) if register else invent_register(subjects, seed)
    rng = np.random.default_rng(seed)
    departments = load_departments(random.Random(SEED))
    world = make_world(people, departments, AS_OF, rng)
    written = Written(rows={"entity": len(people)})
    _write(folder / "entity.csv", "entity", iter([_entities(people)]))
    for name, number in _numbers(records).items():
        _write(folder / f"{name}.csv", name, _blocks(world, name, number, rng, written))
        written.rows[name] = number
    for name in ("repair", "revocation"):
        chosen = [each for each in written.picked if each.event == name]
        _write(folder / f"{name}.csv", name, iter([event_columns(chosen, AS_OF)]))
        written.rows[name] = len(chosen)
    return written


def _numbers(records: int) -> dict[str, int]:
    """How many rows each record dataset gets."""
    numbers = {name: int(records * share) for name, share in SHARES.items()}
    return {"permit": records - sum(numbers.values())} | numbers


def _blocks(
    world: World, name: str, number: int, rng: np.random.Generator, written: Written
) -> Iterator[Columns]:
    for first in range(0, number, BLOCK):
        columns = BLOCKS[name](world, first, min(BLOCK, number - first), rng)
        written.picked.extend(pick_rows(name, columns, rng))
        spoilt, faults = spoil(columns, rng)
        written.faults += faults
        yield spoilt


def _entities(people: Register) -> Columns:
    kinds = [SHOP if code.startswith("92") else COMPANY for code in people.codes]
    number = len(people)
    return {
        "subject_name": pa.array(people.names, pa.string()),
        "subject_code": pa.array(people.codes, pa.string()),
        "subject_kind": pa.array(kinds, pa.string()),
        "registered_on": pa.array(people.registered_on, pa.string()),
        "registration_status": pa.repeat(pa.scalar("存续"), number),
        "division": pa.array(people.divisions, pa.string()),
        "provided_on": pa.repeat(pa.scalar(AS_OF.replace(day=1).isoformat()), number),
    }


def _write(path: Path, dataset: str, blocks: Iterator[Columns]) -> None:
    """Write blocks under the national template's headings, beside first and then renamed."""
    fields = list(load_catalogue()[dataset].fields)
    last = _LAST.get(dataset)
    kept = fields[: [each.id for each in fields].index(last) + 1] if last else fields
    titles = {each.id: each.title for each in kept} | {"provided_on": "提供日期"}
    schema = pa.schema([(title, pa.string()) for title in titles.values()])
    beside = path.with_name(f".{path.name}.new")
    with arrow_csv.CSVWriter(beside, schema) as writer:
        for columns in blocks:
            number = len(columns["subject_name"])
            arrays = [columns.get(each, pa.repeat(pa.scalar(""), number)) for each in titles]
            writer.write_table(pa.table([pa.chunked_array([each]) for each in arrays], schema=schema))
    beside.replace(path)


def main(arguments: Sequence[str]) -> int:
    """Read the arguments, write the files and say how many rows there are."""
    parser = argparse.ArgumentParser(prog="python -m bench.county")
    parser.add_argument("--subjects", type=int, default=0, help="0 with --register: all of it")
    parser.add_argument("--records", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--register", type=Path, nargs="*", default=[])
    given = parser.parse_args(arguments)
    if not given.subjects and not given.register:
        parser.error("--subjects or --register is needed")
    written = generate(given.out, given.subjects, given.records, given.seed, given.register)
    rows = "，".join(f"{name} {number}" for name, number in written.rows.items())
    print(f"{rows}；其中有问题的行 {written.faults}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
