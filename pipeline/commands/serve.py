"""`portal serve`: the built site on this machine, as a real host would give it."""

import argparse

from pipeline.commands.moment import Moment
from pipeline.commands.options import add_output
from pipeline.serve import serve

NAME = "serve"
HELP = "在本机浏览生成的站点"


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    add_output(parser)
    parser.add_argument("--port", type=int, default=8000, metavar="端口", help="端口（默认 8000）")


def run(arguments: argparse.Namespace, _moment: Moment) -> int:
    """Serve until interrupted."""
    serve(arguments.output, arguments.port)
    return 0
