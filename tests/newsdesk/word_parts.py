"""What the Word files of the tests are put together from: form, texts, pictures, packages with changed parts."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from PIL import Image

TITLE = "县应急管理局开展危险化学品企业信用分级检查"
TEXTS = (
    "11月12日，县应急管理局组织执法人员对六家危险化学品经营单位开展信用分级检查，查看承诺履行、台账记录和应急准备情况。",
    "检查发现问题十一处，当场整改七处，其余四处限期十日内整改，整改结果将记入企业信用档案并向社会公示。",
    "下一步，该局将根据信用等级确定检查频次，对守信企业减少检查，对失信企业加大检查力度。",
)
FORM = {
    "标题": TITLE,
    "报送单位": "测试县应急管理局",
    "栏目": "信用动态",
    "类别": "动态类",
    "事件日期": "2026年11月12日",
    "报送日期": "2026.11.16",
    "作者": "王五",
    "审核人（单位负责人）": "赵六（局长）",
    "来源": "测试县应急管理局",
    "摘要": "六家危险化学品经营单位接受信用分级检查。",
}


@dataclass(frozen=True)
class Case:
    """`headings`: (level, text) in order; `codes`: findings that must come; `has`: parts of the Markdown."""

    name: str
    make: Callable[[WordFile], None]
    headings: tuple[tuple[int, str], ...] = ()
    codes: frozenset[str] = frozenset()
    has: tuple[str, ...] = ()
    title: str = TITLE
    form: bool = True


def form_table(file: WordFile, columns: int = 2, fields: dict[str, str] = FORM) -> None:
    pairs = list(fields.items())
    each_row = columns // 2
    rows = [pairs[at : at + each_row] for at in range(0, len(pairs), each_row)]
    table = file.add_table(len(rows), columns, style="Table Grid")
    for row, given in zip(table.rows, rows, strict=True):
        for place, (label, text) in enumerate(given):
            row.cells[2 * place].text, row.cells[2 * place + 1].text = label, text


def add(
    file: WordFile, text: str, bold: bool = False, size: float = 0, font: str = "", centred: bool = False
) -> Paragraph:
    paragraph = file.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if font:
        run.font.name = font
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def texts(file: WordFile, *which: int) -> None:
    for place in which or (0, 1, 2):
        add(file, TEXTS[place])


def picture(kind: str = "JPEG", size: tuple[int, int] = (1600, 900), exif: bool = True) -> bytes:
    target = io.BytesIO()
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    tags = Image.Exif()
    tags[0x010F] = "SECRET-CAMERA"
    tags.get_ifd(0x8825)[1] = "N"
    image.save(target, kind, **({"exif": tags} if exif and kind == "JPEG" else {}))
    return target.getvalue()


def as_metafile(data: bytes) -> bytes:
    """The file with its picture replaced by an enhanced metafile's first bytes."""
    return changed(
        data, lambda name, content: b"\x01\x00\x00\x00" + b"\0" * 100 if "/media/" in name else content
    )


def changed(
    data: bytes, change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None
) -> bytes:
    """The package with its parts changed and some added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            made.writestr(name, change(name, source.read(name)))
        for name, content in (more or {}).items():
            made.writestr(name, content)
    return target.getvalue()
