"""Arguments of `atopack check`. Read for every `--help`, so it imports nothing of the model."""

import argparse
from pathlib import Path

from generator.cli.json_output import add_json_argument

NONE = "none"
_LEVELS = ("critical", "high", "moderate", "low", NONE)
"""Values of `Severity` that a discrepancy can have, and none."""


def add_check_arguments(parser: argparse.ArgumentParser) -> None:
    """Those beside the workspace."""
    add_json_argument(parser)
    parser.add_argument("--sarif", type=Path, metavar="FILE", help="write the discrepancies as SARIF 2.1.0, for code scanning")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write them as Markdown, for the summary of a job")
    parser.add_argument(
        "--fail-on",
        choices=_LEVELS,
        default="low",
        help="end with 1 when a discrepancy of at least this severity is open and not waived; none: never; default: low",
    )
