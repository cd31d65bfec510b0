"""Forty Word files as clerks make them: what each has, and what must come out of it.

Built with python-docx and by hand where it has no words for a thing; `THROUGH_OFFICE` are opened and saved again by
LibreOffice. All names and facts are invented.
"""

import io

from docx import Document

from tests.newsdesk import word_objects as objects
from tests.newsdesk import word_structure as structure
from tests.newsdesk.word_parts import FORM, Case, as_metafile, form_table

H = ((2, "一、检查情况"), (3, "（一）发现的问题"), (2, "二、下一步工作"))
FLAT = ((2, "检查情况"), (2, "下一步工作"))
NUMBERED = ((2, "一、检查情况"), (2, "二、下一步工作"))
BOX = frozenset(("N-126",))
CASES = (
    Case("plain", structure.plain),
    Case("styled", structure.styled, H),
    Case("bold-headings", structure.bold_headings, FLAT),
    Case("official", structure.official, H),
    Case("large-headings", structure.large_headings, FLAT),
    Case("unmarked-numbers", structure.unmarked_numbers, NUMBERED),
    Case("all-bold", structure.all_bold),
    Case("run-in", structure.run_in),
    Case("two-line-title", structure.two_line_title),
    Case("two-line-title-no-form", structure.two_line_title, codes=frozenset(("N-001", "N-120")), form=False),
    Case("styled-no-form", structure.styled, H, frozenset(("N-001", "N-120")), form=False),
    Case("blanks-and-indents", structure.blanks_and_indents),
    Case("nbsp-indents", structure.nbsp_indents),
    Case("line-breaks", structure.line_breaks),
    Case("bullets", structure.bullets, has=("-   查看台账记录\n",)),
    Case("numbers", structure.numbers, has=("2.  查看台账记录；\n",)),
    Case("nested-list", structure.nested_list, has=("-   检查内容\n    -   承诺履行情况\n",)),
    Case("typed-bullets", structure.typed_bullets, has=("-   查看台账记录\n",)),
    Case("typed-numbers", structure.typed_numbers, has=("1\\. 查看",)),
    Case("table", objects.table, has=("| 甲公司 | 5 | 3 |",)),
    Case("joined-table", objects.joined_table, has=('colspan="2"', 'rowspan="2"')),
    Case("nested-table", objects.nested_table, has=("<table>", "台账")),
    Case("frame", objects.frame),
    Case("old-box", objects.old_box, codes=BOX, has=(objects.BOXED,)),
    Case("both-box", objects.both_box, codes=BOX, has=(objects.BOXED,)),
    Case("new-box", objects.new_box, codes=BOX, has=(objects.BOXED,)),
    Case("title-in-box", objects.title_in_box, codes=BOX, has=("信用简报第3期",)),
    Case("images", objects.images, has=("![执法人员查看台账]", "![整改前后的仓库]")),
    Case("undescribed", objects.undescribed, codes=frozenset(("N-070",))),
    Case("metafile", objects.metafile, codes=frozenset(("N-130",))),
    Case("image-in-table", objects.image_in_table, has=("![检查现场]", "![整改现场]")),
    Case(
        "links",
        objects.links,
        codes=frozenset(("N-030",)),
        has=("[通知原文](https://www.example.gov.cn/a%281%29)",),
    ),
    Case("pasted-web", objects.pasted_web, codes=frozenset(("N-060",)), has=("&lt;div",)),
    Case("look-alikes", objects.look_alikes, has=("\\# 不是标题",)),
    Case("header-footer", objects.header_footer, codes=frozenset(("N-124",))),
    Case("tracked", objects.tracked, codes=frozenset(("N-124",)), has=("新增的一句话",)),
    Case("hidden", objects.hidden, codes=frozenset(("N-125",))),
    Case("formula", objects.formula, codes=frozenset(("N-123",))),
    Case("control", objects.control, has=("填写了的内容", "带着标记的内容")),
    Case("byline", objects.byline, codes=frozenset(("N-001", "N-120")), form=False),
    Case("wide-form", objects.wide_form),
    Case("odd-form", objects.odd_form, codes=frozenset(("N-121",))),
    Case("emphasis", objects.emphasis, codes=frozenset(("N-045",)), has=("**县应急管理局**",)),
    Case("page-breaks", objects.page_breaks),
    Case("rare", objects.rare, has=("𠮷林㐂镇龘某",)),
)


def build(case: Case) -> bytes:
    """The bytes of one file."""
    file = Document()
    if case.form and case.name == "wide-form":
        form_table(file, 4)
    elif case.form and case.name == "odd-form":
        form_table(file, fields={**FORM, "字数": "五百字"})
    elif case.form:
        form_table(file)
    case.make(file)
    target = io.BytesIO()
    file.save(target)
    return as_metafile(target.getvalue()) if case.name == "metafile" else target.getvalue()
