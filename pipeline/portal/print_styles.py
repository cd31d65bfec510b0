"""The print styles of the credit report (信用报告, A4) and of lists: day of the data and build on every sheet, which only a
style can say.

Writes theme/css/report.css and sheets.css, one file for all pages: these need not carry what changes each day.
"""

from pipeline.portal.contexts import Frame
from pipeline.portal.rendering import THEME, Pages

STYLES = ("report.css", "sheets.css")


def _quoted(text: str) -> str:
    """A CSS string: quotes, backslashes and line ends escaped by their code points."""
    return '"' + "".join(f"\\{ord(each):x} " if each in '"\\\n\r\f<' else each for each in text) + '"'


def write_print_styles(pages: Pages, frame: Frame) -> None:
    """Write the styles: the rules in theme/, with the texts of this build."""
    stamp = f"数据截至 {frame.as_of} · 构建编号 {frame.build_id}"
    texts = {"--stamp--": stamp, "--site--": frame.site.name, "--issue--": stamp}
    for file in STYLES:
        style = (THEME / file).read_text(encoding="utf-8")
        for name, text in texts.items():
            style = style.replace(f'"{name}"', _quoted(text))
        pages.write(f"theme/css/{file}", style)
