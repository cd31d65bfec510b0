"""Reads the catalogue's TOML files; a key it does not know is an error, never ignored."""

import tomllib
from collections.abc import Iterable
from dataclasses import fields as dataclass_fields
from pathlib import Path
from typing import Any

from pipeline.catalogue.model import Catalogue, Condition, Dataset, Field, Group, Publicity
from pipeline.errors import SettingsError

SHIPPED = Path(__file__).parent
_FIELD_KEYS = {each.name for each in dataclass_fields(Field)}
_DATASET_KEYS = {each.name for each in dataclass_fields(Dataset)} - {"fields", "groups"} | {"field", "group"}
KINDS = ("subject", "record", "event", "reference")
TYPES = ("text", "date", "amount", "codes")
CHECKS = ("", "credit_code", "organisation_code", "registration_number", "division_code")
TONES = ("neutral", "adverse", "good")
PERSONAL = ("", "identity", "tax", "masked")
_NEEDED = {
    "subject": ("subject_name", "subject_code", "subject_kind", "registered_on", "registration_status", "former_names",
                "industry", "division"),
    "record": ("subject_name", "subject_code", "subject_kind", "document_number", "authority", "decided_on", "source_unit"),
    "event": ("subject_name", "subject_code", "about", "document_number", "authority", "happened_on"),
    "reference": (),
}  # fmt: skip
"""Fields that the later stages ask every dataset of a kind for."""


def _tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def _condition(table: dict[str, Any] | None) -> Condition | None:
    return None if table is None else Condition(table["field"], tuple(table["values"]))


def _field(table: dict[str, Any], path: Path) -> Field:
    unknown = sorted(table.keys() - _FIELD_KEYS)
    allowed = {"type": TYPES, "check": CHECKS, "personal": PERSONAL}
    unknown += [str(table[key]) for key, values in allowed.items() if table.get(key, values[0]) not in values]
    if unknown:
        raise SettingsError(f"{path.name}：字段 {table.get('id')} 有无法识别的设置 {unknown}。")
    table["required_when"] = _condition(table.get("required_when"))
    for key in ("values", "old_values"):
        table[key] = tuple(table.get(key, {}).items())
    return Field(**_tuples(table))


def _group(table: dict[str, Any]) -> Group:
    return Group(tuple(table["fields"]), _condition(table.get("when")), table.get("edition", ""))


def _named(dataset: Dataset) -> Iterable[str]:
    """Every field id that a part of the dataset refers to."""
    yield from (*_NEEDED[dataset.kind], *dataset.key)
    yield from (
        each for each in (dataset.headline, *dataset.list_fields) if each not in ("until", "headline")
    )
    yield from (each.required_when.field for each in dataset.fields if each.required_when)
    for group in dataset.groups:
        yield from group.fields
        yield from (group.when.field,) if group.when else ()
    yield from (dataset.publicity.given,) if dataset.publicity else ()
    yield from (each for each in (dataset.by, dataset.emphasis) if each)


def load_dataset(path: Path) -> Dataset:
    """One dataset from its TOML file; SettingsError names the file and the key."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        unknown = table.keys() - _DATASET_KEYS | {table.get("tone", TONES[0])} - set(TONES)
        if unknown or table.get("kind") not in KINDS:
            raise SettingsError(f"{path.name}：有无法识别的设置 {sorted(unknown) or table.get('kind')}。")
        fields = tuple(_field(each, path) for each in table.pop("field"))
        groups = tuple(_group(each) for each in table.pop("group", []))
        publicity = Publicity(**table.pop("publicity")) if "publicity" in table else None
        dataset = Dataset(**_tuples(table), fields=fields, groups=groups, publicity=publicity)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"数据目录文件 {path.name} 无法读取：{error}。请对照已有的文件更正。") from error
    missing = sorted(set(_named(dataset)) - dataset.by_id.keys())
    if missing or len(dataset.by_id) != len(fields):
        raise SettingsError(
            f"{path.name}：缺少或重复的字段 {missing}。请补上 [[field]]，或更正引用它的设置。"
        )
    return dataset


def office_catalogue(root: Path) -> Catalogue:
    """The shipped datasets and those an office keeps in `catalogue/` beside its portal.toml."""
    own = root / "catalogue"
    return load_catalogue(*([own] if own.is_dir() else []))


def load_catalogue(*folders: Path) -> Catalogue:
    """The shipped datasets and those of further folders, sorted by `order` and name; a later file of a name counts."""
    found: dict[str, Dataset] = {}
    for folder in (SHIPPED, *folders):
        if not folder.is_dir():
            raise SettingsError(f"数据目录所在的文件夹 {folder} 不存在。请检查路径。")
        found |= {each.name: each for each in map(load_dataset, sorted(folder.glob("*.toml")))}
    return Catalogue(tuple(sorted(found.values(), key=lambda each: (each.order, each.name))))
