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
class Group:
    """At least one of `fields` is required (几项必填其一), in every edition or only in `edition`."""

    fields: tuple[str, ...]
    when: Condition | None = None
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Publicity:
    """How long records of a dataset are shown that publicity/terms.toml does not name; `given` is a date field."""

    source: str
    given: str
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a dataset. `type`: text, date, amount (in `unit`) or codes (several labels in one cell).

    `columns` and `title` are the names of the template in force, `old_columns` and `old_titles` those of the one of
    2015, `old_values` what a value of that one means now, `values`
    what a code sent in place of a label means (1 for 行政合同), `joined` the names of a second column whose labels belong to
    the same field. `check` names an identifier, `personal` how the value is replaced before the first write
    (identity, tax, masked). `serial`: a number of a paper or register, not scanned for telephone and account numbers.
    `warn` names the checks (required, codes, check …) that only warn for this field instead of rejecting the row.
    """

    id: str
    title: str
    type: str = "text"
    columns: tuple[str, ...] = ()
    old_columns: tuple[str, ...] = ()
    old_titles: tuple[str, ...] = ()
    old_values: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    joined: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    note: str = ""
    serial: bool = False
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

    @property
    def names(self) -> tuple[str, ...]:
        """Every heading that means this field, the template in force first."""
        return (self.title, *self.columns, *self.old_columns, *self.aliases, *self.old_titles, *self.joined)


@dataclass(frozen=True)
class Dataset:
    """One dataset. `kind`: subject (register), record (decided on and shown), event (changes a record) or reference
    (kept for the office's own use).

    `standing`: has its pages also before the first record arrives; `short` and `note` are its words for pages,
    `measure` the measure word of a record (量词), `tone` the colour of its mark: adverse, good or neutral. `section`:
    under which heading its list stands; `by`: the field by whose values the list is divided; `emphasis`: the field beside a
    record's headline; `repair`: when its records can be repaired (信用修复); `caution`: what to know before reading them;
    `revocation_law`: what the withdrawal of a revoked decision rests on (撤销).
    """

    name: str
    title: str
    kind: str
    law: str
    order: int
    key: tuple[str, ...]
    headline: str
    list_fields: tuple[str, ...]
    fields: tuple[Field, ...]
    short: str = ""
    note: str = ""
    measure: str = "条"
    tone: str = "neutral"
    section: str = "其他行政行为"
    by: str = ""
    emphasis: str = ""
    repair: str = ""
    revocation_law: str = ""
    caution: str = ""
    standing: bool = False
    groups: tuple[Group, ...] = ()
    publicity: Publicity | None = None

    @cached_property
    def by_id(self) -> dict[str, Field]:
        """Fields by their id."""
        return {each.id: each for each in self.fields}

    @property
    def public_fields(self) -> tuple[Field, ...]:
        """The fields that may be shown, in template order."""
        return tuple(each for each in self.fields if each.public)

    @property
    def has_pages(self) -> bool:
        """Whether records of it are ever shown: a dataset without a public field has no page, list and open data."""
        return self.kind == "record" and bool(self.public_fields)


@dataclass(frozen=True)
class Catalogue:
    """All datasets, by `order`."""

    datasets: tuple[Dataset, ...]

    def __getitem__(self, name: str) -> Dataset:
        for each in self.datasets:
            if each.name == name:
                return each
        raise SettingsError(
            f"数据目录中没有数据类别“{name}”；可用的有：{'、'.join(d.name for d in self.datasets)}。"
        )

    def of_kind(self, kind: str) -> tuple[Dataset, ...]:
        """Datasets of one kind, in order."""
        return tuple(each for each in self.datasets if each.kind == kind)

    def in_use(self, received: frozenset[str]) -> "Catalogue":
        """The standing datasets and those of which something was received: an empty column is no service to readers."""
        return Catalogue(tuple(each for each in self.datasets if each.standing or each.name in received))

    def find(self, text: str) -> Dataset | None:
        """The dataset whose name or Chinese title is `text`, or None."""
        return next((each for each in self.datasets if text in (each.name, each.title)), None)
