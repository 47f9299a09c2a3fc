"""Every argument of every command: how it is read, and its default. What help says of it is `docs/reference/commands.md`."""

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import approved_texts
import pytest

from generator.cli.grammar import parser


def _commands(grammar: argparse.ArgumentParser, name: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    yield name, grammar
    for action in grammar._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, chosen in action.choices.items():
                yield from _commands(chosen, f"{name} {word}")


def _line(action: argparse.Action) -> str:
    reads = {
        "to": action.dest,
        "read as": getattr(action.type, "__name__", None),
        "default": None if action.default in (None, argparse.SUPPRESS) else repr(action.default).removeprefix("Posix"),
        "number": action.nargs,
        "of": None if action.choices is None else ", ".join(map(str, action.choices)),
        "const": action.const,
        "shown as": action.metavar,
        "required": action.required or None,
    }
    stated = "; ".join(f"{name} {value}" for name, value in reads.items() if value is not None)
    kind = type(action).__name__.strip("_").removesuffix("Action").lower()
    return f"{', '.join(action.option_strings) or action.dest} ({kind}): {stated}"


def test_every_argument_is_read_as_before() -> None:
    made = []
    for name, grammar in _commands(parser(), "atopack"):
        made.append(f"{name}:")
        made += [f"  {_line(action)}" for action in grammar._actions if action.dest != "help"]
    assert len(made) > 200
    approved_texts.compare(Path(__file__), "test_every_argument_is_read_as_before", made, "results")


def test_every_option_has_a_text_in_help() -> None:
    assert [
        f"{name} {action.option_strings[0]}"
        for name, grammar in _commands(parser(), "atopack")
        for action in grammar._actions
        if action.option_strings and not action.help
    ] == []


@pytest.mark.parametrize(
    ("words", "key", "read"),
    [
        (("build", "w", "--as-of", "2026-11-20"), "as_of", date(2026, 11, 20)),
        (("build", "w", "--jobs", "256"), "jobs", 256),
        (("match", "w", "--accept", "1"), "accept", 1.0),
        (("accept", "p", "--workspace", "w"), "workspace", Path("w")),
    ],
)
def test_what_is_typed_is_read(words: tuple[str, ...], key: str, read: object) -> None:
    assert vars(parser().parse_args(words))[key] == read


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("build", "w", "--as-of", "20.11.2026"), "'20.11.2026' is not a day like 2026-11-20"),
        (("build", "w", "--as-of", "3000-01-01"), "is not a day between 1970 and 2999"),
        (("build", "w", "--as-of", "1969-12-31"), "is not a day between 1970 and 2999"),
        (("build", "w", "--jobs", "0"), "'0' is not a number from 1 to 256"),
        (("build", "w", "--jobs", "257"), "'257' is not a number from 1 to 256"),
        (("match", "w", "--accept", "much"), "'much' is not a share like 0.8"),
        (("match", "w", "--accept", "0"), "'0' is not a share between 0 and 1"),
        (("match", "w", "--accept", "1.1"), "'1.1' is not a share between 0 and 1"),
    ],
)
def test_what_is_typed_wrongly_is_refused(words: tuple[str, ...], reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(words)
    assert ended.value.code == 2
    assert reason in capsys.readouterr().err
