"""`portal news accept`: the editor takes a piece; it is filed, its original kept, who took it and when recorded."""

import argparse
from datetime import datetime, time
from pathlib import Path

from pipeline.commands.moment import Moment
from pipeline.commands.news_check import add_desk, check_files
from pipeline.commands.options import add_state
from pipeline.errors import SettingsError
from pipeline.newsdesk.accepting import Acceptance, accept, accepted_before
from pipeline.newsdesk.front_matter import moment as read_moment
from pipeline.newsdesk.telling import as_text
from pipeline.settings import Settings, load_settings
from pipeline.state_folder import alone

NAME = "accept"
HELP = "接收稿件：编号、存入 content/news，保存原稿，记下收稿人和日期"
MORNING = time(9, 0)


def _published(text: str) -> datetime:
    read = read_moment(text)
    if read is None:
        raise argparse.ArgumentTypeError(f"“{text}”不是时间，应写作 2026-06-12 09:30")
    return read


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    add_desk(parser)
    add_state(parser)
    parser.add_argument("--by", required=True, metavar="姓名", help="收稿人")
    parser.add_argument(
        "--publish",
        type=_published,
        metavar="时间",
        help="从这一时刻起展示，如“2026-06-12 09:30”（默认当天 9:00）",
    )


def _take_from_inbox(path: Path, settings: Settings) -> None:
    """An accepted piece leaves the inbox: its original is kept elsewhere."""
    if path.resolve().is_relative_to((settings.root / settings.news.inbox).resolve()):
        path.unlink()


def run(arguments: argparse.Namespace, moment: Moment) -> int:
    """File each piece without refusals; 1 when one was refused."""
    if not arguments.files:
        raise SettingsError("请写明要接收的稿件。收稿目录中有哪些，用 portal news check 查看。")
    by = " ".join(arguments.by.split())
    if not by:
        raise SettingsError("--by 请写明收稿人。")
    settings = load_settings(arguments.config)
    today = arguments.as_of or moment.today
    how = Acceptance(by, today, arguments.publish or datetime.combine(today, MORNING), arguments.state)
    refused = False
    with alone(arguments.state):
        for path in arguments.files:
            # Each is compared with those accepted before it.
            before = accepted_before(path, settings) if path.is_file() else None
            if before is not None:
                print(f"{path.name} 已经收过：{before.path}（编号 {before.slug}），没有改动。")
                continue
            (checked,) = check_files(settings, [path], arguments.against, moment, arguments)
            print(as_text(checked))
            if checked.is_refused:
                refused = True
                print("  没有收稿。请单位更正后重新报送；退回并留下记录用 portal news refuse。")
                continue
            filed = accept(checked, path, settings, how)
            _take_from_inbox(path, settings)
            print(f"  已收稿：{filed.path}（编号 {filed.slug}），下次生成站点时展示。")
    return int(refused)
