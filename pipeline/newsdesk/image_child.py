"""Writes one image anew in a process of its own: bytes on standard input, JSON on standard output. Run by jail.py.

Writes {"name", "data"} (name by content, base64), or {"fault"}: why it cannot be taken over, for the clerk.
"""

import base64
import json
from typing import TextIO

from pipeline.newsdesk import word_images


def serve(data: bytes, out: TextIO) -> None:
    """Take the image over and write the answer."""
    try:
        name, made = word_images.taken_over(data)
    except word_images.ImageError as error:
        out.write(json.dumps({"fault": str(error)}))
    else:
        out.write(json.dumps({"name": name, "data": base64.b64encode(made).decode()}))
