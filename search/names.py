"""Names (名称) in the order in which subjects are published, and what depends on them alone.

Reads the bundle; writes what the memory it is given keeps.
"""

from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle
from search.encode import Numbers
from search.memory import Memory, ground_of
from search.normalise import keys_of
from search.postings import key_lengths
from search.readings import initial_of

PLACE = "^(.{1,4}?[省市区县州旗盟镇乡])+"
"""What a name begins with before its brand (企业名称登记管理规定 art. 6: division, brand, trade, form)."""

SOUNDED = 4
"""Characters of a brand and its trade whose initials come first in the order: six typed initials mostly begin with them."""


@dataclass(frozen=True)
class Names:
    """place (in the bundle), key, length of all subjects in their published order; `named`: a digest of codes and names."""

    order: pa.Table
    named: str

    @cached_property
    def keys(self) -> list[str]:
        """The names as they are searched."""
        keys: list[str] = self.order["key"].to_pylist()
        return keys

    @property
    def lengths(self) -> Numbers:
        """Characters of each."""
        lengths: Numbers = self.order["length"].to_numpy()
        return lengths


def _initials(brands: pa.Array, place: int) -> pa.Array:
    """The first letter of how each brand's character at a place is read."""
    characters = pc.utf8_slice_codeunits(brands, place, place + 1).dictionary_encode()
    return pa.array(map(initial_of, characters.dictionary.to_pylist()), pa.string()).take(characters.indices)


def _order(table: pa.Table) -> pa.Table:
    """place, key, length of all subjects, shortest name first: the order that lets a reader stop early.

    Within a length by what follows the place, first by how it sounds: names that begin with the same initials stand together
    so, among them those of one brand, and the hits of a query share pages.
    """
    keys = keys_of(table["name"].to_pylist())
    lengths = key_lengths(keys)
    whole = pa.array(keys, pa.string())
    brands = pc.replace_substring_regex(whole, PLACE, "")
    heard = pc.binary_join_element_wise(*(_initials(brands, place) for place in range(SOUNDED)), "")
    by = {"length": lengths, "heard": heard, "brand": brands, "key": whole, "code": table["code"]}
    places = pc.sort_indices(pa.table(by), sort_keys=[(name, "ascending") for name in by])
    return pa.table({"place": places, "key": whole.take(places), "length": pa.array(lengths).take(places)})


def names_in_order(bundle: Bundle, memory: Memory) -> Names:
    """Those of the bundle's subjects."""
    named = ground_of(pq.read_table(bundle.path / "subjects.parquet", columns=["code", "name"]))
    return Names(memory.table("subjects", named, lambda: _order(bundle.subjects())), named)
