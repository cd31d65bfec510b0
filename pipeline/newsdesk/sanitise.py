"""Article HTML made safe (正文净化): only what a text needs passes; scripts, styles, frames and handlers do not.

The one place whose output a template may mark `|safe`. Reads and writes nothing.
"""

import re
from html import unescape
from itertools import count

import nh3

ALLOWED = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote"),
    *("a", "img", "figure", "figcaption", "strong", "em", "b", "i", "u", "s", "sub", "sup", "code", "pre"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
_H1 = re.compile(r"<(/?)h1\b", re.IGNORECASE)
_NOWHERE = re.compile(r"<a(?![^>]*\shref=)[^>]*>")
"""A link whose address was dropped: other attributes without one are no valid HTML."""
_NO_IMAGE = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")
_ALT = re.compile(r'\salt="([^"]*)"')
"""An image whose address was dropped: what it shows is told in its place."""
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """An image is a file of content/images or it is nothing: another address is dropped, its description stays."""
    if tag == "img" and name == "src" and not value.startswith("{static}/images/"):
        return None
    return value


def sanitise(html: str) -> str:
    """HTML with allowed tags and attributes only; a second h1 becomes h2; wide tables scroll in their own box."""
    clean = nh3.clean(
        _H1.sub(r"<\1h2", html),
        tags=ALLOWED,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
    clean = _NOWHERE.sub("<a>", clean)
    clean = _NO_IMAGE.sub(lambda image: "".join(_ALT.findall(image[0])), clean)
    number = count(1)
    # Each box has a name of its own: two regions of one name cannot be told apart by a screen reader.
    return _TABLE.sub(
        lambda table: (
            f'<div class="scroll" role="region" aria-label="表格 {next(number)}" tabindex="0">{table[0]}</div>'
        ),
        clean,
    )


def plain(html: str) -> str:
    """The text of some HTML, blanks joined."""
    return " ".join(unescape(nh3.clean(html, tags=set())).split())
