"""The index of sounds kept from one build to the next: it depends on names alone.

Reads and writes what the memory it is given holds. A process beside the one that makes the rest can be given it.
"""

import json

import pyarrow as pa

from search import cards
from search.memory import Memory
from search.shards import Payloads
from search.sounds import sound_shards


def sounds_of(keys: pa.ChunkedArray, named: str, memory: Memory) -> tuple[Payloads, dict[str, object]]:
    """Payloads, and what the manifest says of them; of names their `keys` in order, and `named`, a digest of them."""

    def made() -> pa.Table:
        payloads, heard = sound_shards(keys.to_pylist(), cards.HEARD)
        folders, numbers = zip(*payloads, strict=True)
        columns = {
            "folder": folders,
            "number": numbers,
            "payload": pa.array(payloads.values(), pa.large_binary()),
        }
        return pa.table(columns).replace_schema_metadata({"heard": json.dumps(heard)})

    table = memory.table("sounds", named, made)
    shards = zip(table["folder"].to_pylist(), table["number"].to_pylist(), strict=True)
    payloads = dict(zip(shards, table["payload"].to_pylist(), strict=True))
    return payloads, json.loads(table.schema.metadata[b"heard"])
