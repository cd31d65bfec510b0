"""The inbox (收件目录): a folder of `<dataset>[-anything].csv|.xlsx|.jsonl`, each file into a RawTable.

The dataset is told by its catalogue name or Chinese title. Files are taken by name, links that lead outside
are refused, and what is not read is a finding. Reads the folder, writes nothing; folders inside it are not
entered.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.catalogue import Catalogue, Dataset
from pipeline.errors import SettingsError
from pipeline.findings import Finding
from pipeline.personal import redact_text
from pipeline.sources import codes
from pipeline.sources.delimited import read_delimited
from pipeline.sources.heading_row import below_title
from pipeline.sources.json_lines import read_json_lines
from pipeline.sources.raw import RawTable
from pipeline.sources.rows import refused
from pipeline.sources.workbook import read_workbook

SIZE_LIMIT_MB = 1024
"""A file is held in memory once; a county's whole history of 1,000,000 rows is about 600 MB of CSV."""

Reader = Callable[[bytes, str, str], RawTable]


def _always(code: codes.Code, **facts: str) -> Reader:
    """A reader that refuses every file of its kind."""

    def read(*_: object) -> RawTable:
        raise codes.FileRefusedError(code, **facts)

    return read


_READERS: dict[str, Reader] = {
    ".csv": read_delimited,
    ".jsonl": read_json_lines,
    ".xlsx": read_workbook,
    ".xls": _always(codes.OLD_WORKBOOK),
    ".xlsm": _always(codes.MACROS),
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file of the inbox: what it is called, and either how to read it or why not."""

    path: Path
    name: str
    dataset: Dataset | None
    problem: Finding | None


def _shown(path: Path) -> str:
    """The name without folders and identity numbers; bytes that are no text become question marks."""
    return redact_text(path.name.encode("utf-8", "replace").decode("utf-8"))


def dataset_of(name: str, catalogue: Catalogue) -> Dataset | None:
    """The dataset that a file's name tells, None when it tells none."""
    stem = unicodedata.normalize("NFKC", Path(name).stem)
    return catalogue.find(stem.split("-")[0].strip())


def _problem(path: Path, name: str, folder: Path, dataset: Dataset | None) -> Finding | None:
    """Why the file is not even opened, or None."""
    suffix = Path(name).suffix.lower()
    about = dataset.name if dataset else ""
    if name.startswith((".", "~$")):
        return codes.finding(codes.HIDDEN, about, name)
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        return codes.finding(codes.LINK, about, name)
    if not path.is_file():
        return codes.finding(codes.NOT_A_FILE, about, name)
    if suffix not in _READERS:
        return codes.finding(codes.EXTENSION, about, name, extension=suffix)
    return codes.finding(codes.NO_DATASET, "", name) if dataset is None else None


def _entries(folder: Path, catalogue: Catalogue) -> Iterator[_Entry]:
    if not folder.is_dir():
        raise SettingsError(f"收件目录 {folder} 不存在或不是目录。请检查 --inbox。")
    for path in sorted(folder.iterdir(), key=lambda each: each.name):
        name = _shown(path)
        dataset = dataset_of(name, catalogue)
        yield _Entry(path, name, dataset, _problem(path, name, folder, dataset))


def inbox_findings(folder: Path, catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each entry of the folder that belongs to no dataset or is skipped; no file is opened."""
    return tuple(each.problem for each in _entries(folder, catalogue) if each.problem is not None)


def read_file(path: Path, name: str, dataset: str) -> RawTable:
    """The RawTable of one file; a file refused whole has no rows and one finding."""
    if path.stat().st_size > SIZE_LIMIT_MB << 20:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return refused(dataset, name, digest, codes.FileRefusedError(codes.SIZE, limit=SIZE_LIMIT_MB))
    return read_bytes(path.read_bytes(), name, dataset)


def read_bytes(data: bytes, name: str, dataset: str) -> RawTable:
    """The RawTable of a file's content; one refused whole has no rows and one finding."""
    suffix = Path(name).suffix.lower()
    reader = _READERS.get(suffix) or _always(codes.EXTENSION, extension=suffix)
    try:
        return reader(data, name, dataset)
    except codes.FileRefusedError as error:
        return refused(dataset, name, hashlib.sha256(data).hexdigest(), error)


def read_inbox(folder: Path, catalogue: Catalogue) -> Iterator[RawTable]:
    """One RawTable per file whose dataset is known, by file name; see inbox_findings for the others."""
    for entry in _entries(folder, catalogue):
        if entry.problem is None and entry.dataset is not None:
            yield below_title(read_file(entry.path, entry.name, entry.dataset.name), entry.dataset)
