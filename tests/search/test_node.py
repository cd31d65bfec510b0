"""Runs the client's own tests and its type check; a machine without node fails here, it does not skip."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)


def test_node_is_installed() -> None:
    assert shutil.which("node"), "install Node.js 20 (Debian: apt-get install nodejs npm)"


def test_node_tests() -> None:
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests/js").glob("*.test.js"))
    assert len(files) >= 3
    done = run("node", "--test", *files)
    assert done.returncode == 0, done.stdout[-6000:]


def test_types() -> None:
    done = run("npx", "--no-install", "tsc", "--noEmit")
    assert done.returncode == 0, done.stdout[-6000:]
