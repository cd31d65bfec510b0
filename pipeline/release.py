"""Swap (切换): the new site takes the place of the old in one step; a site that failed never gets there.

The site is built in a folder beside the live one, so that the exchange is a rename inside one file system.
"""

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import Stopped

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def _beside(output: Path, what: str) -> Path:
    return output.parent / f".{output.name}.{what}"


@contextmanager
def staging(output: Path) -> Iterator[Path]:
    """An empty folder beside the live site; gone at the end, whether it was swapped in or not."""
    folder = _beside(output, "next")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise Stopped(
            f"无法在 {output.parent} 中建立临时目录：{error.strerror}。请检查目录权限和磁盘空间。"
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two folders atomically (Linux renameat2); False where the file system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    done = libc.renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE)
    if done == 0:
        return True
    if ctypes.get_errno() in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def recover(output: Path) -> None:
    """Put the old site back when an earlier run died between two renames."""
    previous = _beside(output, "previous")
    if previous.exists() and not output.exists():
        previous.rename(output)
    shutil.rmtree(previous, ignore_errors=True)


def swap(staged: Path, output: Path) -> None:
    """Make the staged site the live one; the old one stays where it was staged and is removed by `staging`."""
    try:
        if not output.exists():
            staged.rename(output)
        elif not _exchange(staged, output):
            previous = _beside(output, "previous")
            output.rename(previous)
            staged.rename(output)
            shutil.rmtree(previous)
    except OSError as error:
        raise Stopped(
            f"新站点无法换入 {output}：{error.strerror}。原站点未动，请检查该目录是否为挂载点或被占用。"
        ) from error
