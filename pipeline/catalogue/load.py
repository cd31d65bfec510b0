"""Reads the catalogue's TOML files; a key it does not know is an error, never ignored."""

import tomllib
from dataclasses import fields as dataclass_fields
from pathlib import Path
from typing import Any

from pipeline.catalogue.model import Catalogue, Condition, Dataset, Field
from pipeline.errors import SettingsError

SHIPPED = Path(__file__).parent
_FIELD_KEYS = {each.name for each in dataclass_fields(Field)}
_DATASET_KEYS = {each.name for each in dataclass_fields(Dataset)} - {"fields"} | {"field"}
KINDS = ("subject", "record", "event")
TYPES = ("text", "date", "amount", "codes")


def _tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def _field(table: dict[str, Any], path: Path) -> Field:
    unknown = table.keys() - _FIELD_KEYS
    if unknown or table.get("type", "text") not in TYPES:
        raise SettingsError(f"{path.name}：字段 {table.get('id')} 有无法识别的设置 {sorted(unknown) or table['type']}。")
    condition = table.pop("required_when", None)
    if condition is not None:
        table["required_when"] = Condition(condition["field"], tuple(condition["values"]))
    return Field(**_tuples(table))


def load_dataset(path: Path) -> Dataset:
    """One dataset from its TOML file; SettingsError names the file and the key."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    unknown = table.keys() - _DATASET_KEYS
    if unknown or table.get("kind") not in KINDS:
        raise SettingsError(f"{path.name}：有无法识别的设置 {sorted(unknown) or table.get('kind')}。")
    fields = tuple(_field(each, path) for each in table.pop("field"))
    return Dataset(**_tuples(table), fields=fields)


def load_catalogue(folder: Path = SHIPPED) -> Catalogue:
    """All datasets of a folder, sorted by `order` and name."""
    datasets = [load_dataset(path) for path in sorted(folder.glob("*.toml"))]
    return Catalogue(tuple(sorted(datasets, key=lambda each: (each.order, each.name))))
