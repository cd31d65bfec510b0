"""The one normaliser: what of a text counts in a search, as explicit code-point ranges (FORMAT.md, "Text").

Twin of client/tokens.js, tied by tests/golden/tokens.json and a comparison of every code point. Uses no Unicode
table of Python's, because a browser's table is of another version. Reads and writes nothing.
"""

from collections.abc import Sequence

from search.folds import TRADITIONAL

WHOLE = (
    (0x30, 0x39), (0x61, 0x7A), (0xDF, 0xF6), (0xF8, 0x24F), (0x370, 0x373), (0x376, 0x377), (0x386, 0x386),
    (0x388, 0x3FF), (0x400, 0x481), (0x48A, 0x52F), (0x620, 0x64A), (0x671, 0x6D3), (0x6D5, 0x6D5),
    (0x750, 0x77F), (0xF40, 0xFBC), (0x1820, 0x18AA), (0x2160, 0x2188),
)  # fmt: skip
"""Kept characters of scripts that write words: digits, Latin, Greek, Cyrillic, Uyghur, Tibetan, Mongolian, Ⅻ."""

IDEOGRAPHIC = (
    (0x2E80, 0x2FD5), (0x3005, 0x3007), (0x3021, 0x3029), (0x3041, 0x3096), (0x30A1, 0x30FA), (0x30FC, 0x30FE),
    (0x3105, 0x312F), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA000, 0xA48C), (0xAC00, 0xD7A3), (0xF900, 0xFAD9),
    (0x20000, 0x2A6DF), (0x2A700, 0x323AF),
)  # fmt: skip
"""Kept characters of scripts without blanks: Han, kana, bopomofo, Yi, Hangul."""

SEPARATORS = frozenset("\t\n\v\f\r ,;/|!?\u00a0\u2028\u2029、。")
"""What parts two words of a query; every other character that is not kept is left out without parting."""

_FOLDS = {ord(old): ord(new) for old, new in TRADITIONAL.items()}
_BETWEEN_WORDS = 0x20


def fold(point: int) -> int:
    """Full width → half width, traditional → simplified, upper → lower case, for one code point."""
    if 0xFF01 <= point <= 0xFF5E:
        point -= 0xFEE0
    elif point == 0x3000:
        point = 0x20
    point = _FOLDS.get(point, point)
    if 0x41 <= point <= 0x5A or (0xC0 <= point <= 0xDE and point != 0xD7):
        return point + 32
    if 0x391 <= point <= 0x3A9 or 0x410 <= point <= 0x42F:
        return point + 32
    return point + 80 if 0x400 <= point <= 0x40F else point


def _within(point: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= point <= last for first, last in ranges)


def is_ideographic(point: int) -> bool:
    """Whether a folded code point belongs to a script that is cut into pairs."""
    return _within(point, IDEOGRAPHIC)


def is_kept(point: int) -> bool:
    """Whether a folded code point counts at all."""
    return _within(point, WHOLE) or _within(point, IDEOGRAPHIC)


class _Table(dict[int, int | None]):
    """A table for str.translate, filled as characters occur: kept, a blank for a separator, else `other`."""

    def __init__(self, other: int | None) -> None:
        super().__init__()
        self._other = other

    def __missing__(self, point: int) -> int | None:
        folded = fold(point)
        value = folded if is_kept(folded) else _BETWEEN_WORDS if chr(folded) in SEPARATORS else self._other
        self[point] = value
        return value


_WORDS = _Table(None)
_RUNS = _Table(_BETWEEN_WORDS)


class _KeyTable(_Table):
    """Kept characters and the joint; nothing else."""

    def __missing__(self, point: int) -> int | None:
        value = super().__missing__(point)
        if value == _BETWEEN_WORDS:
            value = None
        self[point] = value
        return value


_KEYS = _KeyTable(None)
_KEYS[0xE000] = 0xE000


def words(text: str) -> list[str]:
    """The words of a query: parted by separators, folded, everything not kept left out."""
    return [word for word in text.translate(_WORDS).split(" ") if word]


def key(text: str) -> str:
    """What of a name or document number is searched: its words in one run."""
    return text.translate(_WORDS).replace(" ", "")


_JOINT = "\ue000"
"""Stands between keys while many are made at once; a private character, which no key keeps."""


def keys_of(texts: Sequence[str]) -> list[str]:
    """The keys of many texts; ten times as fast as one by one."""
    joined = _JOINT.join(texts)
    if joined.count(_JOINT) != len(texts) - 1:
        return [key(text) for text in texts]
    return joined.translate(_KEYS).split(_JOINT)


def pairs(run: str) -> list[str]:
    """Overlapping pairs of characters; a run of one gives itself."""
    return [run[i : i + 2] for i in range(len(run) - 1)] if len(run) > 1 else [run] if run else []


def triples(run: str) -> list[str]:
    """Overlapping triples of characters; a shorter run gives its pairs."""
    return [run[i : i + 3] for i in range(len(run) - 2)] if len(run) > 2 else pairs(run)


def _runs(piece: str) -> list[tuple[bool, str]]:
    runs: list[tuple[bool, str]] = []
    for character in piece:
        ideographic = is_ideographic(ord(character))
        if runs and runs[-1][0] == ideographic:
            runs[-1] = (ideographic, runs[-1][1] + character)
        else:
            runs.append((ideographic, character))
    return runs


def flat(text: str) -> str:
    """What of an article is searched: its kept characters, a blank wherever a run ends."""
    return " ".join(text.translate(_RUNS).split())


def phrases(word: str) -> list[str]:
    """Parts of a word that its tokens alone do not tell: ideographic runs of three characters and more."""
    return [run for ideographic, run in _runs(word) if ideographic and len(run) > 2]


def tokens(text: str) -> list[str]:
    """The tokens of an article: ideographic runs as pairs, other runs whole; punctuation ends a run."""
    found: list[str] = []
    for piece in text.translate(_RUNS).split(" "):
        for ideographic, run in _runs(piece):
            found.extend(pairs(run) if ideographic else [run])
    return found
