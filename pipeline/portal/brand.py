"""What an office puts in the place of the theme's own (本单位的标识和颜色): `brand/` beside portal.toml.

Reads brand/variables.css (colours, fonts) and brand/emblem.svg; writes them over the theme's copies in the new site.
"""

import re
import shutil
from pathlib import Path

from pipeline.errors import SettingsError

PLACES = {"variables.css": "theme/css/variables.css", "emblem.svg": "theme/img/emblem.svg"}
_OUTSIDE = re.compile(rb"@import|url\(|https?:(?!//www\.w3\.org/)|<script|javascript:", re.IGNORECASE)
"""No page asks another host for anything; the one address an SVG has is its name space."""


def brand_files(root: Path) -> dict[Path, str]:
    """File of the office → place in the site; a file that has no place, or asks another host, is an error."""
    folder = root / "brand"
    found = {path: PLACES.get(path.name, "") for path in sorted(folder.iterdir())} if folder.is_dir() else {}
    for path, place in found.items():
        if not place or path.is_symlink() or not path.is_file():
            raise SettingsError(f"brand/{path.name} 没有用处：这里只放 {'、'.join(PLACES)}。请移走或改名。")
        if _OUTSIDE.search(path.read_bytes()):
            raise SettingsError(f"brand/{path.name} 中有外部地址或脚本，页面不得请求其他网站。请删去。")
    return found


def put_brand(root: Path, target: Path) -> None:
    """Put the office's files into the site."""
    for path, place in brand_files(root).items():
        shutil.copyfile(path, target / place)
