"""`portal serve`: the built site on this machine, with the headers, caching and compression of a real host.

For looking and for tests, not for the public: nginx does that (docs/deploy). Reads the site's folder afresh
on every request, so that a build swapped in is seen at once; writes nothing.
"""

import gzip
import hashlib
import re
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote

from pipeline.errors import SettingsError
from pipeline.serve_headers import (
    SECURITY_HEADERS,
    accepts_gzip,
    cache_control,
    compressible,
    content_type,
    matches,
    security_headers,
)

LOOPBACK = "127.0.0.1"
CACHE_BYTES = 64 * 1024 * 1024
SMALLEST = 256
"""Below this many bytes gzip makes answers longer."""


class GzipCache:
    """Compressed bodies by the hash of their content; the least recently used go first."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self._limit = limit
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, digest: str, body: bytes) -> bytes:
        """`body` compressed."""
        with self._lock:
            if digest in self._bodies:
                self._bodies.move_to_end(digest)
                return self._bodies[digest]
        small = gzip.compress(body, 6, mtime=0)
        with self._lock:
            if digest not in self._bodies:
                self._bodies[digest] = small
                self._size += len(small)
            while self._size > self._limit:
                self._size -= len(self._bodies.popitem(last=False)[1])
        return small


@dataclass(frozen=True)
class Found:
    """What an address means: a file, or another address to go to, or neither."""

    file: Path | None = None
    location: str = ""


def locate(folder: Path, target: str) -> Found:
    """The file below `folder` for a request target; never one outside, hidden, or reached through `..`."""
    path, _, query = target.partition("?")
    segments = _segments(path)
    if segments is None:
        return Found()
    try:
        root = folder.resolve()
        file = root.joinpath(*segments)
        if file.is_dir() and path.endswith("/"):
            file /= "index.html"
        elif file.is_dir():
            location = "".join(f"/{quote(each)}" for each in segments) + "/"
            return Found(location=f"{location}?{query}" if query else location)
        elif path.endswith("/"):
            return Found()
        sound = file.is_file() and file.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        # A name too long for the file system, or links that go round.
        return Found()
    return Found(file) if sound else Found()


def _segments(path: str) -> list[str] | None:
    """The names in a path, None where one could lead anywhere but below the folder."""
    # An encoded slash is in none of the site's names.
    if not path.startswith("/") or "%2f" in path.lower():
        return None
    try:
        segments = unquote(path, errors="strict").removesuffix("/").split("/")[1:]
    except UnicodeDecodeError:
        return None
    return None if any(_unfit(each) for each in segments) else segments


def _unfit(segment: str) -> bool:
    """Empty, `..`, hidden, or with a character that some system takes for a separator."""
    return segment == "" or segment.startswith(".") or re.search(r"[\x00-\x1f\\:]", segment) is not None


class Handler(BaseHTTPRequestHandler):
    """One connection; answers GET and HEAD only."""

    protocol_version = "HTTP/1.1"
    # Head and body are two writes: with Nagle's algorithm the second waits some 40 ms for an acknowledgement.
    disable_nagle_algorithm = True
    timeout = 30
    server_version = "portal"
    sys_version = ""

    def __init__(self, folder: Path, cache: GzipCache, *arguments: object) -> None:
        self._folder = folder
        self._cache = cache
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send a file, a redirect, or the site's own 404 page."""
        # A body is not read; it must not be taken for the next request.
        self.close_connection |= "Content-Length" in self.headers or "Transfer-Encoding" in self.headers
        found = locate(self._folder, self.path)
        if found.location:
            self._send(
                HTTPStatus.MOVED_PERMANENTLY, b"", {"Location": found.location, "Cache-Control": "no-cache"}
            )
        elif found.file is None:
            self._send_file(self._folder / "404.html", HTTPStatus.NOT_FOUND)
        else:
            self._send_file(found.file, HTTPStatus.OK)

    do_HEAD = do_GET  # noqa: N815 - the base class names it so

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """Refuse (other methods, broken requests) with our headers and without echoing the request."""
        self.close_connection = True
        code = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else code
        extra = {"Connection": "close", "Content-Type": content_type(".txt"), "Cache-Control": "no-store"}
        if code == HTTPStatus.METHOD_NOT_ALLOWED:
            extra["Allow"] = "GET, HEAD"
        self._send(code, f"{int(code)}\n".encode(), extra)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Nothing: queries are not written down."""

    def _send_file(self, file: Path, status: HTTPStatus) -> None:
        try:
            body, changed = file.read_bytes(), file.stat().st_mtime
        except FileNotFoundError:
            # Between two builds, or a site without a 404 page.
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        digest = hashlib.sha256(body).hexdigest()
        kind = content_type(file.suffix)
        etag, headers = f'"{digest[:32]}"', {"Content-Type": kind, "Cache-Control": cache_control(file.name)}
        headers |= security_headers(file.resolve().relative_to(self._folder.resolve()).as_posix())
        if compressible(kind) and len(body) >= SMALLEST:
            headers["Vary"] = "Accept-Encoding"
            if accepts_gzip(self.headers.get("Accept-Encoding", "")):
                body, etag = self._cache.get(digest, body), f'"{digest[:32]}-gz"'
                headers["Content-Encoding"] = "gzip"
        headers |= {"ETag": etag, "Last-Modified": formatdate(changed, usegmt=True)}
        if status is HTTPStatus.OK and self._is_known(etag, int(changed)):
            headers = {
                name: text
                for name, text in headers.items()
                if name not in ("Content-Type", "Content-Encoding")
            }
            self._send(HTTPStatus.NOT_MODIFIED, None, headers)
            return
        self._send(status, body, headers)

    def _is_known(self, etag: str, changed: int) -> bool:
        """RFC 9110 section 13.2.2: If-Modified-Since counts only where no If-None-Match is sent."""
        known = self.headers.get("If-None-Match")
        if known is not None:
            return matches(known, etag)
        try:
            return parsedate_to_datetime(self.headers.get("If-Modified-Since", "")).timestamp() >= changed
        except (TypeError, ValueError):
            return False

    def _send(self, status: int, body: bytes | None, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, text in {**SECURITY_HEADERS, **headers}.items():
            self.send_header(name, text)
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body and self.command != "HEAD":
            self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    """Readers who close the page early are no fault worth a traceback."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep the standard report for anything but a closed connection."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _server(folder: Path, port: int) -> _Server:
    if not (folder / "index.html").is_file():
        raise SettingsError(f"{folder} 中还没有网站首页，请先运行 make site 或 portal build。")
    try:
        return _Server((LOOPBACK, port), partial(Handler, folder, GzipCache()))
    except (OSError, OverflowError) as error:
        raise SettingsError(
            f"无法使用端口 {port}：{error}。请用 --port 换一个端口（0 为任意空闲端口）。"
        ) from error


def serve(folder: Path, port: int) -> None:
    """Serve until interrupted; port 0 means any free one. The address is told on standard error."""
    with _server(folder, port) as server:
        sys.stderr.write(f"网站已在 http://{LOOPBACK}:{server.server_port}/ 打开，按 Ctrl+C 结束。\n")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            sys.stderr.write("\n")


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The site's base address (without a slash at its end) on a free port, for as long as the block lasts."""
    with _server(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://{LOOPBACK}:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
