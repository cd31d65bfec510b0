"""`portal news refuse`: a piece goes back to its department, with the reason kept for the figures."""

import argparse
from datetime import date
from pathlib import Path

from pipeline.commands.moment import Moment
from pipeline.commands.options import add_as_of, add_config
from pipeline.errors import SettingsError
from pipeline.newsdesk.intake import read_draft
from pipeline.newsdesk.refusals import Refusal, add_refusals
from pipeline.settings import Settings, load_settings

NAME = "refuse"
HELP = "退回稿件，记下理由；在信息报送情况中计为退回"


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    add_config(parser)
    add_as_of(parser)
    parser.add_argument("files", type=Path, nargs="+", metavar="文件", help="被退回的稿件")
    parser.add_argument("--by", required=True, metavar="姓名", help="谁退回的")
    parser.add_argument("--because", required=True, metavar="理由", help="为什么退回")
    parser.add_argument("--department", default="", metavar="单位", help="稿件没有写明报送单位时，在此写明")


def _refusal(path: Path, settings: Settings, arguments: argparse.Namespace, today: date) -> Refusal:
    draft = read_draft(path, settings)
    department = arguments.department or draft.meta.get("department", "")
    if department not in {each.name for each in settings.departments}:
        raise SettingsError(
            f"{path.name}：报送单位“{department}”不在 portal.toml 的单位之中。请用 --department 写明。"
        )
    submitted = draft.day("submitted")
    return Refusal(
        department=department,
        submitted=(submitted if submitted is not None and submitted <= today else today).isoformat(),
        title=draft.meta.get("title", ""),
        kind=draft.meta.get("class", ""),
        file=path.name,
        refused_on=today.isoformat(),
        refused_by=arguments.by.strip(),
        because=arguments.because.strip(),
    )


def run(arguments: argparse.Namespace, moment: Moment) -> int:
    """Keep one line for each piece; the files themselves stay where they are."""
    if not arguments.by.strip() or not arguments.because.strip():
        raise SettingsError("请用 --by 写明谁退回、用 --because 写明理由。")
    settings, today = load_settings(arguments.config), arguments.as_of or moment.today
    made = [_refusal(path, settings, arguments, today) for path in arguments.files]
    add_refusals(settings.root, made)
    for each in made:
        print(f"已退回 {each.file}（{each.department}，{each.submitted} 报送）：{each.because}")
    return 0
