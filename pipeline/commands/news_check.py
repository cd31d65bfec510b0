"""`portal news check`: what is wrong with a piece, told to the clerk, to a merge request or to a program."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from pipeline.catalogue import office_catalogue
from pipeline.commands.moment import Moment
from pipeline.commands.options import add_as_of, add_config
from pipeline.newsdesk.checking import Checked, check
from pipeline.newsdesk.intake import inbox_files, open_desk, read_draft
from pipeline.newsdesk.library import read_library
from pipeline.newsdesk.telling import as_json, as_markdown, as_text
from pipeline.settings import Settings, load_settings

NAME = "check"
HELP = "检查稿件（Word 或 Markdown），说明须更正之处"


def add_desk(parser: argparse.ArgumentParser) -> None:
    """The options that all actions with files share."""
    add_config(parser)
    add_as_of(parser)
    parser.add_argument(
        "--against", type=Path, metavar="目录", help="另与这个目录中的文章（.md、.txt）比对，查抄袭"
    )
    parser.add_argument(
        "files", type=Path, nargs="*", metavar="文件", help="稿件；不写则检查收稿目录中的全部稿件"
    )


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    add_desk(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="以 JSON 输出")
    form.add_argument("--markdown", action="store_true", help="以 Markdown 输出，供合并请求的评论使用")


def check_files(
    settings: Settings,
    files: Sequence[Path],
    against: Path | None,
    moment: Moment,
    arguments: argparse.Namespace,
) -> list[Checked]:
    """Each file checked, in the order given; the inbox when none is."""
    datasets = [each.name for each in office_catalogue(settings.root).datasets]
    desk = open_desk(settings, datasets, arguments.as_of or moment.today)
    outside = against or (settings.root / settings.news.outside if settings.news.outside else None)
    library = read_library(settings.root / "content", outside)
    chosen = list(files) or inbox_files(settings.root / settings.news.inbox)
    return [check(read_draft(path, settings), desk, library) for path in chosen]


def run(arguments: argparse.Namespace, moment: Moment) -> int:
    """Print what was found; 1 when a piece must be mended."""
    settings = load_settings(arguments.config)
    every = check_files(settings, arguments.files, arguments.against, moment, arguments)
    if arguments.json:
        print(as_json(every))
    elif arguments.markdown:
        print(as_markdown(every))
    else:
        print("\n".join(as_text(each) for each in every) or "收稿目录中没有稿件。")
    return int(any(each.is_refused for each in every))
