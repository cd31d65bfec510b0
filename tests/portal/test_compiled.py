"""Templates that stay compiled say what their text says, and are compiled once."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from jinja2 import DictLoader, Environment

from pipeline.portal.rendering import CompiledTemplates


def said(texts: dict[str, str], kept: Path) -> str:
    made = Environment(
        loader=DictLoader(texts), bytecode_cache=CompiledTemplates("user", kept), autoescape=True
    )
    return made.get_template("page").render()


def test_a_template_is_compiled_once_and_again_when_it_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[str] = []
    whole = Environment.compile

    def counting(self: Environment, source: str, *rest: object, **named: object) -> object:
        compiled.append(source)
        return whole(self, source, *rest, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", counting)
    assert [said({"page": text}, tmp_path) for text in ("甲", "甲", "乙", "乙", "甲")] == [
        "甲",
        "甲",
        "乙",
        "乙",
        "甲",
    ]
    assert compiled == ["甲", "乙", "甲"]
    assert len(list(tmp_path.rglob("*.*"))) <= 1


def test_where_nothing_can_be_written_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(os, "access", lambda path, _mode: asked.append(path))
    (tmp_path / "user").mkdir()
    assert said({"page": "甲"}, tmp_path) == "甲"
    assert asked == [tmp_path / "user"]
    assert list((tmp_path / "user").iterdir()) == []


def test_threads_that_compile_the_same_template_do_not_meet(tmp_path: Path) -> None:
    met = Barrier(4)

    def page(number: int) -> str:
        met.wait()
        return said({"page": f"{number}甲"}, tmp_path)

    with ThreadPoolExecutor(4) as threads:
        for number in range(40):
            assert set(threads.map(page, [number] * 4)) == {f"{number}甲"}
