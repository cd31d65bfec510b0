"""What every source gives: one table exactly as its sender wrote it, each cell text or null."""

from dataclasses import dataclass, field

import pyarrow as pa

from pipeline.findings import Finding

ROW = "_row"
"""Name of the int32 column with the row number that the sender sees in his file."""


@dataclass(frozen=True)
class RawTable:
    """`cells`: column `_row`, then one string column per heading as sent. `name` never has a folder in it."""

    dataset: str
    name: str
    source_sha256: str
    cells: pa.Table
    findings: tuple[Finding, ...] = field(default=())

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings as sent, in order."""
        return tuple(name for name in self.cells.column_names if name != ROW)
