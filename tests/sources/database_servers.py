"""Real database servers for tests: each on a free port over a folder that the test throws away, never as root."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TRIES, PAUSE = 150, 0.1


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _user(name: str) -> dict[str, str | int]:
    """Options for subprocess: another user when we are root, which these servers refuse to be."""
    return {"user": name, "group": name, "extra_groups": []} if os.geteuid() == 0 else {}  # type: ignore[dict-item]


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    """A folder of the server's user, not below a test's own: nobody else may enter those."""
    with tempfile.TemporaryDirectory(prefix="test-database-") as made:
        if os.geteuid() == 0:
            account = pwd.getpwnam(name)
            os.chown(made, account.pw_uid, account.pw_gid)
        yield Path(made)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(TRIES):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(PAUSE)
    raise RuntimeError("the server does not answer")


def _run(command: list[str], name: str, folder: Path) -> None:
    log = folder / "setup.log"
    with log.open("wb") as stream:
        done = subprocess.run(command, stdout=stream, stderr=stream, cwd=folder, check=False, **_user(name))  # type: ignore[call-overload]
    if done.returncode:
        raise RuntimeError(log.read_text(encoding="utf-8", errors="replace"))


@contextmanager
def _serving(command: list[str], name: str, folder: Path, port: int) -> Iterator[None]:
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **_user(name))  # type: ignore[call-overload]
        try:
            _wait(port, process)
            yield
        finally:
            process.terminate()
            process.wait()


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL; its address for SQLAlchemy."""
    with _folder("postgres") as folder:
        yield from _postgresql(folder)


def _postgresql(folder: Path) -> Iterator[str]:
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))
    data, port = folder / "data", free_port()
    setup = [
        str(binaries / "initdb"),
        "-D",
        str(data),
        "-U",
        "county",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]
    _run([*setup, "--locale=C"], "postgres", folder)
    options = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "fsync": "off"}
    settings = [text for key, value in options.items() for text in ("-c", f"{key}={value}")]
    with _serving([str(binaries / "postgres"), "-D", str(data), *settings], "postgres", folder, port):
        yield f"postgresql+psycopg://county@127.0.0.1:{port}/postgres"


@contextmanager
def mariadb() -> Iterator[str]:
    """A MariaDB; its address for SQLAlchemy."""
    with _folder("mysql") as folder:
        yield from _mariadb(folder)


def _mariadb(folder: Path) -> Iterator[str]:
    data, port = folder / "data", free_port()
    server = shutil.which("mariadbd") or "/usr/sbin/mariadbd"
    setup = [
        "mariadb-install-db",
        "--no-defaults",
        f"--datadir={data}",
        "--auth-root-authentication-method=normal",
    ]
    _run([*setup, "--skip-test-db"], "mysql", folder)
    command = [server, "--no-defaults", f"--datadir={data}", f"--port={port}", "--bind-address=127.0.0.1"]
    command += [f"--socket={folder}/socket", f"--pid-file={folder}/pid", "--character-set-server=utf8mb4"]
    command += ["--innodb-flush-log-at-trx-commit=0", "--skip-name-resolve"]
    with _serving(command, "mysql", folder, port):
        yield f"mysql+pymysql://root@127.0.0.1:{port}/mysql?charset=utf8mb4"
