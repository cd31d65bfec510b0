"""`python -m pipeline` is the command `portal`."""

import sys

from pipeline.cli import main

sys.exit(main())
