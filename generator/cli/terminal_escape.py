"""Text on a terminal: what came out of evidence must not move its cursor, clear it, rename it or turn its lines around."""

import sys
from typing import TextIO

from generator.text import visible


def say(text: str, *, end: str = "\n", to: TextIO | None = None) -> None:
    """Print it so that it can be seen, to standard output where nothing else is named."""
    print(visible(text), end=end, file=to or sys.stdout)
