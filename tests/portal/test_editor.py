"""The editor's settings are the desk's, its page is alone in its policy, and its files are the desk's files."""

import json
from pathlib import Path

import pytest

from pipeline.editor_settings import Editor
from pipeline.errors import SettingsError
from pipeline.newsdesk.front_matter import ARTICLE_FIELDS, joined, split
from pipeline.portal.editor import configuration, policy, write_editor
from pipeline.portal.rendering import Pages
from pipeline.settings import Column, Department, Settings, load_settings
from tests.portal.building import SITE

GOLDEN = Path(__file__).parents[1] / "golden" / "articles.json"
GITEA = Editor("gitea", "https://git.test.example", "credit/portal", "drafts", "client-id")
VALUES: list[dict[str, str]] = [
    {
        "title": "题：甲",
        "department": "甲局",
        "summary": "两行\n 摘要\u3000完",
        "body": "正文。\n\n- 一\n- 二\n",
    },
    {"zz_other": "值", "slug": "a-1", "class": "动态类", "source": "", "body": "\n\n前后空行\n\n"},
    {"title": "Key: value: more", "body": "Title: 不是头部\n\n文字"},
]
TEXTS = [
    "Title: 题\nAPPROVED_BY:  张某 \n\n正文\n\n第二段\n",
    "\ufeffTitle: 题\r\nSlug: a-1\r\n\r\n正文\r\n",
    "Title: 题\n\n\n\n前有空行",
]


def settings(editor: Editor) -> Settings:
    return Settings(
        root=Path(),
        site=SITE,
        departments=(Department("a", "甲局"),),
        columns=(Column("updates", "信用动态", "动态"),),
        editor=editor,
    )


def cases() -> dict[str, object]:
    def head(values: dict[str, str]) -> dict[str, str]:
        return {key: value for key, value in values.items() if key != "body"}

    read = [(text, split(text)) for text in TEXTS]
    return {
        "order": [each.key for each in ARTICLE_FIELDS],
        "written": [{"values": each, "text": joined(head(each), each["body"])} for each in VALUES],
        "read": [
            {"text": text, "values": {**found.meta, "body": found.body.strip("\n")}} for text, found in read
        ],
    }


def test_the_javascript_twin_is_tested_with_what_python_does() -> None:
    """To refresh: python -m tests.portal.test_editor."""
    assert json.loads(GOLDEN.read_text(encoding="utf-8")) == cases()


def test_choices_and_required_fields_are_those_of_the_desk() -> None:
    inbox, news = configuration(settings(GITEA), GITEA)["collections"]  # type: ignore[misc]
    fields = {each["name"]: each for each in inbox["fields"]}
    assert inbox["folder"] == "news-inbox"
    assert fields["department"]["options"] == ["甲局"]
    assert fields["category"]["options"] == ["信用动态"]
    assert fields["class"]["options"] == ["动态类", "制度类", "诚信典型类", "特色创新类"]
    required = {name for name, each in fields.items() if each.get("required")}
    assert required == {each.key for each in ARTICLE_FIELDS if each.clerk}
    assert not {"slug", "date", "accepted_by"} & fields.keys()
    assert {each.key for each in ARTICLE_FIELDS} == {each["name"] for each in news["fields"]} - {"body"}
    assert (news["create"], news["delete"]) == (False, False)


@pytest.mark.parametrize(
    ("editor", "backend"),
    [
        (
            GITEA,
            {
                "name": "gitea",
                "repo": "credit/portal",
                "branch": "drafts",
                "app_id": "client-id",
                "base_url": "https://git.test.example",
                "api_root": "https://git.test.example/api/v1",
                "auth_endpoint": "login/oauth/authorize",
            },
        ),
        (
            Editor("gitlab", "https://git.test.example", "a/b/c", "main", "id"),
            {
                "name": "gitlab",
                "repo": "a/b/c",
                "branch": "main",
                "auth_type": "pkce",
                "app_id": "id",
                "base_url": "https://git.test.example",
                "api_root": "https://git.test.example/api/v4",
                "auth_endpoint": "oauth/authorize",
            },
        ),
        (
            Editor("github", "https://git.test.example", "a/b", login="https://login.test.example"),
            {
                "name": "github",
                "repo": "a/b",
                "branch": "main",
                "base_url": "https://login.test.example",
                "api_root": "https://git.test.example/api/v3",
            },
        ),
        (
            Editor("local", "http://127.0.0.1:8081"),
            {"name": "proxy", "proxy_url": "http://127.0.0.1:8081/api/v1", "branch": "main"},
        ),
    ],
)
def test_back_ends(editor: Editor, backend: dict[str, str]) -> None:
    assert configuration(settings(editor), editor)["backend"] == backend
    assert all(origin in policy(editor) for origin in editor.origins)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"backend": "svn", "host": "https://a.example"}, "backend"),
        ({"backend": "gitea", "host": "http://a.example", "repository": "a/b", "app_id": "x"}, "host"),
        (
            {
                "backend": "gitea",
                "host": "https://a.example; script-src *",
                "repository": "a/b",
                "app_id": "x",
            },
            "host",
        ),
        ({"backend": "gitea", "host": "https://a.example", "repository": "a", "app_id": "x"}, "repository"),
        ({"backend": "gitlab", "host": "https://a.example", "repository": "a/b"}, "app_id"),
        ({"backend": "github", "host": "https://a.example", "repository": "a/b"}, "login"),
        ({"backend": "local", "host": "http://10.0.0.1:8081"}, "本机"),
    ],
)
def test_wrong_settings_are_told(given: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        Editor(**given)


def test_portal_toml_can_ask_for_it(tmp_path: Path) -> None:
    text = '[site]\nname = "测"\nregion = "县"\nurl = "https://test.example"\n'
    (tmp_path / "portal.toml").write_text(text, encoding="utf-8")
    assert load_settings(tmp_path / "portal.toml").editor is None
    (tmp_path / "portal.toml").write_text(
        f'{text}[editor]\nbackend = "local"\nhost = "http://127.0.0.1:8081"\n', encoding="utf-8"
    )
    assert load_settings(tmp_path / "portal.toml").editor == Editor("local", "http://127.0.0.1:8081")


def test_another_file_than_the_known_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="make editor"):
        write_editor(Pages(tmp_path, None), tmp_path, settings(GITEA), tmp_path / "none.js")  # type: ignore[arg-type]
    (tmp_path / "other.js").write_text("alert(1)", encoding="utf-8")
    with pytest.raises(SettingsError, match="校验值不符"):
        write_editor(Pages(tmp_path, None), tmp_path, settings(GITEA), tmp_path / "other.js")  # type: ignore[arg-type]


if __name__ == "__main__":
    text = json.dumps(cases(), ensure_ascii=False, indent=1)
    GOLDEN.write_text(f"{text}\n", encoding="utf-8", newline="\n")
