"""Images that came with a piece of the web editor (上传的图片): written anew before they are filed, as those of Word files.

A telephone's photograph tells where and when it was taken. Reads the images that a draft asks for; writes nothing:
what is filed under the article's own name is the clean one, and only images that a shown text asks for are published.
"""

import json
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

from pipeline import jail
from pipeline.findings import Finding
from pipeline.newsdesk import codes
from pipeline.newsdesk.article import asked_images
from pipeline.newsdesk.draft import Draft
from pipeline.newsdesk.word import IMAGE_FOLDER

LARGEST = 20 << 20
"""Bytes of one image; a telephone's photograph has five million."""


def _taken_over(data: bytes) -> tuple[str, bytes] | str:
    """Name and clean bytes, or why there are none."""
    if len(data) > LARGEST:
        return f"超过 {LARGEST >> 20} MB"
    try:
        answer = json.loads(jail.answer("pipeline.newsdesk.image_child", data))
    except (jail.HeavyError, jail.DamagedError):
        return "已损坏或过大"
    return str(answer["fault"]) if "fault" in answer else (answer["name"], b64decode(answer["data"]))


def _file(content: Path, name: str) -> Path | None:
    """The image, when it is a file of content/images and no way around."""
    path = content / name
    inside = path.resolve().is_relative_to((content / "images").resolve())
    return path if inside and path.is_file() and not path.is_symlink() else None


def with_uploads(draft: Draft, content: Path) -> Draft:
    """The draft with its images clean, under names of their own; one that cannot be taken over is a finding."""
    images, body, found = dict(draft.images), draft.body, list[Finding]()
    for written, name in sorted(asked_images(draft.body)):
        path = _file(content, name)
        if path is None:  # N-071 tells it
            continue
        made = _taken_over(path.read_bytes())
        if isinstance(made, str):
            found.append(codes.finding(codes.IMAGE, draft.file, fault=f"图片“{path.name[:60]}”{made}"))
            continue
        address = f"{IMAGE_FOLDER}{made[0]}"
        images[address] = made[1]
        body = body.replace(f"({written})", f"({address})").replace(f'"{written}"', f'"{address}"')
    return replace(draft, body=body, images=images, findings=(*draft.findings, *found))
