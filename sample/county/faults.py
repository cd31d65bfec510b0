"""The files that departments send to the inbox, each with faults met in real ones (one file, one sender)."""

from collections.abc import Mapping, Sequence
from datetime import date

from pipeline.catalogue.load import load_catalogue
from pipeline.catalogue.model import Field
from sample.county.faults_penalty import penalty_texts
from sample.county.faults_permit import permit_codes, permit_forms, permit_old_edition
from sample.county.model import InboxFile, Plant, Row
from sample.county.states import FINE
from sample.county.story import Story

Entry = tuple[Plant | None, dict[str, str]]
_SENT_ALWAYS = {"provided_on": "提供日期", "source_id": "记录编号"}


def headings_of(dataset: str, entries: Sequence[Entry], edition: str = "title") -> dict[str, str]:
    """Field id → heading for the required and used fields: Chinese titles, new or old column codes."""
    used = {field for _, values in entries for field, text in values.items() if text}
    chosen = [each for each in load_catalogue()[dataset].fields if each.required or each.id in used]
    return {each.id: _heading(each, edition) for each in chosen} | {
        field: heading for field, heading in _SENT_ALWAYS.items() if field in used
    }


def _heading(field: Field, edition: str) -> str:
    if edition == "title" or not field.columns:
        return field.title
    return field.columns[0] if edition == "code" else (*field.columns, *field.old_columns)[-1]


def make_file(
    story: Story,
    name: str,
    dataset: str,
    entries: Sequence[Entry],
    *,
    edition: str = "title",
    headings: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    newline: str = "\n",
    whole: Sequence[Plant] = (),
) -> InboxFile:
    """One inbox file; its plants are entered in the story."""
    carried = {plant.id: plant for plant, _ in entries if plant is not None}
    known = {plant.id for plant in story.plants}
    story.plants.extend(plant for plant in carried.values() if plant.id not in known)
    story.plants.extend(whole)
    rows = tuple(Row(dataset, values, () if plant is None else (plant.id,)) for plant, values in entries)
    columns = headings or headings_of(dataset, entries, edition)
    return InboxFile(name, columns, rows, encoding, newline, tuple(each.id for each in whole))


def _fault(key: str, title: str, expected: str, probe: str) -> Plant:
    return Plant(key, "fault", title, expected, probe)


def inbox_files(story: Story) -> tuple[InboxFile, ...]:
    """All files of sample/data/inbox."""
    return (
        make_file(story, "permit-market.csv", "permit", permit_forms(story)),
        _coded(story),
        _old_edition(story),
        make_file(story, "penalty-texts.csv", "penalty", penalty_texts(story), encoding="utf-8-sig"),
        _cr_only(story),
        _mixed_encoding(story),
        _missing_column(story),
        _workbook(story),
        _json_lines(story),
        _full_set(story),
        _shifted(story),
        _honours(story),
        _no_dataset(story),
    )


def _coded(story: Story) -> InboxFile:
    expected = "提醒 H-001：无法识别的列；其余照常读取"
    plant = _fault("unknown-column", "末尾多出目录中没有的一列", expected, "SCBMBM")
    entries = permit_codes(story)
    headings = headings_of("permit", entries, "code") | {"": "SCBMBM"}
    return make_file(
        story,
        "permit-codes.csv",
        "permit",
        entries,
        encoding="utf-8-sig",
        whole=(plant,),
        headings=headings,
    )


def _old_edition(story: Story) -> InboxFile:
    title = "旧版模板列名（XK_XDR、XK_JZQ、XK_FR_SFZH 等），GB18030"
    plant = _fault("old-edition", title, "按别名读取", "XK_XDR")
    # 0 正常: the figures of 2015 are not those of today.
    entries = [(fault, values | {"status": "0"}) for fault, values in permit_old_edition(story)]
    name = "permit-old-edition.csv"
    return make_file(story, name, "permit", entries, edition="old", encoding="gb18030", whole=(plant,))


def _plain(story: Story, department: str, number: int, month: int) -> list[dict[str, str]]:
    days = [date(2026, month, 3 + 2 * n) for n in range(number)]
    return [story.make("penalty", department, day, FINE) for day in days]


def _cr_only(story: Story) -> InboxFile:
    plant = _fault("cr-only", "文件只用 CR 换行", "照常读取", "示例县交通运输局")
    entries: list[Entry] = [(None, each) for each in _plain(story, "transport", 3, 9)]
    return make_file(story, "penalty-cr-only.csv", "penalty", entries, newline="\r", whole=(plant,))


def _mixed_encoding(story: Story) -> InboxFile:
    plant = _fault(
        "mixed-encoding",
        "UTF-8 文件中混入 GBK 字节",
        "提醒 F-023，逐行识别；两种编码都有的那一行拒收 R-007",
        "",
    )
    entries: list[Entry] = [(None, each) for each in _plain(story, "health", 2, 9)]
    return make_file(
        story, "penalty-mixed-encoding.csv", "penalty", entries, encoding="mixed", whole=(plant,)
    )


