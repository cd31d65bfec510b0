"""Makes tests/golden/tokens.json, the pairs text → words and tokens that pytest and node --test both read.

`python -m tests.search.vectors` writes it anew.
"""

import json
import random
from pathlib import Path

from search.normalise import key, tokens, words
from search.schema import logarithm

PATH = Path(__file__).resolve().parents[1] / "golden" / "tokens.json"
TEXTS = (
    "示例县云杉建筑工程有限公司", "示住建许字〔2026〕12号", "示住建许字[2026]12号", "（示例）食品 有限公司", "ＡＢＣ　１２３",
    "Straße ÀÉÎ × ÷", "甲，乙、丙；丁。戊", "國營農場與華夏鐵龍", "𠮷野家 𠮷𠮷",
    "〇二一号", "a", "一", "", "  ", "·—…", "O'Neil & Co., Ltd.",
    "91439999MA0000015R", "ΑΒΓ αβγ ЖЁё", "ئۇيغۇر", "བོད་ཡིག", "ꆈꌠꉙ", "한국어",
    "カタカナ・ひらがな", "2026年信用公示ABC有限公司。下一句",
    "\ufeff零宽\u200b空格", "Ⅻ号", "㈱某", "①②", "a\u0301", "İI", "ﬁ", "公\n司",
)  # fmt: skip
ALPHABET = "示例县公司AaZz09（〔，。、 　\t-—·國龍𠮷〇Ａｚ１é×ΣЖ한ア"


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
