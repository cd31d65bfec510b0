"""A checked piece becomes an article (收稿): filed under content/news with an id of its own, its original kept.

Writes content/images/<year>/<month>/<id>-<n>.<type>, then content/news/<year>/<month>/<unit>-<n>.md, which alone makes
it public and records who took it, when, and from which file; the original goes to state/news/originals/, readable by
its owner only.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath

from pipeline.errors import SettingsError, Stopped
from pipeline.files import write_whole
from pipeline.newsdesk.article import SLUG
from pipeline.newsdesk.checking import Checked
from pipeline.newsdesk.front_matter import joined, moment, split
from pipeline.settings import Settings

_DIGEST = 16
"""Hex digits of the original's SHA-256 that the head carries: enough to know the file again."""


@dataclass(frozen=True)
class Acceptance:
    """Who accepts what, when, and from when it is shown."""

    by: str
    on: date
    publish: datetime
    state: Path


@dataclass(frozen=True)
class Filed:
    """Where an article lies now."""

    path: Path
    slug: str


def _unit(settings: Settings, name: str) -> str:
    found = next((each.id for each in settings.departments if each.name == name), "")
    if SLUG.fullmatch(found) is None:
        raise SettingsError(f"portal.toml 中“{name}”的 id“{found}”只能用小写字母、数字和连字符。请更正。")
    return found


def _heads(content: Path) -> dict[Path, dict[str, str]]:
    paths = sorted((content / "news").rglob("*.md"))
    return {path: split(path.read_text(encoding="utf-8", errors="replace")).meta for path in paths}


def _free_number(folder: Path, unit: str, month: str, slugs: set[str]) -> int:
    number = 1
    while (folder / f"{unit}-{number}.md").exists() or f"{month}-{unit}-{number}" in slugs:
        number += 1
    return number


def _with_images(checked: Checked, slug: str, content: Path, month: str) -> str:
    """Write the piece's images and return the body with their addresses."""
    body = checked.draft.body
    used = [address for address in checked.draft.images if address in body]
    for number, address in enumerate(sorted(used, key=body.index), start=1):
        name = f"images/{month}/{slug}-{number}{PurePosixPath(address).suffix}"
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        write_whole(content / name, checked.draft.images[address])
        body = body.replace(f"({address})", f"({{static}}/{name})").replace(
            f'"{address}"', f'"{{static}}/{name}"'
        )
    return body


def _keep(original: Path, data: bytes, slug: str, state: Path) -> None:
    folder = state / "news" / "originals"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{slug}{original.suffix.lower()}"
    kept.touch(mode=0o600)
    write_whole(kept, data)
    kept.chmod(0o600)


def accepted_before(original: Path, settings: Settings) -> Filed | None:
    """The article this very file has become before, None when it has not."""
    digest = hashlib.sha256(original.read_bytes()).hexdigest()
    for path, meta in _heads(settings.root / "content").items():
        here = path.resolve() == original.resolve() and bool(meta.get("accepted_on"))
        if here or digest[:_DIGEST] in meta.get("original", "").split():
            return Filed(path, meta.get("slug", ""))
    return None


def accept(checked: Checked, original: Path, settings: Settings, how: Acceptance) -> Filed:
    """File one piece without refusals; Stopped otherwise."""
    if checked.is_refused:
        raise Stopped(f"{original.name} 还有须更正之处，不能收稿。")
    content, data = settings.root / "content", original.read_bytes()
    digest, heads = hashlib.sha256(data).hexdigest(), _heads(content)
    meta = dict(checked.draft.meta)
    published = moment(meta.get("date", "")) or how.publish
    target, slug = _place(content, heads, original, _unit(settings, meta["department"]), published)
    meta |= {
        "slug": slug,
        "date": f"{published:%Y-%m-%d %H:%M}",
        "source": meta.get("source") or meta["department"],
        "accepted_by": how.by,
        "accepted_on": how.on.isoformat(),
        "original": f"{_plain(original.name)} {digest[:_DIGEST]}",
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    _keep(original, data, slug, how.state)
    write_whole(target, joined(meta, _with_images(checked, slug, content, f"{published:%Y/%m}")))
    return Filed(target, slug)


def _place(
    content: Path, heads: dict[Path, dict[str, str]], original: Path, unit: str, published: datetime
) -> tuple[Path, str]:
    """Where the article goes and its id. One that came by merge request stays where it lies, with the id it has."""
    folder = content / "news" / f"{published:%Y}" / f"{published:%m}"
    slugs = {head.get("slug", "") for head in heads.values()}
    number = _free_number(folder, unit, f"{published:%Y-%m}", slugs)
    slug = f"{published:%Y-%m}-{unit}-{number}"
    own = next((path for path in heads if path.resolve() == original.resolve()), None)
    if own is not None:
        return own, heads[own].get("slug", "") or slug
    return folder / f"{unit}-{number}.md", slug


def _plain(name: str) -> str:
    """A file name fit for one line of the head."""
    return re.sub(r"[\x00-\x1f\x7f]", "", name)[:80]
