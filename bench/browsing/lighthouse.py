"""Lighthouse over a served site, by its command line (not among the project's packages: `npm install lighthouse` elsewhere)."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

FLAGS = "--headless=new --no-sandbox --disable-gpu"
LEAST = 0.99


def scores(command: Path, base: str, path: str) -> dict[str, tuple[float, tuple[str, ...]]]:
    """Category → score in 0–1 and the audits that took from it, for one page on a phone."""
    done = subprocess.run(
        [str(command), f"{base}/{path}", "--output=json", "--quiet", f"--chrome-flags={FLAGS}"],
        capture_output=True,
        text=True,
        check=True,
        env={"CHROME_PATH": "/usr/bin/chromium", "PATH": "/usr/local/bin:/usr/bin:/bin"},
    )
    report = json.loads(done.stdout)
    audits = report["audits"]
    return {
        name: (
            float(each["score"] or 0),
            tuple(
                ref["id"]
                for ref in each["auditRefs"]
                if ref["weight"]
                and (audits[ref["id"]]["score"] or 0) < 1
                and audits[ref["id"]]["scoreDisplayMode"] != "notApplicable"
            ),
        )
        for name, each in report["categories"].items()
    }


def below(command: Path, base: str, pages: dict[str, str]) -> Iterator[str]:
    """Print the scores; a line for each below 99."""
    for kind, path in pages.items():
        told = scores(command, base, path)
        print(f"  {kind:<10} " + "  ".join(f"{name} {score * 100:.0f}" for name, (score, _) in told.items()))
        for name, (score, why) in told.items():
            if score < LEAST:
                yield f"{kind} {name} {score * 100:.0f}：{'、'.join(why)}"
