"""`portal template`: the empty workbook of a dataset."""

import argparse
from pathlib import Path

from pipeline.catalogue import office_catalogue
from pipeline.commands.moment import Moment
from pipeline.errors import SettingsError
from pipeline.workbooks.saving import save
from pipeline.workbooks.template import template_workbook

NAME = "template"
HELP = "生成数据类别的填报模板（.xlsx）"


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument("dataset", metavar="数据类别", help="如 行政处罚 或 penalty")
    parser.add_argument("--output", type=Path, help="写到这个文件（默认为当前目录下的“数据类别-模板.xlsx”）")


def run(arguments: argparse.Namespace, _moment: Moment) -> int:
    """Write the workbook and say where it is."""
    catalogue = office_catalogue(Path.cwd())
    dataset = catalogue.find(arguments.dataset)
    if dataset is None:
        titles = "、".join(each.title for each in catalogue.datasets)
        raise SettingsError(f"没有数据类别“{arguments.dataset}”。可用的有：{titles}。")
    path = arguments.output or Path(f"{dataset.title}-模板.xlsx")
    save(template_workbook(dataset), path)
    print(f"已生成 {path}")
    return 0
