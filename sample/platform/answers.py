"""What the platform sends: the sound answer, errors, and for each fault how it spoils the sound answer."""

import gzip
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email.utils import formatdate

from flask import Response

from sample.platform.faults import Fault

BOMB_BYTES = 80 * 1024 * 1024
"""More than the largest page a portal takes (64 MB)."""
DRIP_SECONDS = 0.05


@dataclass(frozen=True)
class Page:
    """One page of rows, each already JSON."""

    total: int
    page: int
    size: int
    rows: list[bytes]
    next: int | str | None
    latest: int


@dataclass(frozen=True)
class Asked:
    """One request: the page it should get, its neighbours, what it gave to be let in, how to end its secret."""

    page: Page
    before: Page
    after: Page
    given: str
    forget: Callable[[], None]


def ok(page: Page) -> Response:
    """A sound answer."""
    about = {"total": page.total, "page": page.page, "size": page.size}
    about |= {"next": page.next, "latest": page.latest}  # type: ignore[dict-item]
    head = json.dumps({"code": "0", "message": "", "data": about}, ensure_ascii=False).encode()
    return Response(head[:-2] + b', "rows": [' + b",".join(page.rows) + b"]}}", mimetype="application/json")


def error(status: int, code: str, message: str) -> Response:
    """An answer without data."""
    body = {"code": code, "message": message, "data": None}
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/json")


def data(values: dict[str, str]) -> Response:
    """An answer that is no page."""
    return Response(json.dumps({"code": "0", "message": "", "data": values}), mimetype="application/json")


def _busy(_: Asked) -> Response:
    answer = error(503, "503", "busy")
    answer.headers["Retry-After"] = "1"
    return answer


def _half(asked: Asked) -> Response:
    answer = ok(asked.page)
    length = len(answer.get_data())
    answer.set_data(answer.get_data()[: length // 2])
    answer.headers["Content-Length"] = str(length)
    return answer


def _truncated(asked: Asked) -> Response:
    answer = ok(asked.page)
    answer.set_data(answer.get_data()[:-20])
    return answer


def _bomb(_: Asked) -> Response:
    return Response(gzip.compress(b" " * BOMB_BYTES, mtime=0), headers={"Content-Encoding": "gzip"})


def _drip(asked: Asked) -> Response:
    content = ok(asked.page).get_data()

    def slowly() -> Iterator[bytes]:
        for place in range(len(content)):
            time.sleep(DRIP_SECONDS)
            yield content[place : place + 1]

    return Response(slowly(), mimetype="application/json")


def _expired(asked: Asked) -> Response:
    asked.forget()
    return error(200, "E-106", "secret expired")


def _skew(_: Asked) -> Response:
    answer = error(401, "401", "signature time out of range")
    answer.headers["Date"] = formatdate(time.time() + 7200, usegmt=True)
    return answer


def _with(asked: Asked, rows: list[bytes]) -> Response:
    return ok(replace(asked.page, rows=rows))


SPOILERS: dict[Fault, Callable[[Asked], Response]] = {
    Fault.BUSY: _busy,
    Fault.DOWN: lambda _: error(503, "503", "down"),
    Fault.HALF: _half,
    Fault.TRUNCATED: _truncated,
    Fault.HTML: lambda _: Response("<!doctype html><title>gateway</title>", mimetype="text/html"),
    Fault.ERROR_CODE: lambda _: error(200, "-1", "internal error"),
    Fault.TOTAL_CHANGES: lambda asked: ok(replace(asked.page, total=asked.page.total + 1)),
    Fault.REPEATED_PAGE: lambda asked: _with(asked, asked.before.rows),
    Fault.SKIPPED_PAGE: lambda asked: _with(asked, asked.after.rows),
    Fault.REORDERED: lambda asked: _with(asked, asked.page.rows[::-1]),
    Fault.MISSING_ROW: lambda asked: _with(asked, asked.page.rows[:-1]),
    Fault.SILENT: lambda asked: _with(asked, []),
    Fault.REDIRECT: lambda _: Response(status=302, headers={"Location": "http://elsewhere.invalid/"}),
    Fault.REDIRECT_LOOP: lambda _: Response(status=307, headers={"Location": "?again=1"}),
    Fault.ECHO_TOKEN: lambda asked: error(200, "-1", f"bad request: Authorization: {asked.given}"),
    Fault.EXPIRED: _expired,
    Fault.SKEW: _skew,
    Fault.BOMB: _bomb,
    Fault.DRIP: _drip,
}
