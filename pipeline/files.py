"""Writing a file so that nobody ever sees half of it: first beside its place, then by rename."""

import io
import os
import zipfile
from pathlib import Path


def beside(path: Path) -> Path:
    """Where the new content is written first: the same folder, a hidden name."""
    return path.with_name(f".{path.name}.part")


def write_whole(path: Path, content: bytes | str) -> None:
    """Put `content` at `path` in one step, durable before it is seen; text is UTF-8 with plain line ends."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    with beside(path).open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    beside(path).replace(path)


def without_times(archive: bytes) -> bytes:
    """A zip (an office file) whose entries carry no time: the same content gives the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            # The first time a zip directory can say.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, source.read(name))
    return target.getvalue()
