"""Key of a document number (文书号): 〔2026〕, ［2026］, (2026) and full-width digits are one.

The same table of characters serves Python (`key`) and the engine (`key_expr`), so that both agree on every
input; no locale is asked. Names are compared by the same key.
"""

from collections.abc import Iterable

import ibis
import ibis.expr.types as ir

from pipeline.identifiers.text import HALF_WIDTH

_OPENING, _CLOSING = "[({<【﹝［（｛＜《〈〔", "])}>】﹞］）｝＞》〉〕"
_BLANKS = (
    "".join(map(chr, (*range(0x09, 0x0E), 0x1C, 0x1D, 0x1E, 0x1F, 0x20, 0x85, 0xA0, 0x1680)))
    + "".join(map(chr, (*range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF)))
)  # fmt: skip
_UPPER = {code: code - 0x20 for code in range(ord("a"), ord("z") + 1)}


def _table() -> dict[str, str]:
    """Character → character, or nothing for a blank; what is not named stays."""
    table = {chr(wide): chr(_UPPER.get(narrow, narrow)) for wide, narrow in HALF_WIDTH.items()}
    table |= {chr(small): chr(large) for small, large in _UPPER.items()}
    table |= dict.fromkeys(_OPENING, "〔") | dict.fromkeys(_CLOSING, "〕")
    return table | dict.fromkeys(_BLANKS, "")


_TABLE = _table()
_PYTHON = str.maketrans(_TABLE)
# TRANSLATE drops the characters of its first list that have no partner in the second.
_FROM = "".join(sorted(_TABLE, key=lambda character: (_TABLE[character] == "", character)))
_TO = "".join(_TABLE[character] for character in _FROM)


def _one_of(characters: Iterable[str]) -> str:
    """A pattern for one of the characters, by code point, so that none of them is syntax."""
    return "[" + "".join(f"\\x{{{ord(character):x}}}" for character in sorted(characters)) + "]"


_CHANGED = {character for character, becomes in _TABLE.items() if becomes != character}
_ANY_OPENING, _ANY_CLOSING = _one_of(_CHANGED & set(_OPENING)), _one_of(_CHANGED & set(_CLOSING))
_ANY_OTHER = _one_of(_CHANGED - set(_OPENING) - set(_CLOSING))
_ANY = _one_of(_CHANGED)


def key(text: str) -> str:
    """The form in which two document numbers are compared.

    >>> key("示市监罚﹝２０２６﹞ 12 号a")
    '示市监罚〔2026〕12号A'
    """
    return text.translate(_PYTHON)


def key_expr(column: ir.StringValue) -> ir.StringValue:
    """`key` for a column; null stays null.

    TRANSLATE with the whole table takes 7 s for a million rows, so only texts with something else than brackets to
    change go through it; most have nothing to change and are only looked at, in 0.2 s.
    """
    bracketed = column.re_replace(_ANY_OPENING, "〔").re_replace(_ANY_CLOSING, "〕")
    changed = ibis.ifelse(bracketed.re_search(_ANY_OTHER), bracketed.translate(_FROM, _TO), bracketed)
    return ibis.ifelse(column.re_search(_ANY), changed, column)
