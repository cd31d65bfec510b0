"""How far each dataset of each source has been taken: reads and writes state/cursors.json.

Two steps for the caller: land what was pulled, then `advance`. A crash between them pulls the same rows
again, and landing keeps a batch only once.
"""

import json
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.files import write_whole

VERSION = 2

Cursors = dict[str, dict[str, str]]


def read_cursors(path: Path) -> Cursors:
    """Source → dataset → cursor (a stamp, a day or a batch number); empty when nothing has been pulled yet."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise _unreadable(path) from error
    sources = table.get("sources") if isinstance(table, dict) and table.get("version") == VERSION else None
    if not isinstance(sources, dict):
        raise _unreadable(path)
    for datasets in sources.values():
        if not isinstance(datasets, dict) or not all(isinstance(each, str) for each in datasets.values()):
            raise _unreadable(path)
    return sources


def cursor_of(path: Path, source: str, dataset: str) -> str:
    """The cursor of one dataset of one source, "" at first."""
    return read_cursors(path).get(source, {}).get(dataset, "")


def advance(path: Path, source: str, dataset: str, cursor: str) -> None:
    """Remember that `dataset` is landed up to `cursor`; others are left as they are."""
    cursors = read_cursors(path)
    cursors[source] = cursors.get(source, {}) | {dataset: cursor}
    text = json.dumps({"version": VERSION, "sources": cursors}, ensure_ascii=False, indent=2, sort_keys=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text + "\n")


def _unreadable(path: Path) -> SettingsError:
    return SettingsError(
        f"取数进度文件 {path} 已损坏或不是本版本所写。删除它即可重新全量获取，已入库的数据不会重复。"
    )
