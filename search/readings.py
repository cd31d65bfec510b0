"""How characters are read: Hanyu pinyin without tones, from pypinyin's dictionaries (ü is written v).

A character has its own first reading and whatever further ones phrases give it often enough: 行 xing and hang, 会 hui
and kuai (会计). Rare readings of the dictionary are left out: with them every query would find strangers. Reads and
writes nothing; the published table of readings is made in sounds.py.
"""

import unicodedata
from collections import Counter, defaultdict
from functools import cache

OFTEN = 0.01
"""Share of a character's phrases that a further reading needs, besides being in two of them."""

MOST = 3
"""Readings a character has at most; with OFTEN none has more."""


HAN = "".join(
    bytes((high, low)).decode("gb2312", "replace")[0]
    for high in range(0xB0, 0xF8)
    for low in range(0xA1, 0xFF)
)
"""Rows 16 to 87 of GB 2312: its level 1 is in order of pinyin, so that readings are told in few bytes."""

OTHERS = 8192
"""Above the places of GB 2312."""


@cache
def _places() -> dict[str, int]:
    return {character: place for place, character in enumerate(HAN)}


def place_of(character: str) -> int:
    """A character's place in GB 2312, or beyond them its code point."""
    return _places().get(character, OTHERS + ord(character))


def character_at(place: int) -> str:
    """The character of a place."""
    return HAN[place] if place < OTHERS else chr(place - OTHERS)


@cache
def toneless(reading: str) -> str:
    """A reading without its tone: `lǜ` is `lv`; nothing for an interjection without a vowel (嗯 n)."""
    parted = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    plain = "".join(letter for letter in parted if letter.isascii() and letter.isalpha())
    return plain if set(plain) & set("aeiouv") else ""


@cache
def all_readings() -> dict[str, tuple[str, ...]]:
    """The common readings of every character pypinyin knows, the first one first."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT  # noqa: PLC0415 - a quarter of a second, only for builds

    said: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for phrase, readings in PHRASES_DICT.items():
        if len(phrase) == len(readings):
            for character, reading in zip(phrase, readings, strict=True):
                said[character][toneless(reading[0])] += 1
    found = {}
    for point, text in PINYIN_DICT.items():
        first = toneless(text.partition(",")[0])
        heard = said.get(chr(point), Counter())
        least = max(2, OFTEN * heard.total())
        further = sorted(each for each, count in heard.items() if count >= least and each != first)
        found[chr(point)] = tuple(each for each in (first, *further) if each != "")[:MOST]
    return {character: readings for character, readings in found.items() if readings}


def initial_of(character: str) -> str:
    """The first letter of a character's first reading; of one without a reading, itself."""
    return all_readings().get(character, (character,))[0][:1]
