"""The circular as one HTML file that needs no site (通报网页). Reads the theme's templates and style; writes one file."""

from pathlib import Path

from pipeline.compliance.circular import Circular
from pipeline.files import write_whole
from pipeline.portal.rendering import THEME, plain_environment

_STYLES = ("variables.css", "base.css", "components.css", "figures.css")


def write_page(circular: Circular, path: Path) -> None:
    """Write the circular with the site's own style inside, so that it can be sent."""
    page = plain_environment().get_template("circular_file.html")
    style = "\n".join((THEME / "static" / "css" / name).read_text(encoding="utf-8") for name in _STYLES)
    write_whole(path, page.render(circular=circular, style=style))
