"""Corrections that are certain (可直接更正): width, case, blanks, brackets and the form of dates and amounts.

Only what cannot change the meaning: the corrected text is read as the same value, or as a valid code. Pure.
"""

from pipeline.catalogue import Field
from pipeline.cells import amounts, dates, text
from pipeline.identifiers import credit_code, document_number, organisation_code


def mend(field: Field, sent: str) -> str | None:
    """The text as it should be, None when it is so or when only a person can know.

    >>> mend(Field("decided_on", "决定日期", type="date"), "2026.1.5")
    '2026-01-05'
    """
    plain = text.clean(sent)
    if plain is None or field.personal:
        return None
    better = _written(field, plain)
    return better if better != sent else None


def _written(field: Field, plain: str) -> str:
    if field.type == "date":
        day = dates.parse(plain)
        return plain if day is None else day.isoformat()
    if field.type == "amount":
        number = amounts.parse(plain)
        return plain if number is None else f"{number:f}".rstrip("0").rstrip(".")
    if field.check in ("credit_code", "organisation_code"):
        identifier = credit_code if field.check == "credit_code" else organisation_code
        return identifier.compact(plain) if identifier.is_valid(plain) else plain
    if field.id == "document_number":
        return document_number.key(plain)
    return plain
