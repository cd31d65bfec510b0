"""What an office puts in the place of the theme's own (本单位的标识和颜色): `brand/` beside portal.toml.

Reads brand/variables.css (colours, fonts), brand/emblem.svg and the official images of the footer, which may not be
passed on with the software; writes them over the theme's copies in the new site.
"""

import re
import shutil
from pathlib import Path

from pipeline.errors import SettingsError

THEME_MARKS = tuple((mark, f"theme/img/{mark}.svg") for mark in ("police", "correction", "party"))
"""Images of the footer (公安备案, 政府网站找错, 党政机关网站标识): plain drawings of the theme's own."""
PLACES = {
    "variables.css": "theme/css/variables.css",
    "emblem.svg": "theme/img/emblem.svg",
    **{f"{mark}.{kind}": f"theme/img/{mark}.{kind}" for mark, _ in THEME_MARKS for kind in ("png", "svg")},
}
_OUTSIDE = re.compile(rb"@import|url\(|https?:(?!//www\.w3\.org/)|<script|javascript:", re.IGNORECASE)
"""No page asks another host for anything; the one address an SVG has is its name space."""


def brand_files(root: Path) -> dict[Path, str]:
    """File of the office → place in the site; a file that has no place, or asks another host, is an error."""
    folder = root / "brand"
    found = {path: PLACES.get(path.name, "") for path in sorted(folder.iterdir())} if folder.is_dir() else {}
    for path, place in found.items():
        if not place or path.is_symlink() or not path.is_file():
            raise SettingsError(f"brand/{path.name} 没有用处：这里只放 {'、'.join(PLACES)}。请移走或改名。")
        if path.suffix != ".png" and _OUTSIDE.search(path.read_bytes()):
            raise SettingsError(f"brand/{path.name} 中有外部地址或脚本，页面不得请求其他网站。请删去。")
    return found


def mark_images(root: Path) -> tuple[tuple[str, str], ...]:
    """Each image of the footer → its place: the office's own, or what the theme draws instead."""
    own = {path.stem: place for path, place in brand_files(root).items()}
    return tuple((mark, own.get(mark, place)) for mark, place in THEME_MARKS)


def put_brand(root: Path, target: Path) -> None:
    """Put the office's files into the site."""
    for path, place in brand_files(root).items():
        shutil.copyfile(path, target / place)
