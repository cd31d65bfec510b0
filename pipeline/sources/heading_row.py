"""A sheet whose first row is its title (标题行), the headings standing below: read from the row of headings on.

Departments print the same workbook, so 某某县行政许可信息公示表 often stands above. Only a table whose first row names no
field, and one of whose next rows plainly is the headings, is read so; it is told. Takes and gives a RawTable.
"""

import dataclasses

from pipeline.catalogue import Dataset, match_headings
from pipeline.sources import codes
from pipeline.sources.raw import ROW, RawTable
from pipeline.sources.rows import TableBuilder

_LOOKED_AT = 5
_ENOUGH = 3
"""Cells that name a field; also more than half of the cells given."""
_OF_HEADINGS = {each.code for each in (codes.UNNAMED, codes.DUPLICATE, codes.LONG_ROW, codes.SHORT_ROW)}
"""Findings that compare with the row taken for the headings."""


def _is_heading(dataset: Dataset, cells: list[str]) -> bool:
    given = [each for each in cells if each.strip()]
    named = len(match_headings(dataset, given))
    return named >= _ENOUGH and named * 2 > len(given)


def _place(table: RawTable, dataset: Dataset) -> int | None:
    """The place of the row of headings among the rows, None when the first row of the file is it."""
    if match_headings(dataset, table.headings):
        return None
    first = table.cells.slice(0, _LOOKED_AT).select(table.headings).to_pylist()
    rows = ([text or "" for text in row.values()] for row in first)
    return next((place for place, cells in enumerate(rows) if _is_heading(dataset, cells)), None)


def below_title(table: RawTable, dataset: Dataset) -> RawTable:
    """The table from its row of headings on; the same table when that is the first."""
    place = _place(table, dataset)
    if place is None:
        return table
    builder = TableBuilder()
    for batch in table.cells.slice(place + 1).to_batches(max_chunksize=5_000):
        columns = [batch[name].to_pylist() for name in table.headings]
        for number, *cells in zip(batch[ROW].to_pylist(), *columns, strict=True):
            builder.add(number, cells)
    (heading,) = table.cells.slice(place, 1).to_pylist()
    cells, found = builder.finish([heading[each] or "" for each in table.headings], table.dataset, table.name)
    told = codes.finding(codes.HEADING_BELOW, table.dataset, table.name, heading=heading[ROW])
    kept = (each for each in table.findings if each.code not in _OF_HEADINGS)
    return dataclasses.replace(table, cells=cells, findings=(told, *found, *kept))
