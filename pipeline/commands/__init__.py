"""The commands of `portal`, one file each: `NAME`, `HELP`, `add(parser)` its options, `run(arguments, moment)` its work.

`run` returns the exit code; what it prints is Chinese. A new command is a new file of its name and a line in COMMANDS of cli.py.
"""
