"""Headings, paragraphs and lists as clerks make them in Word. Each function fills a file."""

from docx.document import Document as WordFile
from docx.enum.text import WD_BREAK

from tests.newsdesk.word_parts import TEXTS, TITLE, add, texts


def plain(file: WordFile) -> None:
    texts(file)


def styled(file: WordFile) -> None:
    file.add_heading(TITLE, 0)
    file.add_heading("一、检查情况", 1)
    texts(file, 0)
    file.add_heading("（一）发现的问题", 2)
    texts(file, 1)
    file.add_heading("二、下一步工作", 1)
    texts(file, 2)


def bold_headings(file: WordFile) -> None:
    add(file, TITLE, bold=True, size=22, centred=True)
    add(file, "检查情况", bold=True)
    texts(file, 0, 1)
    add(file, "下一步工作", bold=True)
    texts(file, 2)


def official(file: WordFile) -> None:
    add(file, TITLE, size=22, font="方正小标宋简体", centred=True)
    for text, font in (
        ("一、检查情况", "黑体"), ("（一）发现的问题", "楷体_GB2312"), (TEXTS[0], ""),
        ("二、下一步工作", "黑体"), (TEXTS[2], ""),
    ):  # fmt: skip
        add(file, text, size=16, font=font or "仿宋_GB2312")


def large_headings(file: WordFile) -> None:
    add(file, TITLE, size=20, centred=True)
    for text, size in (("检查情况", 15), (TEXTS[0], 12), (TEXTS[1], 12), ("下一步工作", 15), (TEXTS[2], 12)):
        add(file, text, size=size)


def unmarked_numbers(file: WordFile) -> None:
    for text in ("一、检查情况", TEXTS[0], TEXTS[1], "二、下一步工作", TEXTS[2]):
        add(file, text)


def all_bold(file: WordFile) -> None:
    for text in TEXTS:
        add(file, text, bold=True)


def run_in(file: WordFile) -> None:
    for number, text in zip("一二三", TEXTS, strict=True):
        paragraph = add(file, f"{number}是强化检查。", bold=True)
        paragraph.add_run(text)


def two_line_title(file: WordFile) -> None:
    add(file, "县应急管理局开展危险化学品企业", bold=True, size=22, centred=True)
    add(file, "信用分级检查", bold=True, size=22, centred=True)
    texts(file)


def blanks_and_indents(file: WordFile) -> None:
    for text in TEXTS:
        add(file, "\u3000\u3000" + text, font="宋体")
        add(file, "")
        add(file, "\u3000")


def nbsp_indents(file: WordFile) -> None:
    for text in TEXTS:
        add(file, "\u00a0\u00a0\u00a0\u00a0" + text)


def line_breaks(file: WordFile) -> None:
    paragraph = file.add_paragraph()
    for text in TEXTS:
        run = paragraph.add_run(text)
        run.add_break(WD_BREAK.LINE)


def bullets(file: WordFile) -> None:
    texts(file, 0)
    for text in ("查看承诺履行情况", "查看台账记录", "查看应急准备"):
        file.add_paragraph(text, style="List Bullet")
    texts(file, 1, 2)


def numbers(file: WordFile) -> None:
    texts(file, 0)
    for text in ("查看承诺履行情况；", "查看台账记录；", "查看应急准备。"):
        file.add_paragraph(text, style="List Number")
    texts(file, 1, 2)


def nested_list(file: WordFile) -> None:
    texts(file)
    file.add_paragraph("检查内容", style="List Bullet")
    file.add_paragraph("承诺履行情况", style="List Bullet 2")
    file.add_paragraph("台账记录", style="List Bullet 2")
    file.add_paragraph("检查结果", style="List Bullet")


def typed_bullets(file: WordFile) -> None:
    texts(file)
    for text in ("• 查看承诺履行情况", "● 查看台账记录", "◆查看应急准备"):
        add(file, text)


def typed_numbers(file: WordFile) -> None:
    texts(file)
    for number, text in enumerate(("查看承诺履行情况，共六家。", "查看台账记录，共十二本。"), 1):
        add(file, f"{number}. {text}")
