"""The Whoosh schemas of the three kinds of documents, their analyzers, and the ranking (Whoosh's BM25F in integers).

Whoosh defines what is found and how it is ranked; the published files and the browser follow. Reads and writes nothing.
"""

from collections.abc import Iterator
from enum import IntEnum

from whoosh.analysis import Token, Tokenizer
from whoosh.fields import FieldType, Schema
from whoosh.formats import Existence, Frequency
from whoosh.scoring import BM25F, BM25FScorer

from search.normalise import key, pairs, tokens, triples

SCALE = 65536
"""Scores are impacts × 2^16 as whole numbers, so that a sum does not depend on the order of its terms."""


class Field(IntEnum):
    """Fields by their number in the files."""

    NAME = 0
    FORMER = 1
    NUMBER = 2
    TITLE = 3
    TEXT = 4

    @property
    def label(self) -> str:
        """The field's name in its Whoosh schema."""
        return self.name.lower()

    @property
    def weighted(self) -> bool:
        """Whether a posting carries its frequency and its field's length (else: frequency 1, length by table)."""
        return self not in (Field.NAME, Field.NUMBER)


def name_terms(text: str) -> list[str]:
    """Index terms of names, one name a line: every character and every pair, each once, in order of code points."""
    lines = [key(line) for line in text.split("\n")]
    return sorted(
        {*(character for line in lines for character in line), *(p for ln in lines for p in pairs(ln))}
    )


def number_terms(text: str) -> list[str]:
    """Index terms of a document number: every pair and triple, once; of digits, pairs alone would tell too little."""
    return sorted({*pairs(key(text)), *triples(key(text))})


class _Terms(Tokenizer):  # type: ignore[misc]
    """Gives index terms by `index` and a query word's terms by `query`."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def texts(self, value: str, mode: str) -> list[str]:
        """Terms of a value; a query's word gives its pairs (triples of a number), or itself when shorter."""
        if self.kind == "text":
            return tokens(value)
        if mode == "query":
            return triples(key(value)) if self.kind == "number" else pairs(key(value))
        return name_terms(value) if self.kind == "name" else number_terms(value)

    def __call__(self, value: str, mode: str = "", **_: object) -> Iterator[Token]:
        token = Token(mode=mode, boost=1.0)
        for position, text in enumerate(self.texts(value, mode)):
            token.text = text
            token.pos = position
            token.boost = 1.0
            token.stopped = False
            yield token


def _field(kind: str) -> FieldType:
    form = Frequency() if kind == "text" else Existence()
    return FieldType(format=form, analyzer=_Terms(kind), scorable=True, stored=False, multitoken_query="and")


SUBJECTS = Schema(name=_field("name"), former=_field("name"))
RECORDS = Schema(number=_field("number"))
ARTICLES = Schema(title=_field("text"), text=_field("text"))


def logarithm(x: float) -> float:
    """Natural logarithm from + − × ÷ alone: the same bits in Python and in every browser (math.log is not)."""
    exponent = 0
    while x >= 1.5:
        x /= 2.0
        exponent += 1
    while x < 0.75:
        x *= 2.0
        exponent -= 1
    ratio = (x - 1.0) / (x + 1.0)
    square, term, total = ratio * ratio, ratio, 0.0
    for odd in range(1, 41, 2):
        total += term / odd
        term *= square
    return 2.0 * total + exponent * 0.6931471805599453


class _IntegerScorer(BM25FScorer):  # type: ignore[misc]
    """Whoosh's BM25F scorer, each term's score rounded to a whole number."""

    def _score(self, weight: float, length: float) -> int:
        return int(super()._score(weight, length) * SCALE + 0.5)


class IntegerBM25F(BM25F):  # type: ignore[misc]
    """Whoosh's BM25F (B 0.75, K1 1.2) with the exact logarithm and whole scores."""

    def idf(self, searcher: object, fieldname: str, text: bytes) -> float:
        """Whoosh's idf: ln(N / (n + 1)) + 1."""
        parent = searcher.get_parent()  # type: ignore[attr-defined]
        return logarithm(parent.doc_count_all() / (parent.doc_frequency(fieldname, text) + 1)) + 1.0

    def scorer(self, searcher: object, fieldname: str, text: bytes, qf: float = 1) -> _IntegerScorer:
        """The scorer of one term."""
        return _IntegerScorer(searcher, fieldname, text, self.B, self.K1, qf=qf)
