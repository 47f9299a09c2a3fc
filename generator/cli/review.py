"""`atopack review WORKSPACE`: the workbench, in a browser on this machine."""

import argparse
import sys
from datetime import date
from pathlib import Path

from generator.cli.arguments import add_as_of_argument
from generator.cli.exit_codes import CLEAN
from generator.cli.terminal import today, utc_now
from generator.cli.terminal_escape import say
from generator.errors import ConfigError

_LOOPBACK = "127.0.0.1"
_LARGEST_PORT = 65_535


def add_review_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("workspace", type=Path, metavar="WORKSPACE", help="the folder with system.yaml")
    add_as_of_argument(parser, "the as-of date; default: today, day by day")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="default: one that is free")
    parser.add_argument("--no-browser", action="store_true", help="print the address and open nothing")
    parser.add_argument("--read-only", action="store_true", help="show every page and write nothing")
    parser.add_argument(
        "--listen",
        default=_LOOPBACK,
        metavar="ADDRESS",
        help="another address of this machine: everyone who reaches it and has the printed address may write decisions, and "
        "what is sent is not encrypted",
    )


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl+C.

    Raises:
        ConfigError: the extra is not installed, no workspace, or an address or port that cannot be used.
    """
    from generator.workspace.folder import Workspace

    try:
        from generator.review.server import ServerSettings, is_loopback, serve
    except ModuleNotFoundError as error:
        what = f"the workbench needs the package `{error.name}`, which is not installed"
        raise ConfigError(what, next_step="pip install 'atopack[review]'") from error
    if not 0 <= options.port <= _LARGEST_PORT:
        raise ConfigError(f"{options.port} is no port", next_step=f"name one up to {_LARGEST_PORT}, or leave --port out")
    root = Workspace.open(options.workspace).root
    loopback = is_loopback(options.listen)
    fixed: date | None = options.as_of

    def opened(address: str) -> None:
        say(f"The workbench of {root.name} is at\n\n  {address}\n\nThe address works once. Ctrl+C ends it.")
        if not loopback:
            say(f"Others reach {options.listen}: whoever has the address may write decisions, and nothing is encrypted.")
        sys.stdout.flush()  # the command does not end: who reads a pipe has to get the address
        if not options.no_browser:
            import webbrowser

            webbrowser.open(address)

    settings = ServerSettings(root=root, port=options.port, listen=options.listen, read_only=options.read_only)
    serve(settings, as_of=lambda: fixed or today(), now=utc_now, opened=opened)
    return CLEAN
