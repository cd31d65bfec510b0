"""What results are counted and sorted by beside their kind: of each record its day and department, in pages of their own.

Read only by who asks for counts or another order (client/survey.js), so that they cost other queries nothing. Gives
payloads by (folder, number); the layout is in FORMAT.md.
"""

import pyarrow as pa
import pyarrow.compute as pc

from search.columns import by_place, number_column
from search.documents import Documents
from search.encode import front_coded, varint
from search.shards import Payloads

RECORDS = 4096
"""Records a page: by number, so those of one department and year stand together and a page deflates to a few kB."""

FOLDER = "w"


def facet_pages(documents: Documents) -> Payloads:
    """The names of departments as shard 0; then for each page of records their days and departments."""
    records = documents.records
    if len(records) == 0:
        return {}
    column = records["department"].combine_chunks()
    names = pc.unique(column.filter(pc.not_equal(column, ""))).sort()
    places = pc.fill_null(pc.add(pc.index_in(column, value_set=names), 1), 0)
    columns = [number_column(records["day"].to_numpy()), number_column(places.to_numpy())]
    pages = by_place(FOLDER, columns, len(records), RECORDS)
    table = varint(len(names)) + front_coded(pa.array(names, pa.string()).to_pylist())
    return {(FOLDER, 0): table} | {(FOLDER, number + 1): page for (_, number), page in pages.items()}
