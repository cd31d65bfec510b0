"""The rows of one month or type as files of their own (分月、分类下载): the bytes that these rows have in the whole list.

Reads the list's CSV and JSON Lines, of which each row's bytes are known, so that no row is written a second time;
writes `<address>/<name>.csv`, `.jsonl` and a manifest.json with rows, bytes and SHA-256 beside the pages of the part.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle, PublicDataset
from pipeline.open_data.cutting import Made
from pipeline.open_data.tables import KINDS, DataFile, Sizes
from pipeline.portal.tables import part_name
from pipeline.portal.types import type_path, types_of

THREADS = 2


@dataclass(frozen=True)
class Division:
    """A list divided: the address of each part that is to be written, and its rows in order."""

    made: Made
    parts: Mapping[str, npt.NDArray[np.int64]]


def _divided(made: Made, column: pa.ChunkedArray, addresses: Mapping[str, str]) -> Division:
    """By the values of a column, of those that have an address."""
    places = pc.index_in(column, value_set=pa.array(list(addresses), pa.string()))
    numbers = pc.fill_null(places, -1).to_numpy()
    order = np.argsort(numbers, kind="stable")
    ends = np.searchsorted(numbers[order], np.arange(len(addresses) + 1))
    parts = np.split(order[ends[0] :], ends[1:-1] - ends[0])
    return Division(made, dict(zip(addresses.values(), parts, strict=True)) if addresses else {})


def _divisions(
    bundle: Bundle, dataset: PublicDataset, made: Made, fresh: Collection[str]
) -> Iterator[Division]:
    """By month, of which only those are written whose pages were made, and by type."""
    months = pq.read_table(made.table.source, columns=["month"]).column(0)
    wanted = (each for each in pc.unique(months).to_pylist() if f"{dataset.name}/{each}/" in fresh)
    yield _divided(made, months, {each: f"{dataset.name}/{each}/" for each in sorted(wanted)})
    if dataset.by:
        names, counts = types_of(bundle, dataset)
        yield _divided(made, names, {each: type_path(dataset.name, each) for each, _ in counts})


def _rows(path: Path, sizes: Sizes) -> tuple[bytes, pa.Array]:
    """What stands before the rows of a file, and the rows, which are not read before they are taken."""
    with pa.memory_map(str(path)) as file:
        whole = file.read_buffer()
    head = whole.size - int(sizes.sum())
    ends = head + np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    rows = pa.Array.from_buffers(pa.large_binary(), len(sizes), [None, pa.py_buffer(ends), whole])
    return whole.slice(0, head).to_pybytes(), rows


def _cut(
    division: Division, kind: str, sizes: Sizes, data: Path, site: Path
) -> Iterator[tuple[str, DataFile]]:
    """(address, file) of each part."""
    table = division.made.table
    head, rows = _rows(data / f"{table.name}.{kind}", sizes)
    for address, mine in division.parts.items():
        text = memoryview(rows.take(pa.array(mine)).buffers()[2])
        digest = hashlib.sha256(head)
        digest.update(text)
        path = site / address / f"{part_name(address)}.{kind}"
        with path.open("wb") as stream:
            stream.write(head)
            stream.write(text)
        yield address, DataFile(path.name, table.title, len(mine), len(head) + len(text), digest.hexdigest())


def write_parts(
    bundle: Bundle, tables: Sequence[Made], data: Path, site: Path, fresh_months: Collection[str]
) -> frozenset[str]:
    """Write the files of the months in `fresh_months` (`<dataset>/<YYYY-MM>/`) and of all types; gives the files of rows,
    relative to the site."""
    datasets = {each.name: each for each in bundle.meta.datasets if each.records}
    divisions = [
        division
        for made in tables
        if made.table.name in datasets
        for division in _divisions(bundle, datasets[made.table.name], made, fresh_months)
    ]
    tasks = [
        (division, kind, sizes)
        for division in divisions
        for kind, sizes in zip(
            KINDS, (division.made.files.csv_sizes, division.made.files.line_sizes), strict=True
        )
        if division.parts
    ]
    files: dict[str, list[DataFile]] = defaultdict(list)
    # Taking, SHA-256 and writing let the other thread run.
    with ThreadPoolExecutor(THREADS) as pool:
        for cut in pool.map(lambda task: [*_cut(task[0], task[1], task[2], data, site)], tasks):
            for address, file in cut:
                files[address].append(file)
    for address, both in files.items():
        text = json.dumps({"files": [asdict(each) for each in both]}, ensure_ascii=False, indent=1)
        (site / address / "manifest.json").write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return frozenset(f"{address}{file.path}" for address, both in files.items() for file in both)
