"""Makes the workbooks that departments and attackers send; nothing binary is kept in the repository."""

import io
import zipfile
from collections.abc import Callable, Sequence

import openpyxl

OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")


def workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    """A plain workbook, one sheet per table of cells."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


PLAIN = workbook([("主体名称", "备注"), ("甲", "一")])


def repacked(change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> bytes:
    """PLAIN with its parts changed and parts added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return stream.getvalue()


def _same(_: str, content: bytes) -> bytes:
    return content


def with_part(name: str, content: bytes = b"x") -> bytes:
    """PLAIN with one more part."""
    return repacked(_same, {name: content})


def with_sheet(xml: str) -> bytes:
    """PLAIN with the rows of its sheet replaced."""
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    body = f"{head}{xml}</sheetData></worksheet>".encode()
    return repacked(lambda name, content: body if name.startswith("xl/worksheets/") else content)


def bomb() -> bytes:
    """Sixty megabytes of blanks in a few kilobytes."""
    return with_part("xl/media/blank.xml", b" " * (60 << 20))


def wide_range() -> bytes:
    """Two cells at opposite corners of the sheet: 17 billion cells when laid out."""
    cell = '<c r="{}" t="inlineStr"><is><t>x</t></is></c>'
    first, last = cell.format("A1"), cell.format("XFD1048576")
    return with_sheet(f'<row r="1">{first}</row><row r="1048576">{last}</row>')


def heavy() -> bytes:
    """A long text that two hundred thousand cells share: over a gigabyte once each cell has its own."""
    shared = f"<si><t>{'x' * 8000}</t></si>"
    name_space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 200_001))
    sheet = f"<worksheet {name_space}><sheetData>{rows}</sheetData></worksheet>".encode()
    strings = f"<sst {name_space}>{shared}</sst>".encode()

    return repacked(
        lambda name, content: sheet if name.startswith("xl/worksheets/") else content,
        {"xl/sharedStrings.xml": strings},
    )


def encrypted() -> bytes:
    """What office software writes when a workbook has a password: an OLE container."""
    return OLE_MAGIC + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512
