"""Credentials that stand in clear text in environment values and arguments: found by name and by form, and never kept.

Decided by the name of a variable (`DB_PASSWORD`), by a password in a URL (`amqp://user:password@queue`) and by one in a
connection string (`Server=db;Password=…`). What something fills in later does not stand there: `${DB_PASSWORD}`, a path of a
file, a template. The default of a variable (`${DB_PASSWORD:-postgres}`) does. What is filled in reaches the container all the
same: `placeholders` and `filled_in` tell it of files that something fills in as a whole, those of Compose
(https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md) and of Cloud Foundry. Where a word is a credential
or the name of one (`--secret VALUE`), `unclear_in_arguments` tells of it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from generator.limits import VALUE_TEXT
from generator.model.settings.secrets import SecretUse
from generator.parsers.late_patterns import late_re

_SAYS_SECRET = late_re(
    r"(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|PASS|[A-Z]+_PWD|PGPASSWORD|PGPASS|SECRET|SECRET_KEY|SECRET_KEY_BASE|MASTER_KEY|"
    r"SIGNING_KEY|ENCRYPTION_KEY|TOKEN|CREDENTIALS?|API_?KEY|ACCESS_KEY|PRIVATE_KEY)$"
)
_FILLED_IN = late_re(r"\$[({\w]|\{\{|\(\(|<[^>]*>|^\s*$")
_BLANK = late_re(
    r"(?<!\$)\$(?:\{(?P<braced>[\w.]{1,200})(?::?[?+-][^{}]*)?\}|(?P<plain>[A-Za-z_]\w{0,199}))|\(\((?P<named>[\w./-]{1,200})\)\)"
)
"""`${NAME}`, `${NAME:-default}`, `$NAME`, `((name))`, `${var.name}` of Terraform; `$$NAME` is a dollar sign."""
_REFERENCE = late_re(r"(?:file:/|\.{0,2})/[\w./-]*|\w+://[^/@\s]*(?:/\S*)?", re.IGNORECASE)
"""A path of a file, or an address without a password: a key of a cloud and base64 hold slashes as well."""
_SWITCH = late_re(r"(?:true|false|yes|no|on|off|none|null|[01])", re.IGNORECASE)
"""`ALLOW_EMPTY_PASSWORD=yes` holds no password."""
_DEFAULT = late_re(r"\$\{\w+:?-([^{}]*)\}")
_URL = late_re(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://[^\s/:@\"']{0,200}:(?P<password>[^\s/@\"']{1,200})@")
_CONNECTION = late_re(r"(?:^|[;&?\s])(?:password|pwd)\s*=\s*(?P<password>[^;&\s\"']{1,200})", re.IGNORECASE)
_OPTION = late_re(
    r"--?(?P<name>[\w-]{0,60}(?:password|passwd|passphrase|secret|token|api-?key|access-key|private-key))=(?P<value>.+)",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE_VALUE = late_re(
    r"--?(?P<name>[\w-]{0,60}(?:password|passwd|passphrase|requirepass|masterauth|api-?key))", re.IGNORECASE
)
"""An option whose value is the next word."""
_BEFORE_VALUE_OR_NAME = late_re(r"--?(?P<name>[\w-]{0,60}(?:secret|token|access-key|private-key|secret-key))", re.IGNORECASE)
"""The same, of options after which the name of a secret may stand instead of it: `--secret registry-login`."""
_RUN = late_re(r"[A-Za-z0-9]{16,}")
_MIXED = late_re(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[^/]{8,}", re.DOTALL)
_NAMED_FIELDS = late_re(r"(?:id|name|src|source|type|env)=\S*(?:,\w+=\S*)*", re.IGNORECASE)
"""`id=npm,src=.npmrc`: which secret, and from where."""
IN_URL, IN_CONNECTION = "password in a URL", "password in a connection string"


def in_environment(variables: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Names of variables that hold one, with where it stands if not the name tells it: `BROKER (password in a URL)`."""
    for name, written in variables:
        value = _DEFAULT.sub(r"\1", written[:VALUE_TEXT])
        if where := _within(value):
            yield f"{name} ({where})"
        elif says_credential(name) and _is_literal(value):
            yield name


def says_credential(name: str) -> bool:
    """Does the name of a variable say that its value is one?"""
    return _SAYS_SECRET.search(name.upper()) is not None


def could_be_one(written: str) -> bool:
    """Is this text of one line a credential, if what takes it is called one? A path, a switch and a blank are none."""
    value = _DEFAULT.sub(r"\1", written[:VALUE_TEXT])
    return "\n" not in value.strip() and _is_literal(value)


