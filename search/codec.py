"""The published files as a Whoosh codec, so that Whoosh's own searcher, queries and scorers run on them.

Reads only: the files are written by build.py, in columns; the writer half of Whoosh's interface is refused.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from whoosh.codec import base
from whoosh.fields import Schema
from whoosh.matching import ListMatcher
from whoosh.reading import SegmentReader, TermInfo, TermNotFound
from whoosh.searching import Searcher

from search.decode import Postings, read_bucket
from search.published import PublishedIndex
from search.schema import ARTICLES, RECORDS, SUBJECTS, Field, IntegerBM25F

SCHEMAS: dict[str, Schema] = {"subjects": SUBJECTS, "records": RECORDS, "articles": ARTICLES}
"""Each kind of documents is a Whoosh index of its own: N and average lengths are those of its kind."""


@dataclass
class FieldLengths:
    """Field lengths by document; those of weighted fields become known as their postings are read."""

    index: PublishedIndex
    seen: dict[tuple[str, int], int] = field(default_factory=dict)

    def note(self, label: str, postings: Postings) -> None:
        """Remember the lengths that came with postings."""
        pairs = zip(postings.documents.tolist(), postings.lengths.tolist(), strict=True)
        self.seen.update(((label, document), length) for document, length in pairs)

    def of(self, label: str, document: int) -> int:
        """Length of a field in a document as Whoosh reads it back from one byte."""
        if label != Field.NAME.label:
            return self.seen.get((label, document), 1)
        bounds = self.index.manifest["name_lengths"]
        return int(bounds[bisect_right(bounds, document, key=lambda row: row[0]) - 1][1])


class PublishedSegment(base.Segment):  # type: ignore[misc]
    """The one segment of an index; named by its generation, never at random."""

    def __init__(self, index: PublishedIndex, kind: str) -> None:
        self.indexname = kind
        self.segid = index.manifest["generation"]
        self.compound = False


KEPT = 32
"""Lists kept of those last read: Whoosh asks for each term's frequency, bounds and postings one after the other."""


class PublishedTerms(base.TermsReader):  # type: ignore[misc]
    """Terms and postings of one kind of documents."""

    def __init__(self, index: PublishedIndex, kind: str, lengths: FieldLengths) -> None:
        self._index = index
        self._fields = {Field[name.upper()].label: Field[name.upper()] for name in SCHEMAS[kind].names()}
        self._lengths = lengths
        self._postings = lru_cache(maxsize=KEPT)(self._read)

    def _read(self, label: str, text: bytes) -> Postings:
        entry = self._index.entry(text.decode("utf-8"), self._fields[label])
        if entry is None:
            raise KeyError(label, text)
        postings = self._index.postings(entry)
        if entry.field.weighted:
            self._lengths.note(label, postings)
        return postings

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        label, text = term
        return self._index.entry(text.decode("utf-8"), self._fields[label]) is not None

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms, field by field in order."""
        found = []
        for folder, buckets in {self._index.buckets(each) for each in self._fields.values()}:
            for bucket in range(buckets):
                for text, entries in read_bucket(self._index.shard(folder, bucket)).items():
                    found += [
                        (each.label, text.encode("utf-8")) for each in entries if each.label in self._fields
                    ]
        return iter(sorted(found))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Terms of a field from `prefix` on."""
        return (term for term in self.terms() if term[0] == fieldname and term[1] >= prefix)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Frequencies and lengths of a term."""
        postings = self._postings(fieldname, text)
        documents = postings.documents
        first, last = int(documents[0]), int(documents[-1])
        if Field.NAME.label == fieldname:
            shortest, longest = self._lengths.of(fieldname, first), self._lengths.of(fieldname, last)
        else:
            shortest, longest = int(postings.lengths.min()), int(postings.lengths.max())
        return TermInfo(
            weight=float(postings.frequencies.sum()),
            df=len(documents),
            minlength=shortest,
            maxlength=longest,
            maxweight=float(postings.frequencies.max()),
            minid=first,
            maxid=last,
        )

    def matcher(self, fieldname: str, text: bytes, format_: object, scorer: object = None) -> ListMatcher:
        """A Whoosh matcher over all postings of a term."""
        try:
            postings = self._postings(fieldname, text)
        except KeyError as error:
            raise TermNotFound(f"{fieldname}:{text!r}") from error
        return ListMatcher(
            postings.documents.tolist(),
            [float(n) for n in postings.frequencies.tolist()],
            format=format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def indexed_field_names(self) -> list[str]:
        """Fields of this kind."""
        return sorted(self._fields)


class PublishedDocuments(base.PerDocumentReader):  # type: ignore[misc]
    """Counts and lengths; nothing is stored here, cards are read by decode.py."""

    def __init__(self, index: PublishedIndex, kind: str, lengths: FieldLengths) -> None:
        self._index, self._kind, self._lengths = index, kind, lengths

    def doc_count(self) -> int:
        """Documents of this kind."""
        return self._index.count(self._kind)

    doc_count_all = doc_count

    def has_deletions(self) -> bool:
        """Nothing is ever deleted from an index; a new one is built."""
        return False

    def is_deleted(self, docnum: int) -> bool:
        """See has_deletions."""
        del docnum
        return False

    def deleted_docs(self) -> tuple[int, ...]:
        """See has_deletions."""
        return ()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """See FieldLengths."""
        return self._lengths.of(fieldname, docnum) or default

    def field_length(self, fieldname: str) -> int:
        """Sum of the true lengths."""
        return int(self._index.manifest["total_lengths"][fieldname])

    def stored_fields(self, docnum: int) -> dict[str, object]:
        """None: see decode.py."""
        del docnum
        return {}


class PublishedCodec(base.Codec):  # type: ignore[misc]
    """Whoosh codec over one kind of documents of a published index."""

    def __init__(self, index: PublishedIndex, kind: str) -> None:
        self._index, self._kind = index, kind
        self._lengths = FieldLengths(index)

    def terms_reader(self, storage: object, segment: object) -> PublishedTerms:
        """Whoosh's way in to terms."""
        del storage, segment
        return PublishedTerms(self._index, self._kind, self._lengths)

    def per_document_reader(self, storage: object, segment: object) -> PublishedDocuments:
        """Whoosh's way in to documents."""
        del storage, segment
        return PublishedDocuments(self._index, self._kind, self._lengths)


def searcher(index: PublishedIndex, kind: str) -> Searcher:
    """Whoosh's searcher over subjects, records or articles."""
    codec = PublishedCodec(index, kind)
    reader = SegmentReader(None, SCHEMAS[kind], PublishedSegment(index, kind), codec=codec)
    return Searcher(reader, weighting=IntegerBM25F())
