"""What rules are decided by cannot be changed after it was read."""

import importlib
import inspect
import pkgutil
from dataclasses import fields, is_dataclass

import pytest

from pipeline import deadlines, publicity

MODULES = [
    importlib.import_module(f"{package.__name__}.{each.name}")
    for package in (publicity, deadlines)
    for each in pkgutil.iter_modules(package.__path__)
]
DATA = sorted(
    {
        kind
        for module in MODULES
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if is_dataclass(kind) and kind.__module__ == module.__name__
    },
    key=lambda kind: kind.__qualname__,
)


@pytest.mark.parametrize("kind", DATA, ids=lambda kind: str(kind.__qualname__))
def test_it_is_frozen(kind: type) -> None:
    assert fields(kind)
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert len(DATA) >= 12
