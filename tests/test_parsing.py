"""The command line speaks Chinese, in its help and in its faults, which say what to do."""

import re
from pathlib import Path

import pytest

from pipeline.cli import COMMANDS, main

ENGLISH = re.compile(r"usage:|arguments|options:|show this|error:|invalid|required|expected", re.IGNORECASE)


@pytest.mark.parametrize("command", [[], *([each] for each in COMMANDS), ["news", "check"]])
def test_help_is_chinese(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0
    assert told.startswith(" ".join(["用法：portal", *command]))
    assert ENGLISH.search(told) is None


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", "还须写明：命令。用 portal --help 查看用法。"),
        ("bild", "命令 不能是“bild”，可选：build、pull、"),
        ("build --foo", "无法识别“--foo”。"),
        ("build --as-of x", "--as-of：“x”不是日期，应写作 2026-01-05。用 portal build --help 查看用法。"),
        ("report", "须写明其中一项：--month --half。"),
        ("report --month 2026-10 --half 2026-H1", "--half 和 --month 不能同时写。"),
        ("due --within x", "--within 应是整数，写的是“x”。"),
        ("check", "还须写明：文件。"),
        ("check --dataset", "--dataset 后面须写一个值。"),
        ("check x --no-copy=1", "--no-copy 后面不能写“1”。"),
        ("pull --s x", "“--s”不明确，可能是 --state、--source。"),
        ("news bild", "操作 不能是“bild”，可选：check、"),
    ],
)
def test_a_fault_says_what_to_do(line: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(line.split())
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert told in said
    assert ENGLISH.search(said) is None


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("ledger verify", 2, "state 中没有公示台账。请用 --state 指明"),
        ("search 云杉", 1, "还没有检索索引。请先生成站点（portal build）。"),
        ("serve", 2, "还没有网站首页，请先运行"),
        ("build", 2, "找不到设置文件 portal.toml。请在项目目录中运行，或用 --config 指明。"),
        ("due", 2, "还没有公示包。请先运行 portal build"),
        ("check none.xlsx", 2, "找不到文件 none.xlsx。请检查路径。"),
    ],
)
def test_an_empty_folder_says_what_to_run_first(
    line: str,
    code: int,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(line.split()) == code
    assert told in capsys.readouterr().err
