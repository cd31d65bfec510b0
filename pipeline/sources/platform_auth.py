"""How a request to a platform is let in: bearer token, basic, signed, or nothing (a client certificate alone).

Each gives the headers of one request; the signed one also fetches its appsecret and renews it when the platform says
it is over. Secrets are kept here and shown nowhere.
"""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from pipeline.errors import SettingsError, SourceError
from pipeline.source_settings import PlatformSource
from pipeline.sources.answers import Answers
from pipeline.sources.signing import decrypt_secret, signed_fields

Post = Callable[[str, bytes, Mapping[str, str]], dict[str, Any]]
"""POST a body to a path with headers; the JSON object answered."""
Now = Callable[[], float]
"""Seconds since the epoch."""

EARLY = 60.0
"""Seconds before its end a secret is renewed."""


class Auth(Protocol):
    """What lets a request in."""

    def headers(self, dataset: str, post: Post) -> Mapping[str, str]:
        """Headers of the next request for a dataset."""

    def renew(self) -> bool:
        """Told that the platform refused; whether asking once more makes sense."""

    def secrets(self) -> tuple[str, ...]:
        """What must not be shown."""


class Fixed:
    """The same header each time."""

    def __init__(self, value: str, secrets: tuple[str, ...]) -> None:
        self._value, self._secrets = value, secrets

    def headers(self, _dataset: str, _post: Post) -> Mapping[str, str]:
        """The header, if any."""
        return {"Authorization": self._value} if self._value else {}

    def renew(self) -> bool:
        """A token does not get better."""
        return False

    def secrets(self) -> tuple[str, ...]:
        """The token, and the header's text for basic."""
        return self._secrets


class Signed:
    """The national scheme: four signed values a call, the secret renewed before its end or when refused."""

    def __init__(self, source: PlatformSource, appkey: str, now: Now) -> None:
        self._source, self._appkey, self._now = source, appkey, now
        self._secret, self._end = "", 0.0
        self.renewals = 0

    def _rtime(self) -> str:
        return str(int(self._now() * 1000))

    def headers(self, dataset: str, post: Post) -> Mapping[str, str]:
        """The four values, after a refresh call when there is no valid secret."""
        if not self._secret or self._now() > self._end - EARLY:
            self._refresh(post)
        sid = self._source.sids.get(dataset, "")
        if not sid:
            raise SettingsError(
                f"数据来源 {self._source.name} 没有数据类别 {dataset} 的 sid。请在 portal.toml 的 sids 中填写。"
            )
        source = self._source
        return signed_fields(source.prefix, self._secret, sid, source.rid, self._rtime(), source.sign_order)

    def renew(self) -> bool:
        """Forget the secret."""
        had, self._secret = bool(self._secret), ""
        return had

    def secrets(self) -> tuple[str, ...]:
        """appkey and appsecret."""
        return (self._appkey, self._secret)

    def _refresh(self, post: Post) -> None:
        source = self._source
        sid = source.refresh_sid or next(iter(source.sids.values()))
        fields = signed_fields(source.prefix, self._appkey, sid, source.rid, self._rtime(), source.sign_order)
        answers = Answers(source, f"数据来源 {source.name} 更新密钥", self.secrets())
        answer = post(
            source.refresh_path, json.dumps(dict(fields)).encode(), {"Content-Type": "application/json"}
        )
        answers.require_ok(answer)
        data = answer.get("data")
        secret = data.get("secret") if isinstance(data, dict) else None
        end = str(data.get("secretEndTime", "")) if isinstance(data, dict) else ""
        try:
            self._secret = decrypt_secret(str(secret), self._appkey)
        except ValueError:
            raise SourceError(
                f"数据来源 {source.name}：平台给的密钥不能用本单位的 appkey 解开。请核对 appkey，或与平台运维联系。"
            ) from None
        # Lifetimes differ by platform; without a readable end only a refusal tells that it is over.
        self._end = int(end) / 1000 if end.isascii() and end.isdigit() else self._now() + 86_400
        self.renewals += 1


def make_auth(source: PlatformSource, secret: str, now: Now) -> Auth:
    """The scheme a source names."""
    match source.auth:
        case "bearer":
            if not secret.isascii():
                raise SettingsError(
                    f"数据来源 {source.name} 的令牌含有中文等字符，不能放入请求。请检查令牌。"
                )
            return Fixed(f"Bearer {secret}", (secret,))
        case "basic":
            pair = base64.b64encode(f"{source.user}:{secret}".encode()).decode("ascii")
            return Fixed(f"Basic {pair}", (secret, pair))
        case "signed":
            return Signed(source, secret, now)
        case "none":
            return Fixed("", ())
