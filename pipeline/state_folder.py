"""The state folder: held by one command at a time; keeps the office's key and why the last build stopped.

Writes `lock`, `key` and `stopped.txt` in it.
"""

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import Stopped

_STOPPED = "stopped.txt"


@contextmanager
def alone(state: Path) -> Iterator[None]:
    """Hold the state folder for one command at a time."""
    state.mkdir(parents=True, exist_ok=True)
    with (state / "lock").open("w", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Stopped(
                f"另一个 portal 命令正在使用 {state}。请等它结束，或用 --state 指定别的目录。"
            ) from error
        yield


def keep_reason(state: Path, error: Exception) -> None:
    """Note why a build stopped, until one goes through."""
    (state / _STOPPED).write_text(f"{error}\n", encoding="utf-8", newline="\n")


def forget_reason(state: Path) -> None:
    """A build went through."""
    (state / _STOPPED).unlink(missing_ok=True)


def require_published(state: Path) -> None:
    """Refuse to go on from `state/work/` when its build stopped: what it decided was never published."""
    if (state / _STOPPED).exists():
        reason = (state / _STOPPED).read_text(encoding="utf-8").strip()
        raise Stopped(f"上一次生成没有完成：{reason} 请先处理并运行 portal build，再生成上传文件。")


def office_key(given: str, state: Path) -> bytes:
    """The office's key: from the environment, else the one kept in the state folder (made once, 0600)."""
    if given:
        return given.encode()
    path = state / "key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip().encode()
