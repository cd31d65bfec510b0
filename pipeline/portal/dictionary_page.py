"""The data dictionary (数据字典): the catalogue's datasets, fields and code lists as a page. Writes dictionary/."""

from pipeline.catalogue import Catalogue, Dataset, Field
from pipeline.portal import words
from pipeline.portal.contexts import Head, Link
from pipeline.portal.contexts_data import DatasetTable, DictionaryPage, FieldRow
from pipeline.portal.rendering import Pages

_KINDS = {"subject": "主体登记", "record": "公示记录", "event": "变更事项"}
_TYPES = {"text": "文本", "date": "日期", "amount": "金额", "codes": "代码（可多个）"}


def _required(field: Field, dataset: Dataset) -> str:
    if field.required:
        return "是"
    if field.required_when is None:
        return "否"
    other = dataset.by_id[field.required_when.field]
    return f"{other.shown_as}为{words.joined(field.required_when.values)}时"


def _field(field: Field, dataset: Dataset) -> FieldRow:
    kind = _TYPES.get(field.type, field.type)
    return FieldRow(
        title=field.title,
        columns=words.joined(field.columns),
        type=f"{kind}（{field.unit}）" if field.unit else kind,
        length="" if field.length is None else str(field.length),
        required=_required(field, dataset),
        public="公开" if field.public else "不公开",
        codes=words.joined(field.codes),
    )


def write_dictionary(pages: Pages, catalogue: Catalogue) -> None:
    """Write dictionary/index.html."""
    tables = tuple(
        DatasetTable(
            each.name,
            each.title,
            _KINDS.get(each.kind, each.kind),
            each.law,
            tuple(_field(field, each) for field in each.fields),
        )
        for each in catalogue.datasets
    )
    note = "各数据类别的字段、代码和公开范围"
    head = Head("数据字典", "../", (Link("首页", ""),), "数据字典", note, description=note)
    pages.render("dictionary.html", "dictionary/index.html", DictionaryPage(head, tables))
