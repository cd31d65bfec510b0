"""What commands that write a document share (通报、报告): the folder it goes to, as Word and as a page."""

import argparse
from pathlib import Path

from pipeline.compliance.circular import Circular
from pipeline.portal.circular_file import write_page


def add_folder(parser: argparse.ArgumentParser) -> None:
    """--to"""
    parser.add_argument(
        "--to", type=Path, default=Path(), metavar="目录", help="写到这个目录（默认当前目录）"
    )


def write_document(made: Circular, folder: Path, stem: str) -> str:
    """Write both files; how to name them to the user."""
    from pipeline.compliance.word import write_word  # noqa: PLC0415 - only documents need Word

    folder.mkdir(parents=True, exist_ok=True)
    write_word(made, folder / f"{stem}.docx")
    write_page(made, folder / f"{stem}.html")
    return f"{folder / stem}.docx 和 .html：{made.title}"
