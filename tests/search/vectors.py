"""Makes what pytest and node --test both read: tests/golden/tokens.json, text → words and tokens; expressions.json.

`python -m tests.search.vectors` writes it anew.
"""

import json
import random
from pathlib import Path

from search.expressions import QuerySyntaxError, is_advanced, parse_expression
from search.normalise import key, tokens, words
from search.schema import logarithm

PATH = Path(__file__).resolve().parents[1] / "golden" / "tokens.json"
EXPRESSIONS_PATH = PATH.with_name("expressions.json")
TEXTS = (
    "示例县云杉建筑工程有限公司", "示住建许字〔2026〕12号", "示住建许字[2026]12号", "（示例）食品 有限公司", "ＡＢＣ　１２３",
    "Straße ÀÉÎ × ÷", "甲，乙、丙；丁。戊", "國營農場與華夏鐵龍", "𠮷野家 𠮷𠮷",
    "〇二一号", "a", "一", "", "  ", "·—…", "O'Neil & Co., Ltd.",
    "91439999MA0000015R", "ΑΒΓ αβγ ЖЁё", "ئۇيغۇر", "བོད་ཡིག", "ꆈꌠꉙ", "한국어",
    "カタカナ・ひらがな", "2026年信用公示ABC有限公司。下一句",
    "\ufeff零宽\u200b空格", "Ⅻ号", "㈱某", "①②", "a\u0301", "İI", "ﬁ", "公\n司",
)  # fmt: skip
ALPHABET = "示例县公司AaZz09（〔，。、 　\t-—·國龍𠮷〇Ａｚ１é×ΣЖ한ア"


EXPRESSIONS = (
    "云杉 AND 建筑", "云杉 OR 建筑 食品", "名称:云杉 NOT 代码：91", '"示例 云杉" OR (a b)', "name:(a OR b) c", "a,b OR c",
    "NOT a", "a OR NOT b", "a AND", "AND a", "(a", "a) OR b", "() OR a", "foo:a", "名称: a", '"a', "a NOT", "a AND OR b",
    '<script>alert("名")</script>贸易有限公司', "NOT NOT a", "， AND b", "a AND NOT b", "a NOT (b OR c) OR d", "名称:NOT",
    "“云杉”食品", "title:a:b", "𠮷 AND （县） OR name:\"x y\"", "a AND b OR c AND d", "(a OR b) AND NOT (c d)",
    "正文：诚信　AND　宣传",
    "名称:(云杉 OR 标题:诚信)", "a OR", "OR", '"，"', "NOT (a) b",
)  # fmt: skip
"""Queries with operators, right and wrong."""


def _expression(text: str) -> dict[str, object]:
    try:
        return {"text": text, "tree": parse_expression(text)}
    except QuerySyntaxError as error:
        return {"text": text, "error": str(error), "start": error.start, "end": error.end}


def make_expressions() -> str:
    """The other file's text; random ones are built of the same pieces."""
    rng = random.Random(10)
    pieces = [
        "AND",
        "OR",
        "NOT",
        "(",
        ")",
        '"',
        "云杉",
        "ab",
        "名称:",
        "number:",
        " ",
        " ",
        " ",
        "“x，y”",
        "x,y",
        "foo:",
    ]
    made = [
        "".join(
            f"{rng.choice(pieces)} " if rng.random() < 0.6 else rng.choice(pieces)
            for _ in range(rng.randint(2, 9))
        )
        for _ in range(400)
    ]
    rows = [_expression(text) | {"advanced": is_advanced(text)} for text in (*EXPRESSIONS, *made)]
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=True) for row in rows) + "\n]\n"


def make_vectors() -> str:
    """The file's text."""
    rng = random.Random(9)
    made = ["".join(rng.choice(ALPHABET) for _ in range(rng.randint(1, 14))) for _ in range(300)]
    rows = [{"text": t, "words": words(t), "key": key(t), "tokens": tokens(t)} for t in (*TEXTS, *made)]
    logs = [
        {"x": x, "ln": logarithm(x)}
        for x in (0.01, 0.5, 0.75, 1.0, 1.49, 1.5, 2.0, 3.3, 1000.0, 31152 / 7, 1e9)
    ]
    lines = ",\n".join(json.dumps(row, ensure_ascii=True) for row in rows)
    return f'{{"texts": [\n{lines}\n],\n"logarithms": {json.dumps(logs)}}}\n'


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(make_vectors(), encoding="utf-8", newline="\n")
    EXPRESSIONS_PATH.write_text(make_expressions(), encoding="utf-8", newline="\n")
