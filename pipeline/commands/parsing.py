"""argparse that speaks Chinese (命令行): headings of its help and its own messages, which say what to do.

Python's messages are English and have no other way in; a message that is not known here is shown as it is.
"""

import argparse
import re
import sys
from collections.abc import Iterable
from typing import NoReturn

_FAULTS: tuple[tuple[str, str], ...] = (
    (r"argument (.+?): invalid choice: '(.*)' \(choose from (.+)\)", "{0} 不能是“{1}”，可选：{2}"),
    (r"unrecognized arguments: (.+)", "无法识别“{0}”"),
    (r"the following arguments are required: (.+)", "还须写明：{0}"),
    (r"one of the arguments (.+) is required", "须写明其中一项：{0}"),
    (r"argument (.+?): not allowed with argument (.+)", "{0} 和 {1} 不能同时写"),
    (r"argument (.+?): expected one argument", "{0} 后面须写一个值"),
    (r"argument (.+?): expected at least one argument", "{0} 后面至少写一个值"),
    (r"argument (.+?): expected \d+ arguments?", "{0} 后面的值的个数不对"),
    (r"argument (.+?): invalid int value: '(.*)'", "{0} 应是整数，写的是“{1}”"),
    (r"argument (.+?): ignored explicit argument '(.*)'", "{0} 后面不能写“{1}”"),
    (r"ambiguous option: (.+) could match (.+)", "“{0}”不明确，可能是 {1}"),
    (r"argument (.+?): (.+)", "{0}：{1}"),
)
"""What argparse says, and how it is said here."""


def in_chinese(message: str) -> str:
    """A message of argparse in Chinese, without a full stop."""
    for pattern, text in _FAULTS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            parts = (each.replace("', '", "、").strip("'").replace(", ", "、") for each in found.groups())
            return text.format(*parts).rstrip("。")
    return message


class Formatter(argparse.HelpFormatter):
    """Help with Chinese headings."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """用法 in place of usage."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser whose help and faults are Chinese; its subparsers are of this class too."""

    def __init__(self, prog: str | None = None, description: str | None = None) -> None:
        super().__init__(prog=prog, description=description, formatter_class=Formatter, add_help=False)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示用法后结束")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where the usage is told; exit code 2."""
        sys.stderr.write(f"停止：{in_chinese(message)}。用 {self.prog} --help 查看用法。\n")
        sys.exit(2)
