"""Settings of the web editor ([editor] of portal.toml), judged. Reads nothing."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline.errors import SettingsError

BACKENDS = ("gitea", "gitlab", "github", "local")
_REPOSITORY = re.compile(r"[\w.-]+(/[\w.-]+)+")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Editor:
    """`host`: address of the Git host, `repository` on it, `branch` that pieces go to, `app_id` the editor's client id
    there; `login`: where a GitHub Enterprise host's sign-in service runs. `local`: the test back end on this machine.
    """

    backend: str
    host: str
    repository: str = ""
    branch: str = "main"
    app_id: str = ""
    login: str = ""

    def __post_init__(self) -> None:
        wrong = self._wrong()
        if wrong:
            raise SettingsError(f"portal.toml [editor] {wrong}。见 docs/editor.md。")

    def _wrong(self) -> str:
        if self.backend not in BACKENDS:
            return f"backend“{self.backend}”不可用，可用的有：{'、'.join(BACKENDS)}"
        if self.backend == "local":
            return (
                "" if _is_loopback(self.host) else "backend = local 只能用本机地址，如 http://127.0.0.1:8081"
            )
        if not _is_host(self.host):
            return f"host“{self.host}”应写作 https://git.example.gov.cn"
        if _REPOSITORY.fullmatch(self.repository) is None:
            return f"repository“{self.repository}”应写作 所有者/仓库"
        if self.backend == "github":
            return "" if _is_host(self.login) else "backend = github 须写明 login（登录服务的 https 地址）"
        return "" if self.app_id else "缺少 app_id（在 Git 服务上登记编辑器后得到）"

    @property
    def origins(self) -> tuple[str, ...]:
        """The hosts the editor's page may speak to, beside its own."""
        return tuple(sorted({each.rstrip("/") for each in (self.host, self.login) if each}))


def _is_host(address: str) -> bool:
    """An https origin and nothing more: it goes into the page's Content-Security-Policy."""
    return re.fullmatch(r"https://[A-Za-z0-9.-]+(:\d+)?/?", address) is not None


def _is_loopback(address: str) -> bool:
    matches = re.fullmatch(r"http://[a-z0-9.:\[\]]+:\d+", address) is not None
    return matches and urlsplit(address).hostname in _LOOPBACK
