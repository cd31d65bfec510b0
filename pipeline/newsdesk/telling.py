"""What was found, for the clerk's screen (文字), a merge request's comment (Markdown) or a program (JSON). Pure.

In Markdown the pieces of an article are untrusted: they stand in code, or with every sign of markup escaped, and no
`@name` calls anybody.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict

from pipeline.findings import Level
from pipeline.newsdesk.checking import Checked
from pipeline.newsdesk.library import Copy

WORDS = {Level.REJECT: "须更正", Level.WARN: "请核对"}
_MARKUP = re.compile(r"[\\`*_{}\[\]<>()#+!|~&-]")


def _counts(checked: Checked) -> str:
    refused = sum(each.level is Level.REJECT for each in checked.findings)
    if not checked.findings:
        return "没有问题，可以报送。"
    told = f"须更正 {refused} 处，" if refused else "可以报送，"
    return f"{told}请核对 {len(checked.findings) - refused} 处。"


def as_text(checked: Checked) -> str:
    """For a terminal."""
    title = checked.draft.meta.get("title", "")
    lines = [f"{checked.draft.file}{f'《{title}》' if title else ''}：{_counts(checked)}"]
    lines += [f"  {each.code} {WORDS[each.level]}：{each.message}" for each in checked.findings]
    for copy in checked.copies:
        shares = f"文字相同 {copy.overlap:.0%}，套话减权后 {copy.share:.0%}，两文合计 {copy.jaccard:.0%}"
        lines.append(f"  与《{copy.title}》相同的段落（{shares}）：")
        for each in copy.passages:
            lines += [f"    本文：{_line(each.mine)}", f"    原文：{_line(each.theirs)}"]
    return "\n".join(lines)


def _line(text: str) -> str:
    return " ".join(text.split())


def escaped(text: str) -> str:
    """Text that Markdown shows as it is: markup escaped, links and calls broken by a word joiner."""
    safe = _MARKUP.sub(lambda sign: f"&#{ord(sign[0])};", _line(text))
    return safe.replace("@", "@\u2060").replace("://", ":\u2060//")


def _copy_table(copy: Copy) -> list[str]:
    head = f"与《{escaped(copy.title)}》（{escaped(copy.file)}）相同的段落，文字相同 {copy.overlap:.0%}"
    rows = [f"| {escaped(each.mine)} | {escaped(each.theirs)} |" for each in copy.passages]
    return [
        f"<details><summary>{head}</summary>",
        "",
        "| 本文 | 原文 |",
        "|---|---|",
        *rows,
        "",
        "</details>",
        "",
    ]


def as_markdown(every: Sequence[Checked]) -> str:
    """For a comment on a merge request."""
    lines = ["### 信用信息稿件检查", ""]
    for checked in every:
        lines += [f"**{escaped(checked.draft.file)}** {_counts(checked)}", ""]
        if checked.findings:
            lines += ["| 编号 | 处理 | 说明 |", "|---|---|---|"]
            lines += [
                f"| {each.code} | {WORDS[each.level]} | {escaped(each.message)} |"
                for each in checked.findings
            ]
            lines.append("")
        for copy in checked.copies:
            lines += _copy_table(copy)
    return "\n".join(lines)


def as_json(every: Sequence[Checked]) -> str:
    """For a program."""
    files = [
        {
            "file": checked.draft.file,
            "title": checked.draft.meta.get("title", ""),
            "refused": checked.is_refused,
            "findings": [
                {"code": each.code, "level": each.level.value, "message": each.message, "value": each.value}
                for each in checked.findings
            ],
            "copies": [asdict(copy) for copy in checked.copies],
        }
        for checked in every
    ]
    return json.dumps(
        {"refused": any(each.is_refused for each in every), "files": files}, ensure_ascii=False, indent=1
    )
