"""Parses files from outside in a process of its own, with limits (隔离解析): bytes in, bytes out, nothing on the disk.

A parser of hostile files can ask for gigabytes or abort its process: that must not be ours. This file is both sides.
Ours starts it as a script in isolated mode (-I: no environment variable or working directory changes what it
imports); the child limits itself before it reads or imports: 512 MB of address space, 20 s of processor time, no
file may grow. Then it calls `serve(data, out)` of the module it was given. What it answers goes through a pipe, for
it may hold identity numbers.
"""

import importlib
import resource
import signal
import subprocess
import sys
from pathlib import Path

MEMORY = 512 << 20
SECONDS = 20
_KILLED = (-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGABRT)
"""How a child ends that asked for too much: the kernel's kill, processor time, Rust's failed allocation."""


class HeavyError(Exception):
    """The child needed more memory or time than it may have."""


class DamagedError(Exception):
    """The parser refused the file or broke on it."""


def answer(module: str, data: bytes) -> bytes:
    """What `serve` of the module writes about the data, from a child with limits."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own file
            [sys.executable, "-I", "-B", __file__, module],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},  # the key of identity numbers may be in ours
        )
    except subprocess.TimeoutExpired as error:
        raise HeavyError from error
    if done.returncode in _KILLED or b"MemoryError" in done.stderr:
        raise HeavyError
    if done.returncode != 0:  # an error or a panic of the parser
        raise DamagedError
    return done.stdout


def limit() -> None:
    """Give up memory, time and the right to write files, for good."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """The child: standard input to standard output."""
    limit()
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    importlib.import_module(sys.argv[1]).serve(sys.stdin.buffer.read(), sys.stdout)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
