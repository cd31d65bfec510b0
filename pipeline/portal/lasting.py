"""Pages that last (沿用页面): subjects and months whose content did not change are not made again (decision 0503).

Reads the bundle, and `state/site/` of the build before; writes `state/site/` once the new site is live: build, look,
and for every lasting page the digest of its content and the first day on which it was so.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, reduce
from importlib.metadata import version
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle
from pipeline.errors import Stopped
from pipeline.files import Folders, beside, write_whole
from pipeline.portal.contexts import Frame
from pipeline.portal.digests import CONTENT, Content, Owners, digests
from pipeline.portal.paging import PageRows, Paging, month_of
from pipeline.portal.rendering import PROJECT, THEME

_CODE = (
    "pipeline/portal/*.py",
    "pipeline/bundle.py",
    "pipeline/open_data/tables.py",
    "pipeline/open_data/parts.py",
)


@dataclass(frozen=True)
class Lasting:
    """The lasting pages of one build. `look` stands for all they depend on but the bundle; `subjects`: code, shown,
    digest, records, as_of; `pages` of months: address → digest."""

    build_id: str
    look: str
    subjects: pa.Table
    pages: Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """Which lasting pages are to be made: of the subjects a mask, of the months' pages the addresses; `lists`: the pages
    of each dataset, `owners`: whose its records are; `gone`: the codes of pages there were that are not taken over."""

    now: Lasting
    fresh: npt.NDArray[np.bool_]
    fresh_pages: frozenset[str]
    lists: tuple[Paging, ...]
    owners: tuple[Owners, ...]
    gone: Folders | None = None

    @property
    def records(self) -> npt.NDArray[np.int32]:
        """How many records each subject has."""
        made: npt.NDArray[np.int32] = self.now.subjects.column("records").to_numpy()
        return made

    @cached_property
    def fresh_months(self) -> frozenset[str]:
        """The addresses of months of which a page is made."""
        return frozenset(month_of(each) for each in self.fresh_pages)

    @cached_property
    def made_pages(self) -> tuple[tuple[PageRows, ...], ...]:
        """The pages of months that are made, of each dataset."""
        return tuple(
            tuple(page for page in paging.pages if paging.address(page) in self.fresh_pages)
            for paging in self.lists
        )

    def _codes(self, which: npt.NDArray[np.bool_]) -> dict[str, frozenset[str]]:
        return {"e": frozenset(self.now.subjects.column("code").filter(pa.array(which)).to_pylist())}

    @cached_property
    def kept(self) -> Folders:
        """The folders that are taken over as they are: `e` → credit codes, a dataset → its months, of other months
        `<dataset>/<YYYY-MM>` → pages after the first."""
        pages = self.now.pages.keys() - self.fresh_pages
        folders = {each if month_of(each) in self.fresh_months else month_of(each) for each in pages}
        return self._codes(~self.fresh) | _by_folder(folders)

    @cached_property
    def made(self) -> Folders:
        """The folders of which something is made: `e` → credit codes, a dataset → its months."""
        return self._codes(self.fresh) | _by_folder(self.fresh_months)


def _by_folder(addresses: Iterable[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for address in addresses:
        folder, _, name = address.rstrip("/").rpartition("/")
        found.setdefault(folder, set()).add(name)
    return {folder: frozenset(names) for folder, names in found.items()}


@cache
def _code() -> bytes:
    """The code and the templates that make pages."""
    paths = sorted((THEME / "templates").glob("*.html"))
    paths += [path for pattern in _CODE for path in sorted(PROJECT.glob(pattern))]
    digest = hashlib.sha256(f"{version('jinja2')} {version('markupsafe')}".encode())
    for path in paths:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()


def look(bundle: Bundle, frame: Frame) -> str:
    """Digest of all that lasting pages depend on beside rows: code, theme, office, menus, description of datasets."""
    datasets = [replace(each, records=0) for each in bundle.meta.datasets]
    same = replace(frame, as_of="", build_id="")
    return hashlib.sha256(_code() + f"{same!r}{datasets!r}".encode()).hexdigest()


def _with_days(
    made: pa.Table, last: Lasting | None, as_of: str
) -> tuple[pa.Table, npt.NDArray[np.bool_], Sequence[str]]:
    """With as_of: the day of before where the content is the same; where it is; the codes of before of which it is not."""
    if last is None:
        return made.append_column("as_of", pa.repeat(as_of, len(made))), np.zeros(len(made), bool), ()
    before, codes = last.subjects, last.subjects.column("code")
    places = np.arange(len(made))
    if not made.column("code").equals(codes):
        found = pc.index_in(made.column("code"), codes.combine_chunks())
        before, places = before.take(found), pc.fill_null(found, 0).to_numpy()
    equal = (pc.equal(before.column(name), made.column(name)) for name in CONTENT)
    same = pc.fill_null(reduce(pc.and_, equal), False)
    days, kept = pc.if_else(same, before.column("as_of"), as_of), same.to_numpy()
    left = np.ones(len(codes), bool)
    left[places[kept]] = False
    return made.append_column("as_of", days), kept, codes.filter(pa.array(left)).to_pylist()


def _content(bundle: Bundle, last: Lasting | None) -> Content:
    """What pages show: of a bundle that is the last one without some records, of those subjects anew whose records these
    were."""
    fewer = bundle.fewer
    if fewer is None or last is None or last.build_id != fewer.build_id:
        return digests(bundle)
    touched = pa.array({*fewer.column("subject_code").drop_null().to_pylist(), *fewer.told}, pa.string())
    made = digests(bundle, touched)
    before = last.subjects.drop_columns(["as_of"])
    if fewer.subjects:
        gone = pc.is_in(before.column("code"), value_set=pa.array(sorted(fewer.subjects), pa.string()))
        before = before.filter(pc.invert(gone))
    codes, mine = before.column("code"), pc.is_in(before.column("code"), value_set=touched)
    columns = {"code": codes}
    for name in (*CONTENT, "records"):
        old, new = (each.column(name).combine_chunks() for each in (before, made.subjects))
        columns[name] = pc.replace_with_mask(old, mine.combine_chunks(), new)
    among = np.flatnonzero(mine.to_numpy())
    owners = tuple(replace(each, places=among[each.places]) for each in made.owners)
    return replace(made, subjects=pa.table(columns), owners=owners)


def _fresh_pages(pages: Mapping[str, str], last: Mapping[str, str]) -> frozenset[str]:
    """The pages of months that are to be made: those that changed, and the first of each month that did, in whose folder
    its downloads lie."""
    changed = [each for each, digest in pages.items() if last.get(each) != digest]
    return frozenset(changed) | {month_of(each) for each in changed}


def goes_on(bundle: Bundle, frame: Frame, last: Lasting | None, reuse: bool) -> bool:
    """Whether pages may be taken over: those of `last` are at hand (`reuse`) and look the same."""
    return last is not None and reuse and last.look == look(bundle, frame)


def plan(bundle: Bundle, frame: Frame, last: Lasting | None, reuse: bool) -> Plan:
    """What is to be made; everything unless the build `goes_on` from the last one."""
    on = goes_on(bundle, frame, last, reuse)
    content = _content(bundle, last if on else None)
    subjects, same, left = _with_days(content.subjects, last, bundle.meta.as_of.isoformat())
    now = Lasting(bundle.meta.build_id, look(bundle, frame), subjects, content.pages)
    fresh = _fresh_pages(content.pages, last.pages) if on and last else frozenset(content.pages)
    if not on:
        return Plan(now, np.ones(len(same), bool), fresh, content.lists, content.owners)
    return Plan(now, ~same, fresh, content.lists, content.owners, {"e": frozenset(left)})


def read_lasting(folder: Path) -> Lasting | None:
    """What the last site held; None when there was none, or it was kept by a version that kept less."""
    path = folder / "site.json"
    if not path.exists():
        return None
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        path = folder / f"subjects-{told['build_id']}.parquet"
        if "months" in told or not set(CONTENT) <= set(pq.read_schema(path).names):
            return None
        subjects = pq.read_table(path)
        return Lasting(told["build_id"], told["look"], subjects, told["pages"])
    except (OSError, KeyError, ValueError) as error:
        raise Stopped(
            f"上次站点的页面摘要 {folder} 无法读取（{error}）。请删除该目录后重新生成，所有页面将重做一遍。"
        ) from error


def write_lasting(folder: Path, lasting: Lasting) -> None:
    """Keep what the live site holds; site.json last, so that it never names a table that is not whole."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"subjects-{lasting.build_id}.parquet"
    # Codes, texts and digests are all different: neither dictionaries nor compression would save anything.
    pq.write_table(lasting.subjects, beside(path), compression="none", use_dictionary=["as_of"])
    beside(path).replace(path)
    told = {
        "build_id": lasting.build_id,
        "look": lasting.look,
        "pages": dict(sorted(lasting.pages.items())),
    }
    write_whole(folder / "site.json", json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    for old in folder.glob("subjects-*.parquet"):
        if old != path:
            old.unlink()
