"""One request to a platform over HTTP: time-outs, bounded retries with jitter, rate, size, renewal of secrets.

Knows nothing of paging or rows. Reads the network; writes nothing, logs nothing, follows no redirect, takes no proxy,
netrc or certificate setting from the environment. No secret is in a text it makes.
"""

import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import requests

from pipeline.errors import SettingsError, SourceError
from pipeline.source_settings import PlatformSource
from pipeline.sources.answers import Answer, Answers, Expired
from pipeline.sources.http_body import Broken, read_json
from pipeline.sources.http_deadline import OutOfTime, within
from pipeline.sources.platform_auth import Auth

CONNECT_SECONDS, SILENT_SECONDS = 10.0, 60.0
"""Platforms count large tables before they answer."""
FIRST_WAIT, LONGEST_WAIT = 1.0, 120.0
"""Asked to wait longer than this, a pull stops instead of hanging through the night."""
SKEW_SECONDS = 300.0
"""National platforms refuse signatures whose time is further away than some minutes."""
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Timing:
    """Clock, patience and chance, so that tests do without them."""

    now: Callable[[], float]
    sleep: Callable[[float], None] = time.sleep
    steady: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random


@dataclass(frozen=True)
class Where:
    """What was asked, for messages."""

    source: str
    dataset: str
    page: int

    def __str__(self) -> str:
        return f"数据来源 {self.source} 数据类别 {self.dataset} 第 {self.page} 页"


class _Passing(Exception):  # noqa: N818 - inner signal, never leaves this module
    """May be right next time; `wait` is what the platform asked for in Retry-After."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


def check_url(url: str, source: str) -> None:
    """SettingsError unless the address is one that can be asked and holds no secret."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or parts.query:
        raise SettingsError(
            f"数据来源 {source} 的地址应为 http:// 或 https:// 开头、不带用户名、密码和参数的网址，"
            "请更正 --platform 或 portal.toml。"
        )


