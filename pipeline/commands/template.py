"""`portal template`: the empty workbook of a dataset, or the empty Word file for an article."""

import argparse
from pathlib import Path

from pipeline.catalogue import office_catalogue
from pipeline.commands.moment import Moment
from pipeline.commands.options import add_config
from pipeline.errors import SettingsError
from pipeline.files import write_whole
from pipeline.newsdesk.rules import load_rules
from pipeline.settings import load_settings
from pipeline.workbooks.saving import save
from pipeline.workbooks.template import template_workbook

NAME = "template"
HELP = "生成数据类别的填报模板（.xlsx）或稿件模板（.docx）"
ARTICLE = ("article", "稿件")


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument("dataset", metavar="数据类别", help="如 行政处罚 或 penalty；稿件模板写 article")
    add_config(parser)
    parser.add_argument(
        "--output", type=Path, metavar="文件", help="写到这个文件（默认为当前目录下的“数据类别-模板.xlsx”）"
    )


def _article(arguments: argparse.Namespace) -> int:
    from pipeline.newsdesk.word_template import template_word  # noqa: PLC0415 - only this template needs Word

    settings = load_settings(arguments.config)
    path = arguments.output or Path("信用信息稿件-模板.docx")
    write_whole(path, template_word(settings, load_rules(settings.news.rules)))
    print(f"已生成 {path}")
    return 0


def run(arguments: argparse.Namespace, _moment: Moment) -> int:
    """Write the workbook and say where it is."""
    if arguments.dataset in ARTICLE:
        return _article(arguments)
    catalogue = office_catalogue(Path.cwd())
    dataset = catalogue.find(arguments.dataset)
    if dataset is None:
        titles = "、".join(each.title for each in catalogue.datasets)
        raise SettingsError(f"没有数据类别“{arguments.dataset}”。可用的有：{titles}。")
    path = arguments.output or Path(f"{dataset.title}-模板.xlsx")
    save(template_workbook(dataset), path)
    print(f"已生成 {path}")
    return 0
