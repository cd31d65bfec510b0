"""Downloads from which rows only left (截除): the file of the live site is copied without them, not written anew.

Reads the live `data/v1/` and `state/downloads/`, where each build leaves how many bytes each row of each file has, the
SHA-256 of the files and how the file system tells them from others; writes new files, and once the site is live
`state/downloads/`. A file that was touched since and is not the one of that digest, a row that came or changed, other code
or fields: the table is written anew. It may be deleted.
"""

import hashlib
import json
import mmap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Fewer, as_text
from pipeline.files import beside, link_or_copy, write_whole
from pipeline.open_data.tables import KINDS, Field, Hashed, Known, Sizes, Written, write_table, written

_PIECE = 8 << 20
_TOLD = "downloads.json"
_DIGEST = "digest"
"""Column of the bundle's records: a digest of all that a row shows."""


@dataclass(frozen=True)
class Table:
    """A table to be written: its file in the bundle, its columns, its name in the folder and in words."""

    source: Path
    fields: tuple[Field, ...]
    name: str
    title: str

    @property
    def ground(self) -> str:
        """What the bytes of a row depend on beside the row."""
        return hashlib.sha256(_code() + repr(self.fields).encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class Last:
    """What is live: the folder, of which build, for each table its ground, the digests of its files and how they were when it
    went live; in `state` its rows."""

    folder: Path
    state: Path
    build_id: str
    told: Mapping[str, Mapping[str, str]]

    def rows(self, name: str) -> pa.Table:
        """row (digest of what it shows), csv, jsonl (bytes) of a table, in the order of its files."""
        return pq.read_table(self.state / f"{name}.parquet")


@dataclass(frozen=True)
class Made:
    """A table's files, the digests of its rows, and whether they were cut out of the live ones."""

    table: Table
    rows: pa.ChunkedArray
    files: Written
    cut: bool


@cache
def _code() -> bytes:
    """Digest of the code that makes the bytes of a row."""
    digest = hashlib.sha256(version("pyarrow").encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()


def _rows(table: Table) -> pa.ChunkedArray:
    """A digest of what each row shows: that of the bundle, or of the cells where it has none."""
    if _DIGEST in pq.read_schema(table.source).names:
        return pq.read_table(table.source, columns=[_DIGEST]).column(0)
    columns = list(dict.fromkeys(field.column for field in table.fields))
    cells = [as_text(each) for each in pq.read_table(table.source, columns=columns).columns]
    joined = pc.binary_join_element_wise(*cells, "\x1f", null_handling="replace", null_replacement="\x1e")
    texts = joined.cast(pa.binary()).to_pylist()
    return pa.chunked_array(
        [[hashlib.blake2b(each, digest_size=16).hexdigest() for each in texts]], pa.string()
    )


def _runs(left: npt.NDArray[np.bool_], sizes: Sizes, first: int) -> Iterator[tuple[int, int]]:
    """Begin and end of each run of bytes that stay; rows begin at byte `first`, what is before stays."""
    ends = first + np.cumsum(sizes, dtype=np.int64)
    edges = np.flatnonzero(np.diff(left, prepend=True, append=False))
    # Rows that stay and rows that go take turns, those that stay first.
    places = [0, *np.concatenate(([first], ends))[edges].tolist()]
    yield from zip(places[::2], places[1::2], strict=True)


def _stamp(path: Path) -> str:
    """What changes whenever a file is written to or takes another's place: nobody but the system sets the time of that."""
    told = path.stat()
    return f"{told.st_dev} {told.st_ino} {told.st_size} {told.st_mtime_ns} {told.st_ctime_ns}"


def _copy(
    path: Path, known: Mapping[str, str], sizes: Sizes, left: npt.NDArray[np.bool_], target: Path
) -> Hashed | Known | None:
    """Copy the rows of a file that are left; None when it is not the file that is `known`."""
    kind = path.suffix[1:]
    sha256, same = known[kind], known.get(f"{kind}-file") == _stamp(path)
    first = path.stat().st_size - int(sizes.sum())
    if first < 0 or path.stat().st_size == 0:
        return None
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        whole = memoryview(raw)
        target.unlink(missing_ok=True)
        try:
            if not same and hashlib.sha256(whole).hexdigest() != sha256:
                return None
            if left.all():
                link_or_copy(path, target)
                return Known(len(whole), sha256)
            with target.open("wb") as sink:
                made = Hashed(sink)
                for begin, end in _runs(left, sizes, first):
                    for start in range(begin, end, _PIECE):
                        made.write(whole[start : min(start + _PIECE, end)])
            return made
        finally:
            whole.release()


Left = npt.NDArray[np.bool_]
"""Which rows of the live files are there still."""


def _found(rows: pa.ChunkedArray, old: pa.Table) -> Left | None:
    """By the digests of the rows; None where any came, changed or moved."""
    places = pc.index_in(rows.combine_chunks(), value_set=old.column("row").combine_chunks())
    if places.null_count > 0 or not np.all(np.diff(places.to_numpy()) > 0):
        return None
    left = np.zeros(len(old), dtype=np.bool_)
    left[places.to_numpy()] = True
    return left


def _known(table: Table, old: pa.Table, last: Last, fewer: Fewer | None) -> Left | None:
    """The same without reading a row, of a bundle that is the live one without some rows."""
    if fewer is None or fewer.build_id != last.build_id or fewer.subjects:
        return None
    left = np.ones(len(old), dtype=np.bool_)
    if table.name in fewer.records:
        left[fewer.records[table.name].column("row").to_numpy()] = False
    return left if int(left.sum()) == pq.read_metadata(table.source).num_rows else None


def _cut(table: Table, old: pa.Table, left: Left, last: Last, folder: Path) -> Written | None:
    """The files of a table of which rows only left; None where the live ones are not those that were made."""
    copied, sizes = [], []
    for kind in KINDS:
        name, each = f"{table.name}.{kind}", old.column(kind).to_numpy()
        made = _copy(last.folder / name, last.told[table.name], each, left, folder / name)
        if made is None:
            return None
        copied.append(made)
        sizes.append(each[left])
    return written(table.name, table.title, copied, sizes)


def make(table: Table, last: Last | None, folder: Path, fewer: Fewer | None = None) -> Made:
    """Write a table's files, out of the live ones where that gives the same bytes."""
    if last is None or last.told.get(table.name, {}).get("ground") != table.ground:
        return _anew(table, _rows(table), folder)
    old = last.rows(table.name)
    left = _known(table, old, last, fewer)
    rows = _rows(table) if left is None else old.column("row").filter(pa.array(left))
    left = _found(rows, old) if left is None else left
    files = None if left is None else _cut(table, old, left, last, folder)
    return _anew(table, rows, folder) if files is None else Made(table, rows, files, cut=True)


def _anew(table: Table, rows: pa.ChunkedArray, folder: Path) -> Made:
    files = write_table(table.source, table.fields, folder, table.name, table.title)
    return Made(table, rows, files, cut=False)


def read_last(state: Path, folder: Path) -> Last | None:
    """What the last build left; None when there is none, or it cannot be read."""
    try:
        whole = json.loads((state / _TOLD).read_text(encoding="utf-8"))
        build_id, told = whole["build_id"], whole["tables"]
    except (OSError, ValueError, KeyError):
        return None
    there = all((state / f"{name}.parquet").is_file() and (folder / f"{name}.csv").is_file() for name in told)
    return Last(folder, state, build_id, told) if there else None


def keep(state: Path, folder: Path, tables: Sequence[Made], build_id: str) -> None:
    """Leave to the next build what is live in `folder` now; the list last, so that it names no file that is not whole."""
    state.mkdir(parents=True, exist_ok=True)
    (state / _TOLD).unlink(missing_ok=True)
    told = {}
    for made in tables:
        files, path = made.files, state / f"{made.table.name}.parquet"
        sizes = {"csv": files.csv_sizes, "jsonl": files.line_sizes}
        # Digests are all different: neither a dictionary nor compression would save anything.
        rows = pa.table({"row": made.rows, **sizes})
        pq.write_table(rows, beside(path), compression="none", use_dictionary=False)
        beside(path).replace(path)
        digests = {"csv": files.csv.sha256, "jsonl": files.lines.sha256}
        live = {f"{kind}-file": _stamp(folder / f"{made.table.name}.{kind}") for kind in KINDS}
        told[made.table.name] = {"ground": made.table.ground, **digests, **live}
    write_whole(state / _TOLD, json.dumps({"build_id": build_id, "tables": told}, indent=1) + "\n")
