"""`atopack diff OLD NEW`: what changed between two packages, and the drafts that follow from it."""

import argparse
import json
from pathlib import Path

from generator.cli.arguments import add_workspace_option
from generator.cli.terminal_escape import say
from generator.text import counted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("old", type=Path, metavar="OLD", help="the older package: its folder, or one under previous/")
    parser.add_argument("new", type=Path, metavar="NEW", help="the newer one")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    text = "a new folder for the Ongoing Certification Report and Significant Change Notifications"
    parser.add_argument("--drafts", type=Path, metavar="DIR", help=text)
    add_workspace_option(parser, "with --drafts: whose decisions/ count; default: here")


def run(options: argparse.Namespace) -> int:
    """Compare and print; a difference is nothing wrong, so the exit code is 0."""
    from generator.difference.comparison import difference
    from generator.difference.difference_text import lines, plain
    from generator.difference.sides import read_side

    package_difference = difference(read_side(options.old), read_side(options.new))
    output = [json.dumps(plain(package_difference), ensure_ascii=False)] if options.json else list(lines(package_difference))
    if options.drafts is not None:
        from generator.pipeline.change_drafts import drafts, write
        from generator.workspace.folder import Workspace

        made = drafts(package_difference, Workspace.open(options.workspace))
        write(made, options.drafts)
        if not options.json:
            drafted = f"Drafts     {counted(len(made.files), 'file')} in {options.drafts}"
            output += ["", drafted, *(f"  - {note}" for note in made.notes)]
    say("\n".join(output))
    return 0
