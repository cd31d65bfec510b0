"""What can stop a build. Faults in data are findings (findings.py), never exceptions.

PortalError
├── SettingsError   wrong use or configuration       → exit code 2
└── Stopped         a check or a guard said no       → exit code 1, the last good site stays
    ├── SourceError     a source did not answer wholly
    ├── BalanceError    rows in and rows accounted for differ
    └── VerifyError     the built site is not what the bundle says
"""


class PortalError(Exception):
    """Base of all errors of this project; the text is Chinese and says what, where and what to do."""

    exit_code = 1


class SettingsError(PortalError):
    """Wrong use of the command line, or a setting that cannot be read."""

    exit_code = 2


class Stopped(PortalError):  # noqa: N818 - a stop is a decision, not a fault
    """The build ended before the swap; the last good site is untouched."""


class SourceError(Stopped):
    """A source (共享平台, 前置库) is down or its answer is not whole."""


class BalanceError(Stopped):
    """Rows received are not all accounted for."""


class VerifyError(Stopped):
    """The staged site differs from what the bundle says should be shown."""