def placeholders(variables: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Names of variables that get one when they are filled in: their name or that of the blank says so, or the blank stands for
    the password of a URL or a connection string."""
    return (name for name, written in variables if _gets_one(name, written[:VALUE_TEXT]))


def filled_in(variables: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Names of the other variables with a blank that has no default: what fills it is elsewhere, and may hold a password."""
    for name, written in variables:
        value = written[:VALUE_TEXT]
        if not _gets_one(name, value) and _BLANK.search(_DEFAULT.sub("", value)):
            yield name


def in_arguments(arguments: Iterable[str]) -> Iterator[str]:
    """Places of a command line that hold one: `argument 3 (password in a URL)`, `argument token`."""
    for option in _options(arguments):
        value = _DEFAULT.sub(r"\1", option.value)
        if where := _within(value):
            yield f"argument {option.number} ({where})"
        elif option.name and _is_literal(value) and (option.certain or _is_random(value)):
            yield f"argument {option.name}"


def unclear_in_arguments(arguments: Iterable[str]) -> Iterator[str]:
    """Options whose next word is a credential, or the name of one: `argument token`. Only what looks random is no name."""
    for option in _options(arguments):
        value = _DEFAULT.sub(r"\1", option.value)
        if option.name and not option.certain and not _within(value):
            literal = _is_literal(value) and not _is_random(value)
            if literal or (_BLANK.search(value) and not _gets_one("", value)):
                yield f"argument {option.name}"


def placeholders_in_arguments(arguments: Iterable[str]) -> Iterator[str]:
    """Options that get one when they are filled in: `argument requirepass`."""
    for option in _options(arguments):
        if option.name and _BLANK.search(option.value) and (option.certain or _gets_one("", option.value)):
            yield f"argument {option.name}"


def use_of(name: str, variables: Sequence[tuple[str, str]], commands: Sequence[Sequence[str]]) -> SecretUse:
    """How credentials reach a service or app by its variables and commands: in clear text, or filled in when it is deployed."""
    found = {*in_environment(variables)}.union(*map(in_arguments, commands))
    held = {each.partition(" (")[0] for each in found}
    later = {*placeholders(variables)}.union(*map(placeholders_in_arguments, commands))
    return SecretUse(
        literal=_of(name, found),
        variables=_of(name, later - held),
        filled=_of(name, filled_in(variables)),
        unclear=_of(name, set[str]().union(*map(unclear_in_arguments, commands))),
    )


def _of(name: str, what: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(f"{name}: {each}" for each in what))


class _Option(msgspec.Struct, frozen=True, kw_only=True):
    """A word of a command line, or the value of an option in it."""

    number: int
    """Which word, from 1."""
    name: str = ""
    """Of the option that takes a credential; empty where the word stands for itself."""
    value: str
    certain: bool = True
    """False where the value may also be the name of a credential."""


def _options(arguments: Iterable[str]) -> Iterator[_Option]:
    """Every word; of a script that is one word (`sh -c "…"`) also the options in it."""
    before = ""
    for number, word in enumerate(arguments, start=1):
        written = word[:VALUE_TEXT]
        yield _option(number, before, written)
        if " -" in written:
            for first, second in pairwise(("", *written.split())):
                option = _option(number, first, second.strip("\"'"))
                if option.name:
                    yield option
        before = written


def _option(number: int, before: str, written: str) -> _Option:
    option = _OPTION.fullmatch(written)
    if option:
        return _Option(number=number, name=option["name"], value=option["value"].strip("\"'"))
    for pattern, certain in ((_BEFORE_VALUE, True), (_BEFORE_VALUE_OR_NAME, False)):
        named = pattern.fullmatch(before)
        if named and not written.startswith("-") and (certain or not _NAMED_FIELDS.fullmatch(written)):
            return _Option(number=number, name=named["name"], value=written, certain=certain)
    return _Option(number=number, value=written)


def _is_random(value: str) -> bool:
    """Names of secrets are words: lower case with hyphens in Kubernetes (RFC 1123), a path elsewhere."""
    runs = (run for run in _RUN.findall(value) if any(c.isdigit() for c in run) and any(c.isalpha() for c in run))
    return any(runs) or _MIXED.fullmatch(value) is not None


def _gets_one(name: str, value: str) -> bool:
    blanks = ["".join(filter(None, match.groups())) for match in _BLANK.finditer(value)]
    if not blanks:
        return False
    if any(_SAYS_SECRET.search(re.sub(r"[-./]", "_", each.upper())) for each in (name, *blanks)):
        return True
    return any(_BLANK.search(match["password"]) for pattern in (_URL, _CONNECTION) for match in pattern.finditer(value))


def _within(value: str) -> str:
    for pattern, where in ((_URL, IN_URL), (_CONNECTION, IN_CONNECTION)):
        if any(not _FILLED_IN.search(match["password"]) for match in pattern.finditer(value)):
            return where
    return ""


def _is_literal(value: str) -> bool:
    return not _FILLED_IN.search(value) and not _REFERENCE.fullmatch(value.strip()) and not _SWITCH.fullmatch(value.strip())
