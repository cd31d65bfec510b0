"""The catalogue (数据目录): one TOML file per dataset is the contract for reading, checks, pages and search."""

from pipeline.catalogue.headings import RESERVED, heading_key, match_headings
from pipeline.catalogue.load import load_catalogue
from pipeline.catalogue.model import Catalogue, Condition, Dataset, Field

__all__ = [
    "RESERVED",
    "Catalogue",
    "Condition",
    "Dataset",
    "Field",
    "heading_key",
    "load_catalogue",
    "match_headings",
]
