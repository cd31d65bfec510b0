"""The command line speaks Chinese, in its help and in its faults, which say what to do."""

import re

import pytest

from pipeline.cli import COMMANDS, main

ENGLISH = re.compile(r"usage:|arguments|options:|show this|error:|invalid|required|expected", re.IGNORECASE)


@pytest.mark.parametrize("command", [[], *([each.NAME] for each in COMMANDS), ["news", "check"]])
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
