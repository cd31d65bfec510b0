"""What a platform's answer says, taken out of it by the field names of the source. Pure: no network.

Numbers arrive as their text. An answer with an error code inside is an error, whatever its HTTP status.
"""

from dataclasses import dataclass
from typing import Any

from pipeline.errors import SourceError
from pipeline.source_settings import PlatformSource
from pipeline.sources.credentials import hide

Row = dict[str, object]


class Expired(Exception):  # noqa: N818 - a signal to renew the secret
    """The answer says that our secret is no longer valid."""


@dataclass(frozen=True)
class Answer:
    """One page as told by the platform; what it does not tell is None."""

    rows: list[Row]
    total: int | None
    next: str | None
    latest: int | None
    page: int | None
    size: int | None


def dig(answer: object, path: str) -> object:
    """The value below dotted names; None when there is none. An empty path means that there is no such field."""
    for name in path.split(".") if path else ():
        if not isinstance(answer, dict):
            return None
        answer = answer.get(name)
    return answer if path else None


class Answers:
    """Reads the answers to one kind of request; `where` begins each message."""

    def __init__(self, source: PlatformSource, where: str, secrets: tuple[str, ...]) -> None:
        self._source, self._where, self._secrets = source, where, secrets

    def require_ok(self, answer: dict[str, Any]) -> None:
        """Return when the code inside says so; Expired or SourceError when not."""
        if not self._source.code_field:
            return
        code = dig(answer, self._source.code_field)
        if isinstance(code, str) and code in self._source.ok:
            return
        if isinstance(code, str) and code in self._source.expired:
            raise Expired
        message = dig(answer, self._source.message_field)
        said = hide(f"{code} {message if isinstance(message, str) else ''}", self._secrets)
        raise SourceError(
            f"{self._where}：平台返回错误码 {said}。请按平台的错误码说明处理，或与平台运维联系。"
        )

    def read(self, answer: dict[str, Any]) -> Answer:
        """The page; SourceError when the answer is not of the agreed form."""
        self.require_ok(answer)
        source = self._source
        rows = dig(answer, source.rows_field)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise SourceError(
                f"{self._where}：回答中没有 {source.rows_field}，格式与约定不符。请与平台运维联系。"
            )
        following = dig(answer, source.next_field)
        return Answer(
            rows=rows,
            total=self._number(answer, source.total_field),
            next=None if following in (None, "") else str(following),
            latest=self._number(answer, source.latest_field),
            page=self._number(answer, source.page_field),
            size=self._number(answer, source.size_field),
        )

    def _number(self, answer: dict[str, Any], path: str) -> int | None:
        value = dig(answer, path)
        if value is None or not path:
            return None
        return self.natural(value, path)

    def natural(self, value: object, what: str) -> int:
        """A number of zero and more; int() alone would also take "1_0" and full-width digits."""
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18:
            return int(value)
        raise SourceError(
            f"{self._where}：回答中的 {what} 缺失或不是非负整数，格式与约定不符。请与平台运维联系。"
        )
