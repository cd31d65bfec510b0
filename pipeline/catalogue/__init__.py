"""The catalogue (数据目录): one TOML file per dataset is the contract for reading, checks, pages and search."""

from pipeline.catalogue.headings import (
    OLD,
    RESERVED,
    edition_of,
    heading_key,
    is_in_old_edition,
    match_headings,
)
from pipeline.catalogue.load import load_catalogue, office_catalogue
from pipeline.catalogue.model import Catalogue, Condition, Dataset, Field, Group, Publicity

__all__ = [
    "OLD",
    "RESERVED",
    "Catalogue",
    "Condition",
    "Dataset",
    "Field",
    "Group",
    "Publicity",
    "edition_of",
    "heading_key",
    "is_in_old_edition",
    "load_catalogue",
    "match_headings",
    "office_catalogue",
]
