"""The platform as a Flask application over `<dataset>.jsonl` files: simple scheme, bearer token, pages.

Reads the folder once; `/openapi.json` describes the scheme. Each answer is right unless a fault switch is on.
"""

import hmac
import json
import threading
from bisect import bisect_right
from collections import Counter
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

from sample.platform.answers import SPOILERS, Asked, error, ok
from sample.platform.faults import Switchboard

OPENAPI = Path(__file__).with_name("openapi.json")
LARGEST_PAGE = 1000

Row = dict[str, Any]


class Store:
    """Rows by dataset in order of their update stamp, and how many of them have been given out."""

    def __init__(self, folder: Path) -> None:
        self.rows = {path.stem: _read(path) for path in sorted(folder.glob("*.jsonl"))}
        self.served: Counter[str] = Counter()
        self._lock = threading.Lock()

    def first_after(self, dataset: str, since: int) -> int:
        """Place of the first row with a stamp after `since`."""
        return bisect_right(self.rows[dataset], since, key=lambda row: int(row["_seq"]))

    def count(self, dataset: str, rows: int) -> None:
        """Note rows given out in a sound answer."""
        with self._lock:
            self.served[dataset] += rows


def _read(path: Path) -> list[Row]:
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = sorted((json.loads(line) for line in lines if line), key=lambda row: int(row["_seq"]))
    if len({row["_seq"] for row in rows}) != len(rows):
        raise ValueError(f"{path.name}: an update stamp occurs twice")
    return rows


def create_app(store: Store, token: str, board: Switchboard) -> Flask:
    """The application; every request below /api needs `Authorization: Bearer <token>`."""
    app = Flask(__name__)

    @app.get("/openapi.json")
    def description() -> Response:
        return Response(OPENAPI.read_bytes(), mimetype="application/json")

    @app.get("/api/v1/<dataset>")
    def rows(dataset: str) -> Response:
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            return error(401, "401", "token refused")
        page = request.args.get("page", 1, type=_natural)
        size = min(request.args.get("size", 200, type=_natural), LARGEST_PAGE)
        since = request.args.get("updated_since", 0, type=_natural)
        if dataset not in store.rows:
            return error(404, "404", "no such dataset")
        if page < 1 or size < 1:
            return error(400, "400", "page and size start at 1")
        fault = board.fault(dataset, page)
        data = _data(store, dataset, page, size, since)
        if fault is None:
            store.count(dataset, len(data["rows"]))
            return ok(data)
        return SPOILERS[fault](Asked(data, _data(store, dataset, max(page - 1, 1), size, since), given))

    return app


def _natural(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


def _data(store: Store, dataset: str, page: int, size: int, since: int) -> Row:
    rows, skipped = store.rows[dataset], store.first_after(dataset, since)
    start = skipped + (page - 1) * size
    return {
        "total": len(rows) - skipped,
        "page": page,
        "size": size,
        "rows": rows[start : start + size],
        "next": page + 1 if start + size < len(rows) else None,
        "latest": rows[-1]["_seq"] if rows else 0,
    }
