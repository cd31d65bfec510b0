"""`python -m pipeline` is the command `portal`.

Processes that a build starts import the script they came from: it is to import nothing but what it is about to do.
"""

import sys
from importlib import import_module


def main() -> int:
    """Run the command."""
    return int(import_module("pipeline.cli").main())


if __name__ == "__main__":
    sys.exit(main())
