"""`atopack init --guided`: a dozen questions, each answer checked at once and written where it is said by hand."""

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from generator.cli.terminal_escape import say
from generator.errors import ConfigError
from generator.strict_yaml import YamlPath
from generator.workspace.system_yaml import FILE, read
from generator.workspace.yaml_text import YamlValue
from generator.workspace.yaml_writer import ChangingYaml, read_yaml, write_yaml

_WORDS = re.compile(r"[a-z0-9]+")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

Ask = Callable[[str], str]
"""Prints a question and returns the line that was typed; raises EOFError at the end of input."""


class GuidedQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """One question."""

    path: YamlPath
    text: str
    choices: tuple[str, ...] = ()
    several: bool = False
    """Are several answers separated by commas?"""
    pattern: re.Pattern[str] | None = None
    hint: str = ""
    """What an answer looks like, where one was refused."""


QUESTIONS: Sequence[GuidedQuestion] = (
    GuidedQuestion(path=("system", "name"), text="Full name of the system"),
    GuidedQuestion(path=("system", "provider"), text="Who offers it (the cloud service provider)"),
    GuidedQuestion(path=("system", "description"), text="What it does and who uses it, in a sentence or two"),
    GuidedQuestion(path=("system", "impact-level"), text="Impact level (FIPS 199)", choices=("low", "moderate", "high")),
    GuidedQuestion(path=("system", "service-model"), text="Service model", choices=("saas", "paas", "iaas", "other")),
    GuidedQuestion(
        path=("system", "status"),
        text="Status",
        choices=("operational", "under-development", "under-major-modification", "disposition", "other"),
    ),
    GuidedQuestion(
        path=("frameworks",),
        text="Frameworks",
        choices=("fedramp-rev5", "fedramp-cr26", "fedramp-20x", "dod-il4", "dod-il5", "cmmc-l2"),
        several=True,
    ),
    GuidedQuestion(path=("approved-registries",), text="Registries that images may come from", several=True),
    GuidedQuestion(path=("boundary", "namespaces"), text="Kubernetes namespaces inside the boundary", several=True),
)
_PEOPLE: Sequence[tuple[str, str]] = (
    ("system-owner", "System owner"),
    ("information-system-security-officer", "Information system security officer"),
)


def guided(folder: Path, ask: Ask | None = None) -> int:
    """Ask, and write the answers into system.yaml. Enter skips a question; nothing that is an example is ever an answer.

    Returns:
        How many answers were written.

    Raises:
        ConfigError: there is no terminal to ask on.
    """
    if ask is None and not sys.stdin.isatty():
        raise ConfigError("there is no terminal to ask on", next_step=f"edit {folder / FILE}: each key says what it asks for")
    asking = ask or input
    before = read_yaml(folder, FILE)
    changing = before
    say("Enter leaves a question open; everything can be changed in system.yaml later.")
    try:
        for question in QUESTIONS:
            changing = _answered(changing, question, asking, folder)
        changing = _with_people(changing, asking, folder)
    except EOFError:
        say("Stopped: what was answered so far is kept.")
    write_yaml(folder, changing)
    return len(changing.hunks)


def _answered(changing: ChangingYaml, question: GuidedQuestion, ask: Ask, folder: Path) -> ChangingYaml:
    options = f" ({' | '.join(question.choices)})" if question.choices else ""
    several = ", separated by commas" if question.several else ""
    while True:
        text = " ".join(ask(f"{question.text}{options}{several}: ").split())
        if not text:
            return changing
        values = [part.strip() for part in text.split(",") if part.strip()] if question.several else [text]
        if wrong := [value for value in values if question.choices and value not in question.choices]:
            say(f"  `{wrong[0]}` is none of {', '.join(question.choices)}")
            continue
        value: YamlValue = values if question.several else text
        try:
            return _checked(changing.with_key(question.path, value, why=".".join(map(str, question.path))), folder)
        except ConfigError as error:
            say(f"  {error.what}; {error.next_step}")


def _with_people(changing: ChangingYaml, ask: Ask, folder: Path) -> ChangingYaml:
    for role, title in _PEOPLE:
        name = " ".join(ask(f"{title} (name): ").split())
        if not name:
            continue
        mail = ask(f"Mail address of {name}: ").strip()
        while mail and not _MAIL.fullmatch(mail):
            say(f"  `{mail}` is no mail address")
            mail = ask(f"Mail address of {name}: ").strip()
        entry: dict[str, YamlValue] = {"id": "-".join(_WORDS.findall(name.lower())) or role, "name": name}
        entry |= {"email": mail} if mail else {}
        changing = _checked(changing.with_entry(("parties",), {**entry, "roles": [role]}, why=title), folder)
    return changing


def _checked(changing: ChangingYaml, folder: Path) -> ChangingYaml:
    """The change, once system.yaml is read with it."""
    read(changing.text, folder=folder.name)
    return changing
