"""Files and folders: written so that nobody ever sees half, cleared of what is not to be kept, linked without a copy."""

import io
import os
import shutil
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

Folders = Mapping[str, frozenset[str]]
"""Folders of a folder: address of one ("" is none's) → names of folders in it; those that have an entry of their own have
nothing else."""


def beside(path: Path) -> Path:
    """Where the new content is written first: the same folder, a hidden name."""
    return path.with_name(f".{path.name}.part")


def write_whole(path: Path, content: bytes | str) -> None:
    """Put `content` at `path` in one step, durable before it is seen; text is UTF-8 with plain line ends."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    with beside(path).open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    beside(path).replace(path)


def without_times(archive: bytes) -> bytes:
    """A zip (an office file) whose entries carry no time: the same content gives the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            # The first time a zip directory can say.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, source.read(name))
    return target.getvalue()


def _empty(folder: str) -> None:
    """Remove a folder and all that is in it: a third of the time of `shutil.rmtree`, 333,000 times."""
    with os.scandir(folder) as entries:
        for entry in list(entries):
            if entry.is_dir(follow_symlinks=False):
                _empty(entry.path)
            else:
                os.unlink(entry.path)  # noqa: PTH108
    os.rmdir(folder)  # noqa: PTH106


def _remove(path: str) -> None:
    """A file, a link, or a folder with all that is in it."""
    # Asked first: what unlinking a folder raises differs from system to system.
    if not stat.S_ISDIR(os.lstat(path).st_mode):
        os.unlink(path)  # noqa: PTH108
        return
    try:
        # Nearly every folder is that of one page: a third of the calls.
        os.unlink(f"{path}/index.html")  # noqa: PTH108
        os.rmdir(path)  # noqa: PTH106
    except OSError:
        _empty(path)


def purge(folder: Path, kept: Folders, gone: Folders | None = None) -> None:
    """Remove all of `folder` but the folders of `kept`; `gone`: what is to be removed of folders in which nothing else is."""
    leading = {parent.as_posix() for address in kept for parent in Path(address).parents}
    _purge(f"{folder}", "", {**dict.fromkeys(leading, frozenset()), **kept}, gone or {})


def _purge(folder: str, address: str, kept: Folders, gone: Folders) -> None:
    # By name, for there are 333,000 of them, of which listing takes as long as removing 2,000: what stands under the name
    # of a folder kept is that folder.
    names = gone.get(address)
    if names is None:
        names = frozenset(os.listdir(folder)).difference(kept.get(address, ()))  # noqa: PTH208
    for name in sorted(names):
        inner = f"{address}/{name}" if address else name
        if inner in kept:
            _purge(f"{folder}/{name}", inner, kept, gone)
        else:
            _remove(f"{folder}/{name}")


def link_tree(source: Path, target: Path, made: Folders, kept: Folders) -> None:
    """Put the folders `made` of `source` into `target`, which has the `kept` ones: the same files, which share their bytes
    on disk."""
    for address, names in made.items():
        (target / address).mkdir(exist_ok=True)
        for name in sorted(names):
            inner = f"{address}/{name}"
            if inner not in kept:
                os.mkdir(f"{target}/{inner}")  # noqa: PTH102 - Path.mkdir takes four times as long
            _link(f"{source}/{inner}", f"{target}/{inner}", kept.get(inner, frozenset()))


def _link(source: str, target: str, kept: frozenset[str] = frozenset()) -> None:
    with os.scandir(source) as entries:
        for entry in entries:
            if entry.name in kept:
                continue
            if entry.is_dir(follow_symlinks=False):
                os.mkdir(f"{target}/{entry.name}")  # noqa: PTH102
                _link(entry.path, f"{target}/{entry.name}")
            else:
                os.link(entry.path, f"{target}/{entry.name}")


def link_or_copy(source: Path, target: Path) -> None:
    """The same file in a second place: a hard link, or a copy where the file system has none."""
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)
