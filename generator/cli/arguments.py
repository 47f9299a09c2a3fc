"""Arguments that several commands take. Read for every `--help`, so it imports nothing of the model."""

import argparse
from datetime import date
from pathlib import Path


def add_workspace_argument(parser: argparse.ArgumentParser) -> None:
    """For a command that is about a workspace: the one it is called in, where none is named."""
    text = "the folder with system.yaml; default: this one"
    parser.add_argument("workspace", nargs="?", type=Path, default=Path(), metavar="WORKSPACE", help=text)


def add_workspace_option(parser: argparse.ArgumentParser, text: str = "default: this folder") -> None:
    """For a command about something else that is written into a workspace or read with one."""
    parser.add_argument("--workspace", type=Path, default=Path(), metavar="DIR", help=text)


def add_as_of_argument(parser: argparse.ArgumentParser, text: str) -> None:
    """A day; None where none is named."""
    parser.add_argument("--as-of", type=read_day, default=None, metavar="DATE", help=text)


def add_strict_argument(parser: argparse.ArgumentParser) -> None:
    """For what reads evidence."""
    parser.add_argument("--strict", action="store_true", help="end with 3 when any evidence could not be read or used")


def add_cache_argument(
    parser: argparse.ArgumentParser,
    text: str = "keep there what was read and made, so that what did not change is not read or made again",
) -> None:
    """A folder that is kept between runs."""
    parser.add_argument("--cache", type=Path, metavar="DIR", help=text)


def add_output_argument(parser: argparse.ArgumentParser, folder: str = "output") -> None:
    """The folder that is written into."""
    parser.add_argument("--output", type=Path, default=Path(folder), metavar="DIR", help=f"default: ./{folder}")


def read_day(text: str) -> date:
    """`2026-11-20`, in the years that evidence may be of."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day like 2026-11-20") from error
    if not 1970 <= day.year < 3000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day between 1970 and 2999")
    return day
