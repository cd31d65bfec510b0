"""Images that a piece of the web editor names: clean when filed, told when they cannot be, never from elsewhere."""

import io
from pathlib import Path

import pytest
from PIL import Image

from pipeline.cli import main
from pipeline.newsdesk.draft import Draft
from pipeline.newsdesk.front_matter import split
from pipeline.newsdesk.uploads import with_uploads
from tests.county import PORTAL
from tests.newsdesk.pieces import BODY, write

PLACE = "北纬二十九度"


def photograph() -> bytes:
    """A JPEG with a place in its EXIF, and words after its end."""
    exif = Image.Exif()
    exif[0x010E] = "GPS 29.0 N"  # ImageDescription
    exif.get_ifd(0x8825)[1] = "N"
    target = io.BytesIO()
    Image.new("RGB", (2000, 900), "teal").save(target, "JPEG", exif=exif)
    return target.getvalue() + PLACE.encode()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    images = tmp_path / "content" / "images"
    images.mkdir(parents=True)
    (images / "现场 照片.webp").write_bytes(photograph())
    (images / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    (tmp_path / "secret.png").write_bytes(photograph())
    (images / "link.png").symlink_to(tmp_path / "secret.png")
    return tmp_path / "content"


def test_what_is_filed_is_the_picture_and_nothing_else(content: Path) -> None:
    made = with_uploads(Draft("a.md", {}, "前文\n\n![说明]({static}/images/现场%20照片.webp)\n"), content)
    ((address, data),) = made.images.items()
    assert address.endswith(".jpg")
    assert made.body == f"前文\n\n![说明]({address})\n"
    assert b"GPS" not in data
    assert PLACE.encode() not in data
    with Image.open(io.BytesIO(data)) as image:
        assert (image.size, dict(image.getexif())) == ((1280, 576), {})
    assert made.findings == ()


def test_a_broken_picture_is_told(content: Path) -> None:
    made = with_uploads(Draft("a.md", {}, "![说明]({static}/images/broken.png)"), content)
    assert [each.code for each in made.findings] == ["N-130"]
    assert "broken.png" in made.findings[0].message


@pytest.mark.parametrize("name", ["link.png", "../../secret.png", "..%2F..%2Fsecret.png", "none.png"])
def test_nothing_from_elsewhere_is_taken(content: Path, name: str) -> None:
    draft = Draft("a.md", {}, f"![说明]({{static}}/images/{name})")
    assert with_uploads(draft, content) == draft


@pytest.mark.parametrize("place", ["news-inbox/a.md", "content/news/2026/11/a.md"])
def test_through_the_editor_or_a_merge_request_it_is_filed_clean(content: Path, place: str) -> None:
    root = content.parent
    (root / "portal.toml").write_text(PORTAL, encoding="utf-8")
    (content / "news").mkdir()
    file = write(root / place, f"{BODY}\n![执法人员核对台账]({{static}}/images/现场%20照片.webp)\n")
    options = ["--config", str(root / "portal.toml"), "--state", str(root / "state"), "--as-of", "2026-11-20"]
    assert main(["news", "accept", str(file), *options, "--by", "编辑"]) == 0
    (article,) = (content / "news").rglob("*.md")
    written = split(article.read_text(encoding="utf-8"))
    (image,) = (content / "images").rglob("*-1.jpg")
    address = f"{{static}}/{image.relative_to(content).as_posix()}"
    assert f"![执法人员核对台账]({address})" in written.body
    assert address == f"{{static}}/images/2026/11/{written.meta['slug']}-1.jpg"
    assert b"GPS" not in image.read_bytes()
