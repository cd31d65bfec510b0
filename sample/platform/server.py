"""Runs the platform on a free port of this machine for as long as a `with` block lasts."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

from sample.platform.app import create_app
from sample.platform.faults import Switch, Switchboard
from sample.platform.rules import Rules
from sample.platform.store import Store, read_store

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class _Quiet(WSGIRequestHandler):
    """Writes no line per request: the build's own progress is what the reader should see."""

    protocol_version = "HTTP/1.1"
    """Connections are kept, as those of real platforms are."""

    def make_environ(self) -> "WSGIEnvironment":
        """Also the headers with an underscore, which the server leaves out and the national scheme needs."""
        environ = super().make_environ()
        for name, value in self.headers.items():
            if "_" in name:
                environ[f"HTTP_{name.upper()}"] = value
        return environ

    def send_response(self, code: int, message: str | None = None) -> None:
        """Without a Date of its own, so that an answer can carry another clock's."""
        self.send_response_only(code, message)

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Nothing."""


@dataclass(frozen=True)
class Running:
    """A platform that answers; `store.served` counts the rows it gave out."""

    url: str
    store: Store


@contextmanager
def serving(store: Store, rules: Rules, switches: tuple[Switch, ...] = ()) -> Iterator[Running]:
    """A platform over these rows on 127.0.0.1, stopped in every case."""
    app = create_app(store, rules, Switchboard(switches))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    server.daemon_threads = True  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Running(f"http://127.0.0.1:{server.server_port}", store)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def running(folder: Path, token: str, switches: tuple[Switch, ...] = ()) -> Iterator[Running]:
    """The simple platform with a bearer token over a folder of `<dataset>.jsonl`."""
    with serving(read_store(folder), Rules(secret=token), switches) as platform:
        yield platform
