"""What tests/test_jail.py runs inside the jail: takes memory or time, or tells its limits."""

import json
import resource
from pathlib import Path
from typing import TextIO

LIMITS = ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_CORE")


def serve(data: bytes, out: TextIO) -> None:
    what, _, number = data.decode().partition(" ")
    if what == "memory":
        out.write(str(len(bytearray(int(number) << 20))))
    elif what == "write":
        Path(number).write_text("x", encoding="utf-8")
    else:
        out.write(json.dumps({name: resource.getrlimit(getattr(resource, name)) for name in LIMITS}))
