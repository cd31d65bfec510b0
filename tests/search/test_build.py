"""The published files: golden bytes, the same bytes on every machine, removal, damage noticed."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import indexing
from pipeline.bundle import Fewer, open_bundle
from pipeline.indexing import index_helper
from search.build import build_index
from search.columns import text_column
from search.command import search
from search.decode import Cursor, varint_array
from search.encode import FORMAT, container, deflated, front_coded, varint, varints
from search.postings import key_lengths
from search.published import HEAD, DamagedIndexError, open_index
from search.schema import name_terms
from tests.county import tree
from tests.search.corpus import write_corpus
from tests.search.golden import PATH, build, write_small_bundle

ROOT = Path(__file__).resolve().parents[2]


def files(folder: Path) -> dict[str, bytes]:
    """Every file; shards without their deflated part, which another libdeflate may write otherwise, but inflated."""
    found, index = {}, open_index(folder)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            raw = path.read_bytes()
            if path.suffix == ".bin":
                raw = raw[:HEAD] + index.shard(path.parent.name, int(path.name.split(".")[0]))
            found[path.relative_to(folder).as_posix()] = raw
    return found


def test_golden_index_is_fresh(tmp_path: Path) -> None:
    build(tmp_path / "index")
    assert files(tmp_path / "index") == files(PATH), "run: python -m tests.search.golden"


def test_same_bytes_whatever_the_environment(tmp_path: Path) -> None:
    write_corpus(tmp_path / "bundle", 5, subjects=120, records=150)
    script = (
        "import sys; from pathlib import Path; from pipeline.bundle import open_bundle;"
        "from search.build import build_index;"
        "build_index(open_bundle(Path(sys.argv[1])), [], Path(sys.argv[2]))"
    )
    seen = set()
    for number, (seed, zone) in enumerate([("1", "UTC"), ("77", "America/New_York")]):
        target = tmp_path / f"place{number}" / "index"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        command = [sys.executable, "-c", script, str(tmp_path / "bundle"), str(target)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=120)
        paths = sorted(path for path in target.rglob("*") if path.is_file())
        digest = hashlib.sha256()
        for path in paths:
            digest.update(path.relative_to(target).as_posix().encode() + path.read_bytes())
        seen.add(digest.hexdigest())
    assert len(seen) == 1


def test_size_counts_what_is_there(tmp_path: Path) -> None:
    bundle, articles = write_corpus(tmp_path / "bundle", 6, subjects=50, records=60)
    size = build_index(bundle, articles, tmp_path / "index")
    paths = [path for path in (tmp_path / "index").rglob("*") if path.is_file()]
    assert size.files == len(paths)
    assert size.bytes == sum(path.stat().st_size for path in paths)
    manifest = json.loads((tmp_path / "index/manifest.json").read_text(encoding="utf-8"))
    assert size.documents == sum(manifest["documents"].values())


def test_an_empty_bundle_gives_an_index_that_finds_nothing(tmp_path: Path) -> None:
    bundle, _ = write_corpus(tmp_path / "bundle", 6, subjects=1, records=0)
    subjects = tmp_path / "bundle/subjects.parquet"
    pq.write_table(pq.read_table(subjects).slice(0, 0), subjects)
    build_index(bundle, [], tmp_path / "index")
    assert search(tmp_path / "index", "示例") == search(tmp_path / "index", "91") == []


def test_a_removed_record_is_in_no_byte(tmp_path: Path) -> None:
    bundle = write_small_bundle(tmp_path / "bundle")
    build_index(bundle, [], tmp_path / "before")
    penalties = bundle.path / "records" / "penalty.parquet"
    pq.write_table(pq.read_table(penalties).slice(0, 0), penalties)
    build_index(bundle, [], tmp_path / "after")
    needle = "监处罚〔2026〕7号".encode()  # neighbours share their beginning
    assert any(needle in raw for raw in files(tmp_path / "before").values())
    assert not any(needle in raw for raw in files(tmp_path / "after").values())
    assert search(tmp_path / "after", "示市监处罚〔2026〕7号") == []


@pytest.mark.parametrize("damage", ["missing", "cut", "altered", "swapped", "other format"])
def test_damage_is_an_error_never_fewer_results(tmp_path: Path, damage: str) -> None:
    build(tmp_path / "index")
    manifest = tmp_path / "index" / "manifest.json"
    generation = json.loads(manifest.read_text(encoding="utf-8"))["generation"]
    shard = tmp_path / "index" / "c" / f"0.{generation}.bin"
    raw = shard.read_bytes()
    match damage:
        case "missing":
            shard.unlink()
        case "cut":
            shard.write_bytes(raw[:-2])
        case "altered":
            shard.write_bytes(raw[:30] + bytes([raw[30] ^ 1]) + raw[31:])
        case "swapped":
            shard.write_bytes((shard.parents[1] / "k" / shard.name).read_bytes())
        case _:
            changed = json.loads(manifest.read_text(encoding="utf-8")) | {"format": FORMAT + 1}
            manifest.write_text(json.dumps(changed), encoding="utf-8")
    with pytest.raises(DamagedIndexError, match="重新生成站点"):
        search(tmp_path / "index", "示例")


def test_no_index_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndexError, match="portal build"):
        open_index(tmp_path)


@given(st.lists(st.integers(0, 2**40)))
def test_varints_both_ways(values: list[int]) -> None:
    raw, starts = varints(np.array(values, dtype=np.int64))
    assert raw == b"".join(varint(value) for value in values)
    assert varint_array(raw).tolist() == values
    assert Cursor(raw).numbers(len(values)) == values
    assert [raw[a] for a in starts[:-1]] == [varint(value)[0] for value in values]


@given(st.lists(st.text(max_size=8)))
def test_front_coding_both_ways(values: list[str]) -> None:
    assert Cursor(front_coded(values)).front_coded(len(values)) == values
    assert Cursor(front_coded(sorted(values))).front_coded(len(values)) == sorted(values)


@given(st.lists(st.text("甲乙丙a", max_size=9), max_size=8), st.integers(1, 9))
def test_lengths_are_those_of_whoosh(keys: list[str], at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.postings.AT_ONCE", at_once)
        assert key_lengths(keys).tolist() == [len(name_terms(each)) for each in keys]


@given(st.lists(st.binary(max_size=3)), st.lists(st.binary(max_size=3)), st.data())
def test_columns_are_taken_and_joined(one: list[bytes], other: list[bytes], data: st.DataObject) -> None:
    first, second = (text_column(pa.array(each, pa.binary()))[1] for each in (one, other))
    both = [*one, *other]
    places = data.draw(st.lists(st.integers(0, len(both) - 1), max_size=9)) if both else []
    taken = first.followed(second).taken(np.array(places, dtype=np.int64))
    assert taken.page(0, len(places)) == b"".join(both[each] for each in places)
    assert len(taken) == len(places)


def test_the_containers_bytes() -> None:
    raw = container("00112233aabbccdd", "c", 258, b"abc", deflated("c", b"abc"))
    assert raw[:HEAD].hex() == "43505331" + "00112233aabbccdd" + "63" + "02010000" + "03000000" + "c2412435"
    assert zlib.decompress(raw[HEAD:], -15) == b"abc"


def _same_as_afresh(bundle: Path, folder: Path, kept: Path) -> None:
    """Write an index with what was kept, and one without; equal."""
    opened = open_bundle(bundle)
    for name, memory in (("kept", kept), ("afresh", None)):
        shutil.rmtree(folder / name, ignore_errors=True)
        build_index(opened, [], folder / name, kept=memory)
    assert tree(folder / "kept") == tree(folder / "afresh")


def test_what_was_kept_changes_no_byte(tmp_path: Path) -> None:
    """Records leave, a subject leaves, a record comes, something kept is altered: always the bytes of a fresh index."""
    write_corpus(tmp_path / "bundle", 7, subjects=150, records=200)
    kept, penalties = tmp_path / "kept-state", tmp_path / "bundle/records/penalty.parquet"
    subjects, whole = tmp_path / "bundle/subjects.parquet", pq.read_table(penalties)
    _same_as_afresh(tmp_path / "bundle", tmp_path, kept)
    pq.write_table(whole.filter(pa.array([place % 7 > 0 for place in range(len(whole))])), penalties)
    _same_as_afresh(tmp_path / "bundle", tmp_path, kept)
    pq.write_table(whole, penalties)
    _same_as_afresh(tmp_path / "bundle", tmp_path, kept)
    pq.write_table(pq.read_table(subjects).slice(1), subjects)
    _same_as_afresh(tmp_path / "bundle", tmp_path, kept)
    for path in kept.glob("*.arrow"):
        path.write_bytes(path.read_bytes()[:-40] + b"x" * 40)
    _same_as_afresh(tmp_path / "bundle", tmp_path, kept)


def test_records_that_left_are_taken_out_of_what_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice in a row, without reading the other records or grouping their numbers anew."""
    path, kept = tmp_path / "bundle", tmp_path / "kept"
    bundle, articles = write_corpus(path, 9, subjects=150, records=400)
    build_index(bundle, articles, tmp_path / "first", kept=kept)
    for step in range(2):
        before, gone = replace(bundle, path=tmp_path / f"before{step}", fewer=None), {}
        shutil.copytree(path, before.path)
        for each in bundle.meta.datasets:
            table = pq.read_table(path / f"records/{each.name}.parquet")
            over = pa.array([row % 7 == 2 + step for row in range(len(table))])
            rows = table.append_column("row", pa.array(range(len(table))))
            gone[each.name] = rows.filter(over).select(["record", "subject_code", "month", "row"])
            pq.write_table(table.filter(pc.invert(over)), path / f"records/{each.name}.parquet")
        fewer = Fewer(before, gone, frozenset(), frozenset())
        bundle = replace(bundle, meta=replace(bundle.meta, build_id=f"b{step}"), fewer=fewer)
        build_index(replace(bundle, fewer=None), articles, tmp_path / f"afresh{step}")
        with monkeypatch.context() as patched:
            for name in ("search.records._with_numbers", "search.kept_lists.gram_lists"):
                patched.setattr(name, None)
            build_index(bundle, articles, tmp_path / f"on{step}", kept=kept)
        assert tree(tmp_path / f"on{step}") == tree(tmp_path / f"afresh{step}")