class Session:
    """A connection to one platform; counts requests and retries, remembers how far the clocks are apart."""

    def __init__(self, source: PlatformSource, auth: Auth, timing: Timing, root: Path = Path()) -> None:
        check_url(source.url, source.name)
        self.source, self._auth, self._timing, self._root = source, auth, timing, root
        self._http = self._open()
        self._last = -1e9
        self.requests = self.retries = 0
        self.skew = 0.0

    def _open(self) -> requests.Session:
        http = requests.Session()
        # Otherwise a .netrc entry would take the place of the token, and a proxy variable would see it.
        http.trust_env = False
        source, root = self.source, self._root
        if source.certificate:
            key = str(root / source.certificate_key)
            certificate = str(root / source.certificate)
            http.cert = (certificate, key) if source.certificate_key else certificate
        if source.authority:
            http.verify = str(root / source.authority)
        return http

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def ask(self, dataset: str, page: int, parameters: Mapping[str, str]) -> Answer:
        """One page, after at most `retries` further tries and one renewal of the secret."""
        where = Where(self.source.name, dataset, page)
        path = self.source.path.replace("{dataset}", quote(self.source.names.get(dataset, dataset), safe=""))
        renewed = False
        while True:
            secrets = self._auth.secrets()
            try:
                headers = self._auth.headers(dataset, self._post)
                body = self._patiently(where, lambda: self._send(where, path, parameters, headers))  # noqa: B023
                return Answers(self.source, str(where), (*secrets, *self._auth.secrets())).read(body)
            except Expired:
                if renewed or not self._auth.renew():
                    raise SourceError(self._refused(where)) from None
                renewed = True

    def _post(self, path: str, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
        where = Where(self.source.name, "更新密钥", 1)
        try:
            return self._patiently(where, lambda: self._send(where, path, body, headers))
        except Expired:
            raise SourceError(self._refused(where)) from None

    def _refused(self, where: Where) -> str:
        told = f"{where}：平台拒绝了令牌或签名。请核对密钥是否填对、是否过期，或向平台申请权限。"
        if abs(self.skew) > SKEW_SECONDS:
            told += f"另外，本机时钟与平台相差 {abs(self.skew):.0f} 秒（本机偏{'快' if self.skew > 0 else '慢'}），请先校时。"
        return told

    def _patiently(self, where: Where, send: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        wait, attempt = FIRST_WAIT, 0
        while True:
            attempt += 1
            self._pace()
            try:
                return within(self.source.page_seconds, send)
            except OutOfTime:
                self._http = self._open()  # the old connection may still be dripping
                fault = _Passing(f"回答超过总时限 {self.source.page_seconds:.0f} 秒仍未收全")
            except _Passing as error:
                fault = error
            pause = wait * (0.75 + self._timing.chance() / 2) if fault.wait is None else fault.wait
            if attempt > self.source.retries or pause > LONGEST_WAIT:
                raise SourceError(_gave_up(where, str(fault), attempt, pause)) from None
            self.retries += 1
            self._timing.sleep(pause)
            wait = min(2 * wait, LONGEST_WAIT / 2)

    def _pace(self) -> None:
        """Keep to the rate the platform allows."""
        self.requests += 1
        if self.source.per_second > 0:
            early = self._last + 1 / self.source.per_second - self._timing.steady()
            if early > 0:
                self._timing.sleep(early)
            self._last = self._timing.steady()

    def _send(
        self, where: Where, path: str, what: Mapping[str, str] | bytes, headers: Mapping[str, str]
    ) -> dict[str, Any]:
        url = self.source.url.rstrip("/") + path
        options: dict[str, Any] = {"headers": {**headers, "Accept": "application/json"}}
        options |= {"timeout": (CONNECT_SECONDS, SILENT_SECONDS), "allow_redirects": False, "stream": True}
        method = "POST"
        if isinstance(what, bytes):
            options["data"] = what
        elif self.source.method == "query":
            method, options["params"] = "GET", dict(what)
        else:
            options["json" if self.source.method == "json" else "data"] = dict(what)
        try:
            with self._http.request(method, url, **options) as answer:
                self._check_status(where, answer)
                return read_json(answer, str(where))
        except requests.RequestException as error:
            raise _Passing(_reason(error)) from None
        except Broken as error:
            raise _Passing(str(error)) from None

    def _check_status(self, where: Where, answer: requests.Response) -> None:
        status = answer.status_code
        self._note_skew(answer.headers.get("Date", ""))
        if status in _PASSING:
            raise _Passing(f"平台返回 HTTP {status}", retry_after(answer.headers))
        if status in (401, 403):
            raise Expired
        if 300 <= status < 400:
            raise SourceError(
                f"{where}：平台要求转到别的地址（HTTP {status}），未跟随。请把平台地址改为最终地址。"
            )
        if status != 200:
            raise SourceError(
                f"{where}：平台返回 HTTP {status}。请核对平台地址和数据类别名称，并与平台运维联系。"
            )

    def _note_skew(self, date: str) -> None:
        try:
            self.skew = self._timing.now() - parsedate_to_datetime(date).timestamp()
        except (TypeError, ValueError):
            return


def retry_after(headers: "requests.structures.CaseInsensitiveDict[str]") -> float | None:
    """Seconds to wait (RFC 9110, 10.2.3); a date is taken against the answer's own Date, not our clock."""
    text = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,6}", text):
        return float(text)
    try:
        wait = parsedate_to_datetime(text) - parsedate_to_datetime(headers.get("Date", ""))
    except (TypeError, ValueError):
        return None
    return max(0.0, wait.total_seconds())


def _reason(error: requests.RequestException) -> str:
    """A sentence of our own: the library's text may quote what was sent."""
    if isinstance(error, requests.exceptions.SSLError):
        return "证书校验失败"
    if isinstance(error, requests.Timeout):
        return "等待超时"
    if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
        return "回答中途断开或损坏，没有收全"
    return "无法连接或连接中断"


def _gave_up(where: Where, reason: str, attempts: int, pause: float) -> str:
    told = f"平台要求等待 {pause:.0f} 秒" if pause > LONGEST_WAIT else f"共尝试 {attempts} 次"
    return f"{where}：{reason}，{told}，本次没有取全，网站保持上次内容。请稍后重试，或与平台运维联系。"
