"""Whatever stands in a paragraph, the reader sees the same text: no character of it acts as markup."""

import html as escaping

import markdown
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.newsdesk.front_matter import joined, split
from pipeline.newsdesk.markdown_writer import to_markdown
from pipeline.newsdesk.rendered import EXTENSIONS, rendered

SIGNS = "#*_`~[](){}<>|\\:=-+.!&;'\"/^$@0123456789ab 县信用。，　"
TEXT = st.text(st.sampled_from(SIGNS), min_size=1, max_size=24).filter(lambda text: text.strip())


def bare(text: str) -> str:
    return "".join(text.split())


def written(html: str) -> str:
    return to_markdown(BeautifulSoup(html, "html.parser"))


@settings(max_examples=600, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=4))
@example(["[^1]: x", "[a]: b", "*[a]: b", "+++", "1. a", ": a", "a", "---"])
@example(["&#60;b&#62;", "\\", "``", "- - -", "=", "{: .x}", "<!-- -->", "2)"])
def test_paragraphs(texts: list[str]) -> None:
    body = written("".join(f"<p>{escaping.escape(text)}</p>" for text in texts))
    view = rendered(split(joined({"title": "题"}, body)).body)
    assert [bare(each) for each in view.blocks] == [bare(text) for text in texts]
    assert (view.links, view.images, view.foreign) == ((), (), ())


@settings(max_examples=200, deadline=None)
@given(
    st.lists(TEXT, min_size=2, max_size=3), st.sampled_from(["ul", "ol", "table", "strong", "em", "h2", "br"])
)
def test_other_blocks(texts: list[str], kind: str) -> None:
    safe = [escaping.escape(text) for text in texts]
    if kind in ("ul", "ol"):
        html = f"<{kind}>{''.join(f'<li>{text}</li>' for text in safe)}</{kind}>"
    elif kind == "table":
        html = (
            "<table>" + "".join(f"<tr><td><p>{text}</p></td><td>一</td></tr>" for text in safe) + "</table>"
        )
    elif kind == "br":
        html = f"<p>{'<br>'.join(safe)}</p>"
    else:
        html = "".join(
            f"<{kind}>{text}</{kind}>" if kind == "h2" else f"<p>前<{kind}>{text}</{kind}>后</p>"
            for text in safe
        )
    expected = "".join(bare(BeautifulSoup(html, "html.parser").get_text()))
    assert bare(rendered(written(html)).text) == expected


def test_a_list_in_a_list_stays_one() -> None:
    html = "<ul><li>一<ul><li>二</li></ul></li><li>三</li></ul>"
    made = markdown.markdown(written(html), extensions=list(EXTENSIONS))
    assert bare(made) == bare(html)


def test_two_lists_in_a_row() -> None:
    made = markdown.markdown(written("<ul><li>一</li></ul><ol><li>二</li></ol>"), extensions=list(EXTENSIONS))
    assert "<ol>" in made
    assert "<ul>" in made