def test_a_second_process_changes_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It makes sounds and numbers, which the build that has it does not; few documents are not worth its start."""
    bundle, articles = write_corpus(tmp_path / "bundle", 7, subjects=150, records=200)
    build_index(bundle, articles, tmp_path / "alone", kept=tmp_path / "kept")
    with index_helper(bundle) as none:
        assert none is None
    monkeypatch.setattr(indexing, "MANY", 100)
    monkeypatch.setattr("search.kept_sounds.sound_shards", None)
    with index_helper(bundle) as helper:
        build_index(bundle, articles, tmp_path / "both", kept=tmp_path / "other", helper=helper)
    assert tree(tmp_path / "alone") == tree(tmp_path / "both")
    assert tree(tmp_path / "kept") == tree(tmp_path / "other")


def test_nothing_is_made_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second index of the same bundle sorts no name, hears none, groups none and deflates no shard."""
    bundle, _ = write_corpus(tmp_path / "bundle", 7, subjects=150, records=200)
    build_index(bundle, [], tmp_path / "one", kept=tmp_path / "kept")
    for name in (
        "search.names.keys_of",
        "search.names.key_lengths",
        "search.kept_sounds.sound_shards",
    ):
        monkeypatch.setattr(name, None)
    for name in ("search.build.deflated", "search.kept_lists.gram_lists"):
        monkeypatch.setattr(name, None)
    build_index(bundle, [], tmp_path / "two", kept=tmp_path / "kept")
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
