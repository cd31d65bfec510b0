"""`portal export`: a month's records in the national template for an upper platform, and the register of what was sent."""

import argparse
import hashlib

from pipeline.catalogue import office_catalogue
from pipeline.commands.documents import add_folder
from pipeline.commands.moment import Moment
from pipeline.commands.options import add_config, add_state
from pipeline.errors import SettingsError
from pipeline.settings import load_settings
from pipeline.state_folder import alone, require_published
from pipeline.upward.files import EDITIONS, sheet, write_files
from pipeline.upward.register import Answer, Sent, note_answer, note_sent, read_register, sent_records

NAME = "export"
HELP = "按全国统一模板生成给上级平台的文件，登记上传和答复"


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    add_config(parser)
    add_state(parser)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--for", dest="platform", metavar="平台", help="上级平台的名称，如 信用中国")
    what.add_argument("--list", action="store_true", help="列出登记")
    what.add_argument("--answer", type=int, metavar="编号", help="登记平台对某次上传的答复")
    parser.add_argument("--dataset", default="", metavar="数据类别", help="行政许可 或 行政处罚")
    parser.add_argument("--month", default="", metavar="YYYY-MM", help="首次收到的月份")
    parser.add_argument(
        "--edition", choices=EDITIONS, default="2018", help="模板版本（默认 2018，即 790 号文）"
    )
    parser.add_argument("--again", action="store_true", help="包括已经上传过的记录")
    parser.add_argument("--accepted", type=int, default=0, metavar="N", help="平台接收的条数")
    parser.add_argument("--refused", type=int, default=0, metavar="N", help="平台退回的条数")
    parser.add_argument("--note", default="", metavar="说明", help="平台答复的要点")
    add_folder(parser)


def _export(arguments: argparse.Namespace, on: str) -> None:
    catalogue = office_catalogue(load_settings(arguments.config).root)
    dataset = catalogue.find(arguments.dataset)
    if dataset is None or not arguments.month:
        raise SettingsError(
            "请用 --dataset 写明数据类别（行政许可、行政处罚），用 --month 写明月份，如 2026-10。"
        )
    require_published(arguments.state)
    platform = arguments.platform.strip()
    sent, answers = read_register(arguments.state)
    before = frozenset[str]() if arguments.again else sent_records(sent, answers, platform, dataset.name)
    made = sheet(arguments.state, dataset, arguments.month, arguments.edition, before)
    if not made.rows:
        print(f"{arguments.month} 没有要上传给{platform}的{dataset.title}记录。")
        return
    number = len(sent) + 1
    paths = write_files(made, arguments.to, f"{dataset.title}-{arguments.month}-{made.edition}-{number}")
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    note_sent(
        arguments.state,
        Sent(number, on, platform, dataset.name, arguments.month, made.edition, files, made.records),
    )
    print(f"第 {number} 次上传：{platform}，{dataset.title} {arguments.month}，{len(made.rows)} 条。")
    print(
        "已生成 " + "、".join(str(path) for path in paths) + "。证件号码和税务登记号本系统不保存，列中为空。"
    )


def _list(arguments: argparse.Namespace) -> None:
    sent, answers = read_register(arguments.state)
    told = {each.number: each for each in answers}
    for each in sent:
        answer = told.get(each.number)
        state = (
            f"{answer.on} 答复：接收 {answer.accepted}，退回 {answer.refused}。{answer.note}"
            if answer
            else "未答复"
        )
        print(
            f"{each.number}\t{each.on}\t{each.platform}\t{each.dataset}\t{each.month}\t{len(each.records)} 条\t{state}"
        )
    if not sent:
        print("还没有上传过。")


def run(arguments: argparse.Namespace, moment: Moment) -> int:
    """Write files, list the register or note an answer."""
    on = moment.today.isoformat()
    with alone(arguments.state):
        if arguments.list:
            _list(arguments)
        elif arguments.answer is not None:
            note_answer(
                arguments.state,
                Answer(arguments.answer, on, arguments.accepted, arguments.refused, arguments.note),
            )
            print(f"已登记对第 {arguments.answer} 次上传的答复。")
        else:
            _export(arguments, on)
    return 0
