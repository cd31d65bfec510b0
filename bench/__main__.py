"""`make bench`: the whole build at the size of a county, then the names of the other benchmarks."""

from pathlib import Path

from bench import build


def main() -> None:
    """Measure one build; the rest are run by name."""
    build.main()
    print(Path(__file__).with_name("README.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
