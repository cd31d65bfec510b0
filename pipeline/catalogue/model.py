"""What a dataset (数据类别) and its fields are. Data only; nothing here reads a file."""

from dataclasses import dataclass
from functools import cached_property

from pipeline.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Condition:
    """The field is required where `field` holds one of `values`."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a dataset. `type`: text, date, amount (in `unit`) or codes (several labels in one cell).

    `warn` names the checks (required, codes, check …) that only warn for this field instead of rejecting the row.
    """

    id: str
    title: str
    type: str = "text"
    columns: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    label: str = ""
    length: int | None = None
    required: bool = False
    required_when: Condition | None = None
    codes: tuple[str, ...] = ()
    open_codes: tuple[str, ...] = ()
    unit: str = ""
    check: str = ""
    personal: str = ""
    public: bool = False
    warn: tuple[str, ...] = ()

    @property
    def shown_as(self) -> str:
        """The short name for pages."""
        return self.label or self.title


@dataclass(frozen=True)
class Dataset:
    """One dataset. `kind`: subject (register), record (has a page entry) or event (changes a record)."""

    name: str
    title: str
    kind: str
    law: str
    order: int
    key: tuple[str, ...]
    headline: str
    list_fields: tuple[str, ...]
    fields: tuple[Field, ...]

    @cached_property
    def by_id(self) -> dict[str, Field]:
        """Fields by their id."""
        return {each.id: each for each in self.fields}

    @property
    def public_fields(self) -> tuple[Field, ...]:
        """The fields that may be shown, in template order."""
        return tuple(each for each in self.fields if each.public)

    @property
    def personal_fields(self) -> tuple[Field, ...]:
        """The fields whose values are replaced before the first write."""
        return tuple(each for each in self.fields if each.personal)


@dataclass(frozen=True)
class Catalogue:
    """All datasets, by `order`."""

    datasets: tuple[Dataset, ...]

    def __getitem__(self, name: str) -> Dataset:
        for each in self.datasets:
            if each.name == name:
                return each
        raise SettingsError(f"数据目录中没有数据类别“{name}”；可用的有：{'、'.join(d.name for d in self.datasets)}。")

    def of_kind(self, kind: str) -> tuple[Dataset, ...]:
        """Datasets of one kind, in order."""
        return tuple(each for each in self.datasets if each.kind == kind)

    def find(self, text: str) -> Dataset | None:
        """The dataset whose name or Chinese title is `text`, or None."""
        return next((each for each in self.datasets if text in (each.name, each.title)), None)
