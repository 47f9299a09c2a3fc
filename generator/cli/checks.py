"""`atopack checks`: every check with its controls and source."""

import argparse
import json
from dataclasses import asdict

from generator.checks.documented import described, documented
from generator.cli.exit_codes import CLEAN
from generator.cli.terminal_escape import say


def run(options: argparse.Namespace) -> int:
    """Print them in the order of the registry."""
    for check in documented():
        say(json.dumps(asdict(check), ensure_ascii=False) if options.json else "\n".join((*described(check), "")))
    return CLEAN
