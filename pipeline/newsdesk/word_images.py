"""Images of a Word file (图片): known by content, without metadata, scaled, written anew. Runs in the jailed child.

Writing anew drops EXIF with place and device, colour profiles, comments and whatever is hidden behind the picture.
"""

import hashlib
import io
import warnings

from PIL import Image, ImageOps, TiffImagePlugin, WebPImagePlugin

WIDEST = 1280
"""Pixels; the text column of a page is 800 wide, twice that on a fine screen is not worth a clerk's 4 MB."""
MOST_PIXELS, MOST_JPEG_PIXELS = 25_000_000, 200_000_000
"""Decoded at four bytes a pixel within 512 MB; JPEG is scaled while it is decoded."""
_FORMATS = (
    "JPEG",
    "PNG",
    "GIF",
    "BMP",
    TiffImagePlugin.TiffImageFile.format,
    WebPImagePlugin.WebPImageFile.format,
)
_VECTORS = (b"\x01\x00\x00\x00", b"\xd7\xcd\xc6\x9a", b"<svg", b"<?xml")


class ImageError(Exception):
    """An image that cannot be taken over; the text is the reason, for the clerk."""


def _opened(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
    except (OSError, Image.DecompressionBombError, ValueError, SyntaxError) as error:
        vector = data[:4] in _VECTORS or data.lstrip()[:5] in _VECTORS
        raise ImageError("是 WMF、EMF 或 SVG 矢量图" if vector else "不是可以识别的图片") from error
    pixels = image.width * image.height
    if pixels > (MOST_JPEG_PIXELS if image.format in ("JPEG", "MPO") else MOST_PIXELS):
        raise ImageError(f"有 {image.width}×{image.height} 像素，过大")
    return image


def taken_over(data: bytes) -> tuple[str, bytes]:
    """File name by content, and the image written anew."""
    Image.MAX_IMAGE_PIXELS = MOST_JPEG_PIXELS
    image = _opened(data)
    image.draft("RGB", (WIDEST, WIDEST))
    try:
        image.load()
    except (OSError, ValueError, SyntaxError) as error:
        raise ImageError("已损坏") from error
    upright = ImageOps.exif_transpose(image)
    clear = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    kind = "JPEG" if image.format in ("JPEG", "MPO") and not clear else "PNG"
    plain = upright.convert("RGBA" if clear else "RGB")
    if plain.width > WIDEST:
        plain = plain.resize(
            (WIDEST, max(1, round(plain.height * WIDEST / plain.width))), Image.Resampling.LANCZOS
        )
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    target = io.BytesIO()
    if kind == "JPEG":
        fresh.save(target, "JPEG", quality=85, optimize=True)
    else:
        fresh.save(target, "PNG", optimize=True)
    made = target.getvalue()
    return f"{hashlib.sha256(made).hexdigest()[:16]}.{'jpg' if kind == 'JPEG' else 'png'}", made
