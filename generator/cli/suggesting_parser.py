"""A parser of arguments that suggests the nearest command or option where one is misspelled."""

import argparse
import re
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NoReturn

_CHOICE = re.compile(r"invalid choice: '(?P<wrong>[^']*)' \(choose from (?P<known>.*)\)", re.DOTALL)
_UNKNOWN = re.compile(r"unrecognized arguments: (?P<wrong>\S+)")
_USAGE = 2


class SuggestingParser(argparse.ArgumentParser):
    """As argparse's, with a suggestion behind its message. Its commands are parsed by the same class."""

    def error(self, message: str) -> NoReturn:
        """Print usage, message and suggestion; end with 2."""
        self.print_usage(sys.stderr)
        self.exit(_USAGE, f"{self.prog}: error: {message}{self._suggestion(message)}\n")

    def _suggestion(self, message: str) -> str:
        if choice := _CHOICE.search(message):
            return _nearest(choice["wrong"], (name.strip(" '\"") for name in choice["known"].split(",")))
        if unknown := _UNKNOWN.search(message):
            return _nearest(unknown["wrong"], self.options())
        return ""

    def options(self) -> list[str]:
        """Options of this parser and of the commands below it: argparse reports what is unknown from the top."""
        options = list(self._option_string_actions)
        for action in self._actions:
            for below in action.choices.values() if isinstance(action.choices, dict) else ():
                options += below.options() if isinstance(below, SuggestingParser) else []
        return options


def _nearest(wrong: str, known: Iterable[str]) -> str:
    names = get_close_matches(wrong.partition("=")[0], list(dict.fromkeys(known)), n=1)
    return f"\ndid you mean {names[0]}?" if names else ""
