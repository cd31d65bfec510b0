"""How this platform lets callers in and pages: one frozen description, as each office meets another platform."""

import base64
import hmac
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pipeline.sources.signing import encrypt_secret, sign

SKEW_SECONDS = 600
"""A signature's time may be this far from ours."""


@dataclass(frozen=True)
class Rules:
    """`secret` is the token, the password or the appkey; the cap is of rows in one question, 0 for none."""

    auth: Literal["bearer", "basic", "none", "signed"] = "bearer"
    secret: str = field(default="", repr=False)
    user: str = "county"
    prefix: str = "gjgxjhpt"
    rid: str = "439999000000_rid"
    sids: Mapping[str, str] = field(default_factory=dict)
    secret_calls: int = 0
    """After this many calls an appsecret is over without notice (0: never)."""
    secret_seconds: float = 3600.0
    paging: Literal["page", "offset", "cursor"] = "page"
    largest_page: int = 1000
    row_cap: int = 0
    cap_in_total: bool = False
    """Whether the total also stops at the cap."""
    first_page: int = 1


class Guard:
    """Decides whether a call may come in; for the signed scheme gives out appsecrets."""

    def __init__(self, rules: Rules, now: Callable[[], float] = time.time) -> None:
        self._rules, self._now = rules, now
        self._secret, self._calls = "", 0
        self._lock = threading.Lock()

    def admits(self, headers: Mapping[str, str], dataset: str) -> bool:
        """Whether the call's headers are right."""
        rules = self._rules
        given = headers.get("Authorization", "").encode("latin-1", "replace")
        match rules.auth:
            case "none":
                return True
            case "bearer":
                return hmac.compare_digest(given, f"Bearer {rules.secret}".encode())
            case "basic":
                pair = base64.b64encode(f"{rules.user}:{rules.secret}".encode())
                return hmac.compare_digest(given, b"Basic " + pair)
            case "signed":
                return self._admits_signed(headers, dataset)

    def _admits_signed(self, headers: Mapping[str, str], dataset: str) -> bool:
        rules = self._rules
        with self._lock:
            self._calls += 1
            if rules.secret_calls and self._calls > rules.secret_calls:
                self._secret = ""
            secret = self._secret
        sid = rules.sids.get(dataset, f"s_{dataset}")
        values = {name.lower().replace("-", "_"): value for name, value in headers.items()}
        return bool(secret) and values.get(f"{rules.prefix}_sid") == sid and self._is_signed(values, secret)

    def _is_signed(self, values: Mapping[str, str], key: str) -> bool:
        prefix = self._rules.prefix
        sid, rid, rtime, given = (
            values.get(f"{prefix}_{each}", "") for each in ("sid", "rid", "rtime", "sign")
        )
        if rid != self._rules.rid or not (rtime.isascii() and rtime.isdigit()):
            return False
        near = abs(int(rtime) / 1000 - self._now()) <= SKEW_SECONDS
        return near and hmac.compare_digest(
            sign(key, sid, rid, rtime).encode(), given.encode("utf-8", "replace")
        )

    def refresh(self, body: Mapping[str, str]) -> dict[str, str] | None:
        """A new appsecret for a call signed with the appkey; None when it is not."""
        if not self._is_signed(body, self._rules.secret):
            return None
        with self._lock:
            self._secret, self._calls = secrets.token_hex(16), 0
            secret = self._secret
        end = int((self._now() + self._rules.secret_seconds) * 1000)
        return {"secret": encrypt_secret(secret, self._rules.secret), "secretEndTime": str(end)}

    def forget(self) -> None:
        """End the appsecret now."""
        with self._lock:
            self._secret = ""
