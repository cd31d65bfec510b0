"""`portal expire`: take what ended since the last build off the site, without asking any source."""

import argparse

from pipeline import progress
from pipeline.allocation import hold_memory
from pipeline.catalogue import office_catalogue
from pipeline.commands.moment import Moment
from pipeline.commands.options import add_as_of, add_config, add_output, add_state
from pipeline.expiring import expire
from pipeline.settings import load_settings
from pipeline.state_folder import alone

NAME = "expire"
HELP = "只撤下已到期的记录，不取数、不重新判定"


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    add_config(parser)
    add_as_of(parser)
    add_state(parser)
    add_output(parser)


def run(arguments: argparse.Namespace, moment: Moment) -> int:
    """Expire; how many records left is printed."""
    as_of = arguments.as_of or moment.today
    settings = load_settings(arguments.config)
    state, output = arguments.state.resolve(), arguments.output.resolve()
    hold_memory()
    with alone(state):
        done = expire(office_catalogue(settings.root), settings, state, output, as_of, progress.on())
    print(
        f"{done.steps}\n截至 {as_of}，撤下到期记录 {done.number:,} 条。"
        if done.number
        else f"截至 {as_of}，没有到期的记录，站点未动。"
    )
    return 0
