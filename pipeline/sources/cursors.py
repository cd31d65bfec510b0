"""How far each dataset has been pulled from the shared platform: reads and writes state/cursors.json.

Two steps for the caller: land what was pulled, then `advance`. A crash between them pulls the same rows
again, and landing keeps a batch only once.
"""

import json
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.files import write_whole

VERSION = 1


def read_cursors(path: Path) -> dict[str, int]:
    """Dataset → last update stamp taken; empty when nothing has been pulled yet."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise _unreadable(path) from error
    if (
        not isinstance(table, dict)
        or table.get("version") != VERSION
        or not isinstance(table.get("platform"), dict)
    ):
        raise _unreadable(path)
    cursors: dict[str, int] = {}
    for dataset, cursor in table["platform"].items():
        if type(cursor) is not int or cursor < 0:
            raise _unreadable(path)
        cursors[dataset] = cursor
    return cursors


def advance(path: Path, dataset: str, cursor: int) -> None:
    """Remember that `dataset` is landed up to `cursor`; other datasets are left as they are."""
    cursors = read_cursors(path) | {dataset: cursor}
    text = json.dumps({"version": VERSION, "platform": cursors}, ensure_ascii=False, indent=2, sort_keys=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text + "\n")


def _unreadable(path: Path) -> SettingsError:
    return SettingsError(
        f"取数进度文件 {path} 已损坏或不是本版本所写。删除它即可重新全量获取，已入库的数据不会重复。"
    )
