"""Arguments of `atopack check`, and which discrepancies its exit code is about."""

import argparse

from generator.model.discrepancy import Discrepancy
from generator.model.scan import Severity

_NONE = "none"
_LEVELS = (*(str(severity) for severity in Severity if severity.rank >= Severity.LOW.rank), _NONE)


def add_check_arguments(parser: argparse.ArgumentParser) -> None:
    """Those beside the workspace."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument(
        "--fail-on",
        choices=_LEVELS,
        default=str(Severity.LOW),
        help="end with 1 when a discrepancy of at least this severity is open and not waived; none: never; default: low",
    )


def counts(row: Discrepancy, fail_on: str) -> bool:
    """Is a discrepancy at least as severe as `--fail-on` asks?"""
    return fail_on != _NONE and row.severity.rank >= Severity(fail_on).rank
