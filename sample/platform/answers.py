"""What the platform sends: the sound answer, errors, and for each fault how it spoils the sound answer."""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response

from sample.platform.faults import Fault

BOMB_BYTES = 80 * 1024 * 1024
"""More than the largest page a portal takes (64 MB)."""

Data = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One request: the page it should get, the page before that, and its Authorization header."""

    data: Data
    before: Data
    given: str


def _json(body: Data, status: int = 200) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/json")


def ok(data: Data) -> Response:
    """A sound answer."""
    return _json({"code": "0", "message": "", "data": data})


def error(status: int, code: str, message: str) -> Response:
    """An answer without data."""
    return _json({"code": code, "message": message, "data": None}, status)


def _busy(_: Asked) -> Response:
    answer = error(503, "503", "busy")
    answer.headers["Retry-After"] = "1"
    return answer


def _half(asked: Asked) -> Response:
    answer = ok(asked.data)
    length = len(answer.get_data())
    answer.set_data(answer.get_data()[: length // 2])
    answer.headers["Content-Length"] = str(length)
    return answer


def _truncated(asked: Asked) -> Response:
    answer = ok(asked.data)
    answer.set_data(answer.get_data()[:-20])
    return answer


def _bomb(_: Asked) -> Response:
    return Response(gzip.compress(b" " * BOMB_BYTES, mtime=0), headers={"Content-Encoding": "gzip"})


SPOILERS: dict[Fault, Callable[[Asked], Response]] = {
    Fault.BUSY: _busy,
    Fault.DOWN: lambda _: error(503, "503", "down"),
    Fault.HALF: _half,
    Fault.TRUNCATED: _truncated,
    Fault.HTML: lambda _: Response("<!doctype html><title>gateway</title>", mimetype="text/html"),
    Fault.ERROR_CODE: lambda _: error(200, "-1", "internal error"),
    Fault.TOTAL_CHANGES: lambda asked: ok(asked.data | {"total": asked.data["total"] + 1}),
    Fault.REPEATED_PAGE: lambda asked: ok(asked.data | {"rows": asked.before["rows"]}),
    Fault.MISSING_ROW: lambda asked: ok(asked.data | {"rows": asked.data["rows"][:-1]}),
    Fault.REDIRECT: lambda _: Response(status=302, headers={"Location": "http://elsewhere.invalid/"}),
    Fault.ECHO_TOKEN: lambda asked: error(200, "-1", f"bad request: Authorization: {asked.given}"),
    Fault.BOMB: _bomb,
}
