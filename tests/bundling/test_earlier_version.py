"""A bundle that an earlier version wrote is not expired, and says what to do."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.bundle import open_bundle
from pipeline.errors import Stopped
from pipeline.expiring import require_complete
from tests.toy import write_toy_bundle


def test_a_bundle_without_the_ends_is_refused(tmp_path: Path) -> None:
    bundle = write_toy_bundle(tmp_path / "bundle")
    for path in (bundle / "records").glob("*.parquet"):
        table = pq.read_table(path)
        if "ends_as" not in table.column_names:
            table = table.append_column("ends_as", [["expired"] * len(table)])
        pq.write_table(table, path)
    require_complete(open_bundle(bundle))
    one = bundle / "records/permit.parquet"
    pq.write_table(pq.read_table(one).drop_columns(["ends_as"]), one)
    with pytest.raises(Stopped, match="portal build"):
        require_complete(open_bundle(bundle))
