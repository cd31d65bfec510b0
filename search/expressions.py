"""Whoosh's operators for those who know them: `AND OR NOT`, `( )`, `"…"` and `field:`; NOT binds first, then AND, OR, blank.

Finds what is wrong first, as a sentence that says what and where; what is right is parsed by Whoosh. Twin of
client/operators.js, tied by tests/golden/expressions.json. Reads and writes nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from whoosh import query
from whoosh.fields import ID, Schema
from whoosh.qparser import (
    AndGroup,
    FieldsPlugin,
    GroupPlugin,
    OperatorsPlugin,
    PhrasePlugin,
    QueryParser,
    WhitespacePlugin,
)

from pipeline.errors import PortalError
from search.normalise import key, words

FIELDS = {
    "名称": "name", "曾用名": "former", "代码": "code", "文号": "number", "标题": "title", "正文": "text",
}  # fmt: skip
"""What a word can be looked for in; without a field it is looked for in all."""

KNOWN = "|".join([*FIELDS, *FIELDS.values()])
BLANK = "\t\n\v\f\r \u00a0\u2028\u2029\u3000"
ADVANCED = re.compile(
    rf'(?:^|[{BLANK}(])(?:AND|OR|NOT)(?=$|[{BLANK}(])|["“”]|(?:^|[{BLANK}(])(?:(?:{KNOWN})[:：]|[A-Za-z]+[:：][^{BLANK}])'
)
TOKEN = re.compile(
    rf'(?P<blank>[{BLANK}]+)|(?P<open>\()|(?P<close>\))|["“”](?P<quoted>[^"“”]*)["“”]|(?P<quote>["“”])'
    rf'|(?P<field>(?:{KNOWN}|[A-Za-z]+)[:：])|(?P<word>[^{BLANK}()"“”]+)'
)

Tree = list["str | Tree"]
"""`["and", …]`, `["or", …]`, `["not", …]` or a word in a field: `["name", "云杉"]`."""


class QuerySyntaxError(PortalError):
    """A query with operators that cannot be understood; `start` and `end` are places of code points."""

    def __init__(self, start: int, end: int, what: str) -> None:
        super().__init__(f"检索式第 {start + 1} 个字处：{what}")
        self.start, self.end = start, end


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def is_advanced(text: str) -> bool:
    """Whether a query uses operators, quotation marks or fields."""
    return ADVANCED.search(text) is not None


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or "word"
        start, end = match.span()
        if kind == "quote":
            raise QuerySyntaxError(start, end, "引号没有配对。请补上另一个引号，或去掉这个引号。")
        if kind == "field" and match[0][:-1] not in KNOWN.split("|"):
            raise QuerySyntaxError(
                start, end, f"没有“{match[0][:-1]}”这个字段。可用的字段：{'、'.join(FIELDS)}。"
            )
        if kind == "word" and match[0] in ("AND", "OR", "NOT"):
            kind = match[0]
        found.append(_Token(kind, match[kind] if kind == "quoted" else match[0], start, end))
    return found


def _check_pair(before: _Token | None, token: _Token | None) -> None:
    """What may not follow what."""
    at = token or before
    if at is None:
        return
    left = before.kind if before else "open"
    right = token.kind if token else "close"
    if left == "field" and right in ("blank", "close", "field", "AND", "OR", "NOT"):
        of = before or at
        raise QuerySyntaxError(of.start, of.end, f"“{of.text}”后面缺少要查的内容，请紧接着写，不要空格。")
    if left == "NOT" and right in ("AND", "OR", "NOT", "close"):
        of = before or at
        raise QuerySyntaxError(of.start, of.end, "NOT 后面缺少要排除的内容。")
    if left in ("AND", "OR") and right in ("AND", "OR", "close"):
        of = before or at
        raise QuerySyntaxError(of.start, of.end, f"{left} 后面缺少要查的内容。")
    if left == "open" and right in ("AND", "OR"):
        raise QuerySyntaxError(at.start, at.end, f"{right} 前面缺少要查的内容。")
    if left == "open" and right == "close" and token is not None:
        raise QuerySyntaxError(at.start, at.end, "括号里没有内容。")


def _check(tokens: Sequence[_Token], size: int) -> None:
    """Refuse what has no meaning; Whoosh would take it for something else in silence."""
    opened: list[_Token] = []
    before: _Token | None = None
    for token in tokens:
        if token.kind == "blank":
            if before is not None and before.kind == "field":
                _check_pair(before, token)
            continue
        _check_pair(before, token)
        if token.kind == "open":
            opened.append(token)
        elif token.kind == "close":
            if not opened:
                raise QuerySyntaxError(token.start, token.end, "右括号没有对应的左括号。")
            opened.pop()
        elif token.kind in ("word", "quoted") and key(token.text) == "":
            raise QuerySyntaxError(token.start, token.end, "没有可以查的文字、数字或字母。")
        before = token
    _check_pair(before, None)
    if before is None:
        raise QuerySyntaxError(0, size, "没有可以查的文字、数字或字母。")
    if opened:
        raise QuerySyntaxError(opened[-1].start, size, "左括号没有对应的右括号。")


@cache
def _parser() -> QueryParser:
    plugins = [
        WhitespacePlugin(),
        PhrasePlugin(),
        FieldsPlugin(),
        GroupPlugin(),
        OperatorsPlugin(AndNot=None, AndMaybe=None, Require=None),
    ]
    schema = Schema(any=ID, **dict.fromkeys(FIELDS.values(), ID))
    return QueryParser("any", schema, plugins=plugins, group=AndGroup)


def _plain(token: _Token) -> str:
    """A token as Whoosh reads it: words normalised and quoted, so that only our operators are operators."""
    match token.kind:
        case "word":
            quoted = [f'"{word}"' for word in words(token.text)]
            return f" ({' '.join(quoted)})" if len(quoted) > 1 else f" {quoted[0]}"
        case "quoted":
            return f' "{key(token.text)}"'
        case "field":
            name = token.text[:-1]
            return f" {FIELDS.get(name, name)}:"
        case _:
            return f" {token.text}"


def _tree(of: query.Query) -> Tree:
    if isinstance(of, query.Phrase):
        return [of.fieldname, of.words[0]]
    if isinstance(of, query.Not):
        return ["not", _tree(of.query)]
    if not isinstance(of, query.And | query.Or):
        raise TypeError(type(of))
    name = "and" if isinstance(of, query.And) else "or"
    parts: Tree = []
    for each in map(_tree, of.subqueries):
        parts += each[1:] if each[0] == name else [each]
    only = parts[0]
    return only if len(parts) == 1 and isinstance(only, list) else [name, *parts]


def _is_bound(tree: Tree) -> bool:
    """Whether something must be there, not only be absent."""
    children = [each for each in tree[1:] if isinstance(each, list)]
    match tree[0]:
        case "not":
            return False
        case "and":
            return any(map(_is_bound, children))
        case "or":
            return all(map(_is_bound, children))
        case _:
            return True


def parse_expression(text: str) -> Tree:
    """The tree of a query with operators."""
    tokens = _tokens(text)
    _check(tokens, len(text))
    plain = "".join(_plain(token) for token in tokens if token.kind != "blank").replace(": ", ":")
    tree = _tree(_parser().parse(plain, normalize=False))
    if not _is_bound(tree):
        raise QuerySyntaxError(0, len(text), "NOT 要和至少一个要查的词一起用，例如：云杉 NOT 食品。")
    return tree
