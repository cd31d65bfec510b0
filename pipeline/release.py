"""Swap (切换): the new site takes the place of the old in one step; a site that failed never gets there.

The site is built in a folder beside the live one, so that the exchange is a rename inside one file system. Its lasting
pages are kept a second time in a twin beside it (hard links: the same bytes on disk), from which the next build goes
on; the live site itself is never edited (decision 0504).
"""

import ctypes
import errno
import json
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import Stopped
from pipeline.files import Folders, link_tree, purge

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def _beside(output: Path, what: str) -> Path:
    return output.parent / f".{output.name}.{what}"


def _built(site: Path) -> str:
    """The build a site or twin is of; "" when it cannot be told."""
    try:
        return str(json.loads((site / "build.json").read_text(encoding="utf-8"))["build_id"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def aside(staged: Path) -> Path:
    """Beside the staged site, for what is made meanwhile and would be in the way of its pages; goes with it."""
    return staged.with_name(f"{staged.name}.aside")


def put(staged: Path, place: str) -> None:
    """Give what was made aside, at the same `place`, its place in the staged site."""
    (staged / place).parent.mkdir(parents=True, exist_ok=True)
    (aside(staged) / place).rename(staged / place)


@contextmanager
def staging(output: Path, build_id: str = "") -> Iterator[Path]:
    """A folder beside the live site; gone at the end, whether it was swapped in or not.

    Empty, or the twin of the live site when both are of `build_id`. Taking the twin leaves none: a build that dies
    makes the next one start from nothing.
    """
    folder, twin = _beside(output, "next"), _beside(output, "twin")
    for each in (folder, aside(folder)):
        shutil.rmtree(each, ignore_errors=True)
    try:
        if build_id and _built(twin) == _built(output) == build_id:
            twin.rename(folder)
        else:
            shutil.rmtree(twin, ignore_errors=True)
            folder.mkdir(parents=True)
    except OSError as error:
        raise Stopped(
            f"无法在 {output.parent} 中建立临时目录：{error.strerror}。请检查目录权限和磁盘空间。"
        ) from error
    try:
        yield folder
    finally:
        for each in (folder, aside(folder)):
            shutil.rmtree(each, ignore_errors=True)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two folders atomically (Linux renameat2); False where the file system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    done = libc.renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE)
    if done == 0:
        return True
    if ctypes.get_errno() in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _renew(old: Path, output: Path, made: Folders, kept: Folders, gone: Folders) -> None:
    """Take the folders of lasting pages in `old` to the live site's state: those of subjects and, in a thread, the others."""
    held, subjects = frozenset(os.listdir(old)), frozenset({"e"})  # noqa: PTH208 - names

    def renew(part: frozenset[str], theirs: Folders) -> None:
        purge(old, kept, {**gone, "": part})
        link_tree(output, old, theirs, kept)

    others = {address: names for address, names in made.items() if address not in subjects}
    with ThreadPoolExecutor(1) as beside:
        done = beside.submit(renew, held - subjects, others)
        renew(held & subjects, {address: made[address] for address in subjects & made.keys()})
        done.result()


def keep_twin(old: Path, output: Path, made: Folders, kept: Folders, gone: Folders | None = None) -> str:
    """Make the twin of the live site out of the old one: of its lasting folders those `kept` are there already, those
    `made` are not; `gone` is what of the old ones is not kept, where that is known.

    What was withdrawn leaves the disk here, not with the next build. Gives the reason when there can be no twin: the
    new site is live already, only the next build will be a full one.
    """
    try:
        old.mkdir(exist_ok=True)
        _renew(old, output, made, kept, gone or {})
        shutil.copyfile(output / "build.json", old / "build.json")
        old.rename(_beside(output, "twin"))
    except OSError as error:
        return f"没有留下供下次沿用的页面（{error.strerror}），下次将重做全部页面"
    return ""


def recover(output: Path) -> None:
    """Put the old site back when an earlier run died between two renames."""
    previous = _beside(output, "previous")
    if previous.exists() and not output.exists():
        previous.rename(output)
    shutil.rmtree(previous, ignore_errors=True)


def swap(staged: Path, output: Path) -> None:
    """Make the staged site the live one; the old one, if any, is then where that was staged."""
    try:
        if not output.exists():
            staged.rename(output)
        elif not _exchange(staged, output):
            previous = _beside(output, "previous")
            output.rename(previous)
            staged.rename(output)
            previous.rename(staged)
    except OSError as error:
        raise Stopped(
            f"新站点无法换入 {output}：{error.strerror}。原站点未动，请检查该目录是否为挂载点或被占用。"
        ) from error
