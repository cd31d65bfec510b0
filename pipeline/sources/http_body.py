"""The body of an HTTP answer as a JSON object, never larger than agreed. Reads one answer; writes nothing."""

import json
from typing import Any

import requests

from pipeline.errors import SourceError

BODY_BYTES = 64 * 1024 * 1024
"""Decoded size of one page; 1,000 rows of the longest template stay under 40 MB."""
_STEP = 64 * 1024


class Broken(Exception):  # noqa: N818 - a signal to ask again
    """The body is not a whole JSON object."""


def read_json(answer: requests.Response, where: str) -> dict[str, Any]:
    """The JSON object answered; numbers are kept as their text. `where` begins a message."""
    parts, size = [], 0
    for part in answer.iter_content(_STEP):
        size += len(part)
        if size > BODY_BYTES:
            raise SourceError(
                f"{where}：回答解压后超过 {BODY_BYTES // 2**20} MB 上限，已中止。请减小 page_size，或与平台运维联系。"
            )
        parts.append(part)
    return _parsed(b"".join(parts))


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
        raise Broken(f"回答是{kind}，不是完整的 JSON") from None
    if not isinstance(found, dict):
        raise Broken("回答不是 JSON 对象")
    return found
