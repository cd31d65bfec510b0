"""Secrets of sources: from a variable of the environment or a file its owner alone may read. Never from portal.toml.

A secret is in no message, no repr, no log. Reads the one file named; writes nothing.
"""

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import SettingsError

_FIT = re.compile(r"[^\s\x00-\x1f\x7f]+")


def read_secret(source: str, variable: str, file: str, environment: Mapping[str, str], root: Path) -> str:
    """The secret of a source; SettingsError says where it was looked for."""
    if file:
        secret = _from_file(source, root / file)
        place = f"密钥文件 {file}"
    elif variable:
        secret = environment.get(variable, "")
        place = f"环境变量 {variable}"
    else:
        raise SettingsError(
            f"数据来源 {source} 没有说明密钥在哪里。请在 portal.toml 填写 secret_env 或 secret_file。"
        )
    # A line break in a header value would reach the message of the HTTP library's own error.
    if _FIT.fullmatch(secret) is None:
        raise SettingsError(f"数据来源 {source} 的令牌或密钥为空，或含有空格、换行等字符。请检查{place}。")
    return secret


def _from_file(source: str, path: Path) -> str:
    try:
        with path.open("rb") as stream:
            about = os.fstat(stream.fileno())
            if about.st_uid not in (os.geteuid(), 0) or stat.S_IMODE(about.st_mode) & 0o077:
                raise SettingsError(
                    f"数据来源 {source} 的密钥文件 {path} 可被他人读取或不属于运行本程序的用户，未采用。"
                    f"请运行 chmod 600 {path}。"
                )
            return stream.read(4096).decode("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            f"数据来源 {source} 的密钥文件 {path} 无法读取。请检查路径、权限，内容应为一行文字。"
        ) from None


def hide(text: str, secrets: tuple[str, ...]) -> str:
    """Text from outside, fit for a message: no secret, one line, at most 200 characters."""
    for each in secrets:
        if each:
            text = text.replace(each, "***")
    return "".join(each if each.isprintable() else " " for each in text)[:200]
