"""What one build of the index leaves to the next (沿用): work whose ground is the same is not done again.

Reads and writes the folder it is given (`state/search/`), one Arrow file for each thing remembered and beside it the
digests of its ground and of its bytes. It changes no byte of what is published: whatever is missing, altered, or of
other ground or code is made afresh, so the folder may be deleted at any time.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import deflate
import numpy as np
import pyarrow as pa

Shard = tuple[str, int]
Payloads = dict[Shard, bytes]

_DIGEST = 16
"""Bytes of a shard's digest: BLAKE2 cut to 128 bits, which nobody can meet on purpose."""

SHARDS = pa.schema([("ground", pa.binary()), ("bytes", pa.large_binary())])


@cache
def _code() -> bytes:
    """Digest of the code that makes the index, and of what it leans on."""
    versions = (deflate.__version__, np.__version__, pa.__version__, version("pypinyin"))
    digest = hashlib.sha256(" ".join(versions).encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()


class _Sink:
    """A file that keeps nothing but the SHA-256 of what is written."""

    closed = False

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Take in some bytes."""
        self.digest.update(data)
        return len(data)

    def flush(self) -> None:
        """What Arrow asks of a file."""


def ground_of(table: pa.Table) -> str:
    """A digest of a table's content, for what depends on nothing else."""
    sink = _Sink()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table.combine_chunks())
    return sink.digest.hexdigest()


def _grounds(payloads: Payloads) -> dict[Shard, bytes]:
    """What the deflated bytes of each shard depend on: its payload (and its folder, to tell shards apart). In order of shards."""
    made = {}
    for folder, number in sorted(payloads):
        digest = hashlib.blake2b(folder.encode("ascii"), digest_size=_DIGEST)
        digest.update(payloads[folder, number])
        made[folder, number] = digest.digest()
    return made


def _write(path: Path, raw: bytes | pa.Buffer) -> None:
    draft = path.with_name(f"{path.name}.part")
    draft.write_bytes(raw)
    draft.replace(path)


def _whole(ground: str) -> str:
    """A ground with the code."""
    return hashlib.sha256(_code() + ground.encode("utf-8")).hexdigest()


def _told(ground: str, raw: bytes | pa.Buffer) -> dict[str, str]:
    """What stands beside a file: what it was made of, and that it is whole."""
    return {"ground": _whole(ground), "sha256": hashlib.sha256(raw).hexdigest()}


@dataclass(frozen=True)
class Memory:
    """The folder; without one nothing is remembered."""

    folder: Path | None = None

    def recalled(self, name: str, ground: str) -> pa.Table | None:
        """What was kept under a name, when it is whole and was made of the same ground by the same code."""
        if self.folder is None:
            return None
        try:
            told = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
            with pa.memory_map(str(self.folder / f"{name}.arrow")) as file:
                raw = file.read_buffer()
        except (OSError, ValueError):
            return None
        if told.get("ground") != _whole(ground) or told != _told(ground, raw):
            return None
        return pa.ipc.open_file(raw).read_all()

    def digest(self, name: str) -> str:
        """The digest of the bytes kept under a name, for what is made of them; "" where there are none."""
        path = None if self.folder is None else self.folder / f"{name}.json"
        told = json.loads(path.read_text(encoding="utf-8")) if path is not None and path.exists() else {}
        return str(told.get("sha256", ""))

    def keep(self, name: str, ground: str, table: pa.Table) -> None:
        """Keep something in place of what was kept under its name."""
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        path, sink = self.folder / f"{name}.arrow", pa.BufferOutputStream()
        with pa.ipc.new_file(sink, table.schema) as stream:
            stream.write_table(table)
        raw = sink.getvalue()
        _write(path, raw)
        _write(path.with_suffix(".json"), json.dumps(_told(ground, raw), indent=1).encode("utf-8"))

    def table(self, name: str, ground: str, made: Callable[[], pa.Table]) -> pa.Table:
        """What `made` gives of `ground`, or what it gave the last time."""
        known = self.recalled(name, ground)
        if known is None:
            known = made()
            self.keep(name, ground, known)
        return known

    def deflated(
        self, payloads: Payloads, deflate: Callable[[list[Shard]], list[bytes]]
    ) -> dict[Shard, bytes]:
        """The deflated bytes of all shards; `deflate` is asked for those whose payload is new."""
        last = self.recalled("shards", "")
        known = (
            {} if last is None else dict(zip(*(column.to_pylist() for column in last.columns), strict=True))
        )
        grounds = _grounds(payloads)
        new = [shard for shard, ground in grounds.items() if ground not in known]
        made = dict(zip(new, deflate(new), strict=True))
        squeezed = {
            shard: made[shard] if shard in made else known[ground] for shard, ground in grounds.items()
        }
        columns = [list(grounds.values()), list(squeezed.values())]
        self.keep(
            "shards",
            "",
            pa.table(
                [pa.array(each, field.type) for each, field in zip(columns, SHARDS, strict=True)],
                schema=SHARDS,
            ),
        )
        return squeezed


NOTHING = Memory()
"""Remembers nothing."""
