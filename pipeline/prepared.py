"""What a build or an expiry gives to publishing (发布的依据)."""

from dataclasses import dataclass

from pipeline.bundle import Bundle
from pipeline.catalogue import Catalogue
from pipeline.last_good import LastGood
from pipeline.ledger import Entry


@dataclass(frozen=True)
class Prepared:
    """The bundle; and once it is live: the ledger entries to append, and what to leave for the next build.

    `further`: per dataset the records parted from rows that name several subjects.
    """

    catalogue: Catalogue
    bundle: Bundle
    entries: list[Entry]
    good: LastGood
    further: dict[str, int]
