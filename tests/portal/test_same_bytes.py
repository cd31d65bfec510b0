"""The same bundle gives the same bytes whatever the hash seed, zone, locale and number of workers."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def digest(folder: Path, workers: int, **environment: str) -> dict[str, str]:
    folder.mkdir()
    command = [sys.executable, "-m", "tests.portal.building", str(folder), str(workers)]
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | environment)
    site = folder / "site"
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def test_same_bytes(tmp_path: Path) -> None:
    one = digest(tmp_path / "a", 1, PYTHONHASHSEED="1", TZ="America/New_York", LC_ALL="C")
    two = digest(tmp_path / "another place", 2, PYTHONHASHSEED="2", TZ="Pacific/Auckland", LC_ALL="C.UTF-8")
    assert one == two
    assert len(one) > 30
