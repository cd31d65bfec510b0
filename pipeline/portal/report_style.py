"""The print style of the credit report (信用报告, A4): day of the data and build on every sheet, which only a style can say.

Writes theme/css/report.css, one file for all subjects: the pages themselves need not carry what changes each day.
"""

from pipeline.portal.contexts import Frame
from pipeline.portal.rendering import THEME, Pages

PATH = "theme/css/report.css"


def _quoted(text: str) -> str:
    """A CSS string: quotes, backslashes and line ends escaped by their code points."""
    return '"' + "".join(f"\\{ord(each):x} " if each in '"\\\n\r\f<' else each for each in text) + '"'


def write_report_style(pages: Pages, frame: Frame) -> None:
    """Write the style: templates' own rules in theme/report.css, with the texts of this build."""
    style = (THEME / "report.css").read_text(encoding="utf-8")
    stamp = f"数据截至 {frame.as_of} · 构建编号 {frame.build_id}"
    texts = {"--stamp--": stamp, "--site--": frame.site.name, "--issue--": stamp}
    for name, text in texts.items():
        style = style.replace(f'"{name}"', _quoted(text))
    pages.write(PATH, style)
