"""What one build of the index leaves to the next (沿用): work whose ground is the same is not done again.

Reads and writes the folder it is given (`state/search/`), one Arrow file for each thing remembered and beside it the
digests of its ground and of its bytes. It changes no byte of what is published: whatever is missing, altered, or of
other ground or code is made afresh, so the folder may be deleted at any time.
"""

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import Executor, Future
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
"""Bytes of a shard's digest: SHA-256 cut to 128 bits, which nobody can meet on purpose; processors have it built in."""

_SHARDS = "shards"
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


def _ground(shard: Shard, payload: bytes) -> bytes:
    """What the deflated bytes of a shard depend on: its payload, and its folder."""
    digest = hashlib.sha256(shard[0].encode("ascii"))
    digest.update(payload)
    return digest.digest()[:_DIGEST]


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

    def shards(self) -> dict[bytes, bytes]:
        """The deflated bytes of the shards of the last build by their grounds."""
        last = self.recalled(_SHARDS, "")
        return {} if last is None else dict(zip(*(each.to_pylist() for each in last.columns), strict=True))


class Squeezing:
    """Shards being deflated by `threads` while others are made; only those whose payload is new."""

    def __init__(self, memory: Memory, deflate: Callable[[str, bytes], bytes], threads: Executor) -> None:
        self._memory, self._deflate, self._threads = memory, deflate, threads
        self._known = memory.shards()
        self._made: dict[Shard, tuple[bytes, Future[bytes] | None]] = {}

    def add(self, payloads: Payloads) -> None:
        """Begin with some shards."""
        for shard, payload in payloads.items():
            ground = _ground(shard, payload)
            new = ground not in self._known
            self._made[shard] = (
                ground,
                self._threads.submit(self._deflate, shard[0], payload) if new else None,
            )

    def finish(self) -> dict[Shard, bytes]:
        """The deflated bytes of all shards, in order; they are kept for the next build."""
        done = {
            shard: (ground, self._known[ground] if coming is None else coming.result())
            for shard, (ground, coming) in sorted(self._made.items())
        }
        columns = zip(*done.values(), strict=True)
        told = [pa.array(each, field.type) for each, field in zip(columns, SHARDS, strict=True)]
        self._memory.keep(_SHARDS, "", pa.table(told, schema=SHARDS))
        return {shard: squeezed for shard, (_, squeezed) in done.items()}


NOTHING = Memory()
"""Remembers nothing."""
