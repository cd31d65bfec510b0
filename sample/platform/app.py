"""The platform as a Flask application: pages by number, offset or cursor; changes, days or batches; four ways in.

`/openapi.json` describes it. Each answer is right unless a fault switch is on.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from sample.platform.answers import SPOILERS, Asked, Page, data, error, ok
from sample.platform.faults import Switchboard
from sample.platform.rules import Guard, Rules
from sample.platform.store import Store, Table

OPENAPI = Path(__file__).with_name("openapi.json")
DEFAULT_SIZE = 200
_DIGITS = 15


class _BadRequest(Exception):  # noqa: N818 - becomes an answer
    """A parameter that cannot be."""


def create_app(store: Store, rules: Rules, board: Switchboard) -> Flask:
    """The application; every question below /api must be let in by the guard."""
    app = Flask(__name__)
    guard = Guard(rules)
    app.register_error_handler(HTTPException, _failed)

    @app.get("/openapi.json")
    def description() -> Response:
        return Response(OPENAPI.read_bytes(), mimetype="application/json")

    @app.post("/sysapi/auth/refreshappsecret")
    def refresh() -> Response:
        return _refresh(guard)

    @app.route("/api/v1/<dataset>", methods=["GET", "POST"])
    def rows(dataset: str) -> Response:
        if not guard.admits(dict(request.headers.items()), dataset):
            return error(401, "401", "token or signature refused")
        if dataset not in store.tables:
            return error(404, "404", "no such dataset")
        try:
            asked = _asked(store.tables[dataset], rules, _parameters(rules), guard)
        except _BadRequest as problem:
            return error(400, "400", str(problem))
        fault = board.fault(dataset, asked.page.page)
        if fault is None:
            store.count(dataset, len(asked.page.rows))
            return ok(asked.page)
        return SPOILERS[fault](asked)

    return app


def _refresh(guard: Guard) -> Response:
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not all(isinstance(each, str) for each in body.values()):
        return error(400, "400", "body must be an object of texts")
    given = guard.refresh(body)
    return error(200, "-1", "signature refused") if given is None else data(given)


def _failed(problem: HTTPException) -> Response:
    """Also a wrong path or method is answered in the agreed form."""
    answer = error(problem.code or 500, str(problem.code), problem.name)
    allowed = [pair for pair in problem.get_headers(request.environ) if pair[0] == "Allow"]
    answer.headers.extend(allowed)
    return answer


_LEAST = {"page": 1, "size": 1, "batch": 1, "offset": 0, "updated_since": 0}
"""The smallest value of each parameter that is a number."""
_TEXTS = ("from", "to", "cursor")


def _parameters(rules: Rules) -> Mapping[str, str]:
    """What was asked, from the query, a form or a JSON object, every value checked."""
    given: dict[str, object] = dict(request.args)
    if unknown := given.keys() - {*_LEAST, *_TEXTS}:
        raise _BadRequest(f"unknown parameters: {sorted(unknown)}")
    if request.method == "POST":
        body = request.get_json(silent=True) if request.is_json else request.form
        if not isinstance(body, Mapping) or not body:
            raise _BadRequest("body must be a form or a JSON object with some member")
        given = dict(body)
    return {name: _checked(name, value, rules) for name, value in given.items()}


def _checked(name: str, value: object, rules: Rules) -> str:
    """The value as text; unknown members of a body are let be."""
    least = min(rules.first_page, 1) if name == "page" else _LEAST.get(name)
    if least is not None:
        return _digits(name, value, least)
    if name in _TEXTS and not isinstance(value, str):
        raise _BadRequest(f"{name} must be a text")
    if name == "cursor":
        return _digits(name, str(value).removeprefix("at-") if str(value).startswith("at-") else "", 0)
    return str(value)


def _digits(name: str, value: object, least: int) -> str:
    """A number as its digits."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # JSON knows no difference
    text = str(value) if type(value) in (int, str) else ""
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS and int(text) >= least):
        raise _BadRequest(f"{name} must be a number from {least}")
    return text


def _natural(given: Mapping[str, str], name: str, otherwise: int) -> int:
    return int(given.get(name, otherwise))


def _selected(table: Table, given: Mapping[str, str]) -> Sequence[int]:
    if "batch" in given:
        return table.batch(_natural(given, "batch", 0))
    if "from" in given or "to" in given:
        return table.between(given.get("from", ""), given.get("to", "9999-12-31"))
    return table.after(_natural(given, "updated_since", 0))


def _asked(table: Table, rules: Rules, given: Mapping[str, str], guard: Guard) -> Asked:
    """The page that was asked for and its neighbours."""
    places = _selected(table, given)
    size = min(_natural(given, "size", DEFAULT_SIZE), rules.largest_page)
    number = _natural(given, "page", rules.first_page)
    start = (number - rules.first_page) * size
    if rules.paging == "offset":
        start = _natural(given, "offset", 0)
        number = start // size + 1
    elif rules.paging == "cursor" and "cursor" in given:
        start = _natural(given, "cursor", 0)
        number = start // size + 1
    latest = table.batches if "batch" in given else table.latest

    def page(begin: int) -> Page:
        return _page(table, rules, places, begin, size, number, latest)

    secret = request.headers.get("Authorization", "")
    return Asked(page(start), page(max(start - size, 0)), page(start + size), secret, guard.forget)


def _page(
    table: Table, rules: Rules, places: Sequence[int], start: int, size: int, number: int, latest: int
) -> Page:
    cap = rules.row_cap or len(places)
    reach = places[: min(cap, len(places))]
    total = len(reach) if rules.cap_in_total else len(places)
    more = start + size < total
    following = f"at-{start + size}" if rules.paging == "cursor" else number + 1
    texts = table.texts(reach[start : start + size])
    return Page(total, number, size, texts, following if more else None, latest)
