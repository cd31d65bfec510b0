"""What a pull has got so far, kept apart from the landing until it is whole: `state/incoming/<source>/<dataset>/`.

Parts of some ten thousand rows, identity numbers already hashed, and `progress.json`: how many parts count and where
the pull stands. A killed pull goes on from there; parts that the progress file does not know are thrown away. Rows in
memory never exceed one part.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.files import beside, write_whole
from pipeline.findings import Finding, Level
from pipeline.sources.raw import ROW

PART_ROWS = 20_000
MARK = "_mark"
"""Column with a keyed number of each row's content, where rows must be told apart; never landed."""

Cleaner = Callable[[pa.Table, tuple[Finding, ...]], tuple[pa.Table, tuple[Finding, ...]]]
"""Takes identity numbers out of cells, headings and findings."""


class Incoming:
    """One unfinished pull. `question` is what was asked; an answer to another question is thrown away."""

    def __init__(self, folder: Path, question: str, clean: Cleaner) -> None:
        self._folder, self._question, self._clean = folder, question, clean
        self._tables: list[pa.Table] = []
        self._findings: list[Finding] = []
        self._pending = 0
        self._parts: list[dict[str, Any]] = []
        self.position: dict[str, Any] | None = None
        self.whole: dict[str, str] | None = None
        self.rows = 0
        self._load()

    def _load(self) -> None:
        try:
            kept = json.loads((self._folder / "progress.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.discard()
            return
        if kept.get("question") != self._question or not all(self._is_sound(each) for each in kept["parts"]):
            self.discard()
            return
        self._parts, self.position, self.whole = kept["parts"], kept["position"], kept["whole"]
        self.rows = kept["rows"]

    def _is_sound(self, part: Mapping[str, Any]) -> bool:
        try:
            content = (self._folder / part["file"]).read_bytes()
        except OSError:
            return False
        return hashlib.sha256(content).hexdigest() == str(part["sha256"])

    def discard(self) -> None:
        """Begin from nothing."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._tables, self._findings, self._pending, self._parts = [], [], 0, []
        self.position, self.whole, self.rows = None, None, 0

    def add(self, table: pa.Table, findings: list[Finding], rows: int, position: Mapping[str, Any]) -> None:
        """Rows as they came (`rows` of them, blank ones counted) and where the pull stands after them."""
        self._tables.append(table)
        self._findings += findings
        self._pending += rows
        self.rows += rows
        self.position = dict(position)
        if self._pending >= PART_ROWS:
            self.keep()

    def keep(self) -> None:
        """Write what is in memory as a part, then the progress file that counts it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        if self._pending:
            table = pa.concat_tables(self._tables, promote_options="default").combine_chunks()
            plain = table.drop_columns([MARK]) if MARK in table.column_names else table
            cells, findings = self._clean(plain, tuple(self._findings))
            if plain is not table:
                cells = cells.append_column(MARK, table[MARK])
            name = f"part-{len(self._parts) + 1:06d}.arrow"
            digest = _write_part(self._folder / name, cells)
            records = [asdict(each) for each in findings]
            self._parts.append({"file": name, "sha256": digest, "rows": len(cells), "findings": records})
            self._tables, self._findings, self._pending = [], [], 0
        kept: dict[str, object] = {"question": self._question, "position": self.position, "rows": self.rows}
        kept |= {"parts": self._parts, "whole": self.whole}
        write_whole(self._folder / "progress.json", json.dumps(kept, ensure_ascii=False))

    def finish(self, whole: Mapping[str, str]) -> None:
        """The set is whole: from here on it is only to be landed."""
        self.whole = dict(whole)
        self.keep()

    def findings(self) -> tuple[Finding, ...]:
        """All findings of the parts."""
        every = (record for part in self._parts for record in part["findings"])
        return tuple(Finding(**{**each, "level": Level(each["level"])}) for each in every)

    def schema(self) -> pa.Schema:
        """Row number, then every column in order of first appearance."""
        names = dict.fromkeys(name for part in self._parts for name in self._open(part).schema.names)
        texts = [(name, pa.string()) for name in names if name not in (ROW, MARK)]
        return pa.schema([(ROW, pa.int32()), *texts])

    def _open(self, part: Mapping[str, Any]) -> pa.ipc.RecordBatchFileReader:
        return pa.ipc.open_file(pa.memory_map(str(self._folder / part["file"])))

    def tables(self) -> Iterator[pa.Table]:
        """The parts, each with every column."""
        schema = self.schema()
        for part in self._parts:
            table = self._open(part).read_all()
            yield pa.table(
                [
                    table[each.name] if each.name in table.column_names else pa.nulls(len(table), each.type)
                    for each in schema
                ],
                schema=schema,
            )

    def marks(self) -> pa.ChunkedArray:
        """The mark of every row."""
        pieces = [self._open(part).read_all()[MARK] for part in self._parts]
        return pa.chunked_array([chunk for each in pieces for chunk in each.chunks], pa.int64())


def _write_part(path: Path, cells: pa.Table) -> str:
    """Write a part in one step; its SHA-256."""
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_file(str(beside(path)), cells.schema, options=options) as writer:
        writer.write_table(cells)
    beside(path).replace(path)
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
