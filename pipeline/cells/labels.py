"""Cells with several labels of a code list (处罚类别), whose labels may contain the separator themselves."""

import re
from collections.abc import Callable, Iterable, Sequence

_SEPARATORS = re.compile(r"[、;；,，/|\s]+")
_OPEN = re.compile(r"[-－—_:：(（].+")


_OTHER = re.compile(r"(?:\A|(?<=、))其它")


def _tokens(text: str, labels: Sequence[str]) -> list[str]:
    """Longest label first; what is no label runs to the next separator."""
    found, rest = [], _OTHER.sub("其他", _SEPARATORS.sub("、", text.strip()).strip("、。"))
    while rest:
        label = next((each for each in labels if rest == each or rest.startswith(each + "、")), None)
        token = label if label is not None else rest.split("、", 1)[0]
        found.append(token)
        rest = rest[len(token) :].lstrip("、")
    return found


def _continued(tokens: Iterable[str], labels: Sequence[str], open_labels: Sequence[str]) -> list[str]:
    """What a sender wrote behind an open label is its text up to the next label: 其他-责令改正、恢复原状 is one."""
    found: list[str] = []
    for token in tokens:
        known = is_known(token, labels, open_labels)
        if known or not found or found[-1] in labels or not is_known(found[-1], labels, open_labels):
            found.append(token)
        else:
            found[-1] += "、" + token
    return found


def splitter(labels: Sequence[str], open_labels: Sequence[str] = ()) -> Callable[[str], list[str] | None]:
    """A function that splits a cell into labels, in the order given, each once (最长匹配)."""
    longest_first = sorted(
        (_SEPARATORS.sub("、", each) for each in labels), key=lambda each: (-len(each), each)
    )

    def split(text: str) -> list[str] | None:
        tokens = _continued(_tokens(text, longest_first), labels, open_labels)
        return list(dict.fromkeys(tokens)) or None

    return split


def is_known(label: str, labels: Sequence[str], open_labels: Sequence[str]) -> bool:
    """Whether a label is of the list, or continues an open one (其他-责令改正)."""
    return label in labels or any(
        label.startswith(each) and _OPEN.fullmatch(label[len(each) :]) is not None for each in open_labels
    )
