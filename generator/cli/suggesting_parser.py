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
_MOST = 3
"""Commands that are named."""


class Refused(argparse.Action):
    """An option that people try and that means nothing to a command: `const` says why."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """See `argparse.Action`: ends with the reason."""
        parser.error(f"argument {self.option_strings[0]}: {self.const}")


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
            wrong = unknown["wrong"].partition("=")[0]
            having = self.commands_with(wrong)
            if having:
                more = ", …" if len(having) > _MOST else ""
                return f"\n{wrong} is an option of other commands: {', '.join(having[:_MOST])}{more}"
            return _nearest(wrong, self.options())
        return ""

    def commands_with(self, option: str) -> list[str]:
        """The commands below that have an option, which another was given: argparse does not say that it exists."""
        return [
            name
            for below in self._below()
            for name in (*([below.prog] if below.has(option) else ()), *below.commands_with(option))
        ]

    def has(self, option: str) -> bool:
        """Whether this parser itself takes it."""
        return not isinstance(self._option_string_actions.get(option), Refused | None)

    def _below(self) -> list["SuggestingParser"]:
        """Each command once, though it has several names."""
        parsers = [below for action in self._actions if isinstance(action.choices, dict) for below in action.choices.values()]
        return [below for below in dict.fromkeys(parsers) if isinstance(below, SuggestingParser)]

    def options(self) -> list[str]:
        """Options of this parser and of the commands below it: argparse reports what is unknown from the top."""
        return [*self._option_string_actions, *(option for below in self._below() for option in below.options())]


def _nearest(wrong: str, known: Iterable[str]) -> str:
    names = get_close_matches(wrong, list(dict.fromkeys(known)), n=1)
    return f"\ndid you mean {names[0]}?" if names else ""