def _missing_column(story: Story) -> InboxFile:
    plant = _fault(
        "missing-column", "缺少必需列“处罚决定日期”", "拒收 H-002：缺少必需列，各行不能采用", "处罚机关"
    )
    entries: list[Entry] = [(None, each) for each in _plain(story, "culture", 3, 10)]
    headings = headings_of("penalty", entries)
    del headings["decided_on"]
    name = "penalty-missing-column.csv"
    return make_file(story, name, "penalty", entries, headings=headings, whole=(plant,))


def _workbook(story: Story) -> InboxFile:
    one, two, three, four = _plain(story, "ecology", 4, 10)
    entries: list[Entry] = [
        (_fault("dates-as-cells", "工作簿中的真日期单元格", "按日期读取", "罚"), one),
        (
            _fault("yuan-for-wan", "万元列中填了元", "提醒 C-010：金额异常", "25000"),
            two | {"fine": "25000"},
        ),
        (
            _fault("code-as-number", "信用代码被表格软件变成数字", "拒收 C-007：代码损坏", r"[eE]\+17"),
            three | {"subject_code": "9.14399990123457E+17"},
        ),
        (None, four),
    ]
    return make_file(story, "penalty-ecology.xlsx", "penalty", entries)


def _json_lines(story: Story) -> InboxFile:
    plant = _fault("broken-json", "一行不是完整的 JSON", "该行拒收 R-002，其余照常读取", "")
    numbers = (
        ("brackets-square", "文号用方括号 []", "示市监罚[2026]8801号"),
        ("brackets-round", "文号用全角圆括号（）", "示市监罚（2026）8802号"),
        ("brackets-tortoise", "文号用 ﹝﹞ 和全角数字", "示市监罚﹝２０２６﹞８８０３号"),
        ("brackets-lenticular", "文号用【】且有空格", "示市监罚 【2026】 8804 号"),
        ("number-empty", "文号写作“空”", "空"),
        ("number-none", "文号写作“无”", "无"),
    )
    entries: list[Entry] = []
    for n, (key, title, number) in enumerate(numbers):
        kept = "状态 published" if n < 4 else "拒收 C-001：文号视为空"
        values = story.make("penalty", "market", date(2026, 9, 7 + n), FINE | {"document_number": number})
        entries.append((_fault(key, title, kept, number[-6:-1] if n < 4 else number), values))
    return make_file(story, "行政处罚-市场监管.jsonl", "penalty", entries, whole=(plant,))


def _full_set(story: Story) -> InboxFile:
    """A later full set of one month: the repaired record comes again, everything else is known already."""
    again = next(r.values for r in story.rows if r.dataset == "penalty" and "repaired-again" in r.marks)
    month = [
        dict(row.values) | {"provided_on": "2026-11-10"}
        for row in story.rows
        if row.dataset == "penalty"
        and not row.marks
        and row.values["decided_on"].startswith("2025-11")
        and row.values["authority"] == again["authority"]
    ]
    told = next(plant for plant in story.plants if plant.id == "repaired-again")
    entries: list[Entry] = [(None, each) for each in month]
    entries.append((told, dict(again) | {"provided_on": "2026-11-10"}))
    plant = _fault(
        "full-set-again", "全量文件再次报送已公示、已修复的记录", "重复，不再公示已修复的记录", "罚"
    )
    return make_file(story, "penalty-full-set.csv", "penalty", entries, whole=(plant,))


def _shifted(story: Story) -> InboxFile:
    plant = _fault(
        "shifted-columns", "名称与代码两列错位", "拒收 C-007：代码列中不是代码", "示例县应急管理局"
    )
    entries: list[Entry] = []
    for day in (6, 7, 8):
        made = story.make("blacklist", "emergency", date(2026, 10, day + 7), {})
        swapped = {"subject_name": made["subject_code"], "subject_code": made["subject_name"]}
        entries.append((None, made | swapped))
    return make_file(story, "blacklist-shifted.csv", "blacklist", entries, whole=(plant,))


def _honours(story: Story) -> InboxFile:
    made = [story.make("honour", "culture", date(2026, 10, 13 + n), {}) for n in range(6)]
    two = f"{made[1]['subject_name']}、{made[2]['subject_name']}"
    entries: list[Entry] = [
        (_fault("gb18030", "GB18030 编码的文件", "照常读取", "示例县"), made[0]),
        (
            _fault("several-subjects", "一个单元格填了多个主体", "拒收 C-013：每行只能填一个主体", two),
            made[1] | {"subject_name": two},
        ),
        *((None, each) for each in made[2:]),
    ]
    return make_file(story, "honour-culture.csv", "honour", entries, encoding="gb18030")


def _no_dataset(story: Story) -> InboxFile:
    plant = _fault(
        "no-dataset", "文件名看不出数据类别", "拒收 F-001：文件名看不出数据类别，文件未读取", "示例县"
    )
    entries: list[Entry] = [(None, each) for each in _plain(story, "health", 2, 10)]
    return make_file(story, "台账-十月.csv", "penalty", entries, whole=(plant,))
