"""One page from the shared platform (共享平台) over HTTP: token, time-outs, bounded retries, size limit.

Knows nothing of paging or rows (sharing_platform.py). Reads the network; writes nothing, logs nothing,
follows no redirect, takes no proxy, netrc or certificate setting from the environment. The token is in no
text it makes.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlsplit

import requests

from pipeline.errors import SettingsError, SourceError

TIMEOUT = (10.0, 60.0)
"""Seconds to connect, and between two bytes: platforms count large tables before they answer."""
ATTEMPTS = 5
FIRST_WAIT = 1.0
LONGEST_WAIT = 120.0
"""Asked to wait longer than this, a build stops instead of hanging through the night."""
PAGE_BYTES = 64 * 1024 * 1024
"""Decoded size of one page; 1,000 rows of the longest template stay under 40 MB."""
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})

Sleep = Callable[[float], None]


@dataclass(frozen=True)
class PlatformAccess:
    """Where the platform is and what it lets us in with; `repr` does not show the token."""

    url: str
    token: str = field(repr=False)
    page_size: int = 1000

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or parts.query:
            raise SettingsError(
                "共享平台地址应为 http:// 或 https:// 开头、不带用户名、密码和参数的网址，"
                "请更正 --platform 或 portal.toml。"
            )
        # A line break in a header value would reach the message of requests' own error.
        if re.fullmatch(r"[\x21-\x7e]+", self.token) is None:
            raise SettingsError("共享平台令牌为空或含有空格、换行等字符，请检查令牌所在的环境变量。")
        if self.page_size < 1:
            raise SettingsError("共享平台每页行数 page_size 应为正整数。")

    def hide(self, text: str) -> str:
        """`text` from the platform, fit for a message: no token, one line, at most 200 characters."""
        cleaned = "".join(each if each.isprintable() else " " for each in text.replace(self.token, "***"))
        return cleaned[:200]


@dataclass(frozen=True)
class Where:
    """What was asked, for messages."""

    dataset: str
    page: int

    def __str__(self) -> str:
        return f"共享平台数据类别 {self.dataset} 第 {self.page} 页"


class _PassingFault(Exception):  # noqa: N818 - inner signal, never leaves this module
    """May be right next time; `wait` is what the platform asked for in Retry-After."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Session:
    """A connection to one platform that counts its retries."""

    def __init__(self, platform: PlatformAccess, sleep: Sleep) -> None:
        self._platform = platform
        self._sleep = sleep
        self._http = requests.Session()
        # Otherwise a .netrc entry would take the place of the token, and a proxy variable would see it.
        self._http.trust_env = False
        self.retries = 0

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(self, where: Where, parameters: dict[str, str]) -> dict[str, Any]:
        """The JSON object answered, after at most ATTEMPTS tries; numbers are kept as their text."""
        wait = FIRST_WAIT
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._ask(where, parameters)
            except _PassingFault as fault:
                pause = wait if fault.wait is None else fault.wait
                if attempt == ATTEMPTS or pause > LONGEST_WAIT:
                    raise SourceError(_gave_up(where, str(fault), attempt, pause)) from None
                self.retries += 1
                self._sleep(pause)
                wait *= 2
        raise AssertionError("unreachable")

    def _ask(self, where: Where, parameters: dict[str, str]) -> dict[str, Any]:
        url = f"{self._platform.url.rstrip('/')}/api/v1/{quote(where.dataset, safe='')}"
        headers = {"Authorization": f"Bearer {self._platform.token}", "Accept": "application/json"}
        try:
            with self._http.get(
                url, params=parameters, headers=headers, timeout=TIMEOUT, allow_redirects=False, stream=True
            ) as answer:
                self._check_status(where, answer)
                body = _body(where, answer)
        except requests.RequestException as error:
            raise _PassingFault(_reason(error)) from None
        return _parsed(body)

    def _check_status(self, where: Where, answer: requests.Response) -> None:
        status = answer.status_code
        if status in _PASSING:
            raise _PassingFault(f"平台返回 HTTP {status}", retry_after(answer.headers))
        if status in (401, 403):
            raise SourceError(
                f"{where}：平台拒绝了令牌（HTTP {status}）。请核对令牌环境变量，或向平台申请权限。"
            )
        if 300 <= status < 400:
            raise SourceError(
                f"{where}：平台要求转到别的地址（HTTP {status}），未跟随。请把平台地址改为最终地址。"
            )
        if status != 200:
            raise SourceError(
                f"{where}：平台返回 HTTP {status}。请核对平台地址和数据类别名称，并与平台运维联系。"
            )


def _body(where: Where, answer: requests.Response) -> bytes:
    parts, size = [], 0
    for part in answer.iter_content(64 * 1024):
        size += len(part)
        if size > PAGE_BYTES:
            raise SourceError(f"{where}：回答超过 {PAGE_BYTES // 2**20} MB 上限，已中止。请减小 page_size。")
        parts.append(part)
    return b"".join(parts)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; a key sent twice keeps both values, the later as `key (2)`."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    found = {}
    for key, value in pairs:
        name, number = key, 1
        while name in found:
            number += 1
            name = f"{key} ({number})"
        found[name] = value
    return found


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body.decode("utf-8"), parse_int=str, parse_float=str, object_pairs_hook=_pairs)
    except (UnicodeDecodeError, ValueError, RecursionError):
        kind = "网页（HTML）" if body.lstrip()[:1] == b"<" else "残缺或错误的 JSON"
        raise _PassingFault(f"回答是{kind}，不是完整的 JSON") from None
    if not isinstance(found, dict):
        raise _PassingFault("回答不是 JSON 对象")
    return found


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
    return f"{where}：{reason}，{told}，本次未取得任何数据，网站保持上次内容。请稍后重试，或与平台运维联系。"
