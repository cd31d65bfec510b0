"""The web editor (网页编辑器): Decap CMS from our own files, its settings made from portal.toml.

Reads theme/editor, the file that `make editor` has fetched, and the article's fields; writes editor/ of the staging
folder. No page leads there, no sitemap names it. Its policy is wider than that of all other pages and stands in the
page alone: Decap compiles its settings' schema (unsafe-eval) and styles itself (unsafe-inline).
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from pipeline.editor_settings import Editor
from pipeline.errors import SettingsError
from pipeline.newsdesk.front_matter import ARTICLE_FIELDS, DAYS, Field
from pipeline.newsdesk.rules import load_rules
from pipeline.portal.rendering import PROJECT, THEME, Pages
from pipeline.settings import Settings

FETCHED = PROJECT / ".editor" / "decap-cms.js"
_LOCK = PROJECT / "tools" / "editor.lock"
_OWN = ("editor.js", "article.js", "editor.css")
_DESK = ("slug", "date", "accepted_by", "accepted_on", "original", "corrected_on", "withdrawn_on", "notice")
"""What the office fills in, never a department."""
_LOGIN = {"gitea": "login/oauth/authorize", "gitlab": "oauth/authorize"}


@dataclass(frozen=True)
class EditorPage:
    """editor.html. `policy`: the Content-Security-Policy of this page."""

    title: str
    policy: str
    referrer: str = "no-referrer"


def policy(editor: Editor) -> str:
    """As narrow as Decap runs with; measured by tests/browser/test_editor.py."""
    hosts = " ".join(editor.origins)
    return (
        "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' blob: data: {hosts}; connect-src 'self' blob: {hosts}; base-uri 'none'; form-action 'none'"
    )


def _backend(editor: Editor) -> dict[str, str]:
    host = editor.host.rstrip("/")
    if editor.backend == "local":
        return {"name": "proxy", "proxy_url": f"{host}/api/v1", "branch": editor.branch}
    named = {"name": editor.backend, "repo": editor.repository, "branch": editor.branch}
    if editor.backend == "github":
        return named | {"base_url": editor.login.rstrip("/"), "api_root": f"{host}/api/v3"}
    api = {"gitea": "api/v1", "gitlab": "api/v4"}[editor.backend]
    signed = {"auth_type": "pkce"} if editor.backend == "gitlab" else {}
    return named | signed | {
        "app_id": editor.app_id,
        "base_url": host,
        "api_root": f"{host}/{api}",
        "auth_endpoint": _LOGIN[editor.backend],
    }  # fmt: skip


def _widget(field: Field, settings: Settings) -> dict[str, object]:
    """How one line of the head is filled in."""
    choices = {
        "category": [each.title for each in settings.columns],
        "class": list(load_rules(settings.news.rules).classes),
        "department": [each.name for each in settings.departments],
    }
    if field.key in choices:
        return {"widget": "select", "options": choices[field.key]}
    if field.key == "date":
        return {
            "widget": "datetime", "format": "YYYY-MM-DD HH:mm", "date_format": "YYYY-MM-DD", "time_format": "HH:mm",
        }  # fmt: skip
    if field.key in DAYS:
        today = {} if field.key == "submitted" else {"default": ""}
        return {
            "widget": "datetime",
            "format": "YYYY-MM-DD",
            "date_format": "YYYY-MM-DD",
            "time_format": False,
        } | today
    return {"widget": "text" if field.key in ("summary", "notice") else "string"}


def _field(field: Field, settings: Settings, required: bool) -> dict[str, object]:
    made: dict[str, object] = {"name": field.key, "label": field.label, "required": required}
    if field.note:
        made["hint"] = field.note
    return made | _widget(field, settings)


def _body() -> dict[str, object]:
    return {
        "name": "body",
        "label": "正文",
        "widget": "markdown",
        "modes": ["rich_text", "raw"],
        "editor_components": ["image"],
        "hint": "图片须写说明（替代文字）",
    }


def _collections(settings: Settings) -> list[dict[str, object]]:
    """New pieces go to the desk's inbox; accepted articles can be corrected, scheduled and withdrawn."""
    common = {
        "format": "article",
        "extension": "md",
        "identifier_field": "title",
        "editor": {"preview": False},
    }
    clerk = [_field(each, settings, each.clerk) for each in ARTICLE_FIELDS if each.key not in _DESK]
    office = [_field(each, settings, each.site) for each in ARTICLE_FIELDS]
    return [
        {
            "name": "inbox",
            "label": "报送稿件",
            "label_singular": "稿件",
            "description": "写好后保存；信用办检查并收稿后才会发布。",
            "folder": settings.news.inbox,
            "create": True,
            "slug": "{{year}}{{month}}{{day}}-{{hour}}{{minute}}{{second}}",
            "summary": "{{title}}（{{department}}）",
            "fields": [*clerk, _body()],
            **common,
        },
        {
            "name": "news",
            "label": "已收稿件",
            "label_singular": "稿件",
            "description": "信用办更正、定时和撤回已收的稿件。编号和发布时间决定地址，发布后不要改动。",
            "folder": "content/news",
            "create": False,
            "delete": False,
            "path": "{{year}}/{{month}}/{{slug}}",
            "summary": "{{title}}（{{department}}，{{date}}）",
            "fields": [*office, _body()],
            **common,
        },
    ]


def configuration(settings: Settings, editor: Editor) -> dict[str, object]:
    """Decap's settings: departments, columns, classes and required fields are those of the desk."""
    workflow = {"publish_mode": "editorial_workflow"} if editor.backend in ("gitlab", "github") else {}
    return {
        "backend": _backend(editor),
        "locale": "zh_Hans",
        "site_url": settings.site.url,
        "display_url": settings.site.url,
        "show_preview_links": False,
        "media_folder": "content/images",
        "public_folder": "{static}/images",
        "slug": {"encoding": "unicode", "clean_accents": True},
        "collections": _collections(settings),
        **workflow,
    }


def _checked(path: Path) -> str:
    """SHA-256 of the fetched file; SettingsError when it is missing or not the one we know."""
    if not path.is_file():
        raise SettingsError("portal.toml 设了 [editor]，但还没有取得编辑器。请先运行 make editor。")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != _LOCK.read_text(encoding="utf-8").split()[3]:
        raise SettingsError("编辑器文件与 tools/editor.lock 的校验值不符。请重新运行 make editor。")
    return digest


def write_editor(pages: Pages, target: Path, settings: Settings, fetched: Path = FETCHED) -> int:
    """Write editor/ when portal.toml asks for it; how many pages that made."""
    editor = settings.editor
    if editor is None:
        return 0
    name = f"decap-cms.{_checked(fetched)[:16]}.js"
    pages.render("editor.html", "editor/index.html", EditorPage(settings.site.name, policy(editor)))
    copyfile(fetched, target / "editor" / name)
    for each in _OWN:
        copyfile(THEME / "editor" / each, target / "editor" / each)
    order = [each.key for each in ARTICLE_FIELDS]
    content = {"script": name, "order": order, "config": configuration(settings, editor)}
    pages.write("editor/config.json", json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    return 1
