"""Credentials that stand in clear text in environment values and arguments: found by name and by form, and never kept.

Decided by the name of a variable (`DB_PASSWORD`), by a password in a URL (`amqp://user:password@queue`) and by one in a
connection string (`Server=db;Password=…`). What something fills in later is no credential: `${DB_PASSWORD}`, a path of a file,
a template. The default of a variable (`${DB_PASSWORD:-postgres}`) stands in the file.
"""

import re
from collections.abc import Iterable, Iterator

from generator.limits import VALUE_TEXT

_SAYS_SECRET = re.compile(
    r"(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|PASS|[A-Z]+_PWD|PGPASSWORD|PGPASS|SECRET|SECRET_KEY|SECRET_KEY_BASE|MASTER_KEY|"
    r"SIGNING_KEY|ENCRYPTION_KEY|TOKEN|CREDENTIALS?|API_?KEY|ACCESS_KEY|PRIVATE_KEY)$"
)
_FILLED_IN = re.compile(r"\$[({\w]|\{\{|\(\(|<[^>]*>|^\s*$")
_PLACEHOLDER = re.compile(r"\(\([\w./-]{1,200}\)\)")
_REFERENCE = re.compile(r"(?:file:/|\.{0,2})/[\w./-]*|\w+://[^/@\s]*(?:/\S*)?", re.IGNORECASE)
"""A path of a file, or an address without a password: a key of a cloud and base64 hold slashes as well."""
_SWITCH = re.compile(r"(?:true|false|yes|no|on|off|none|null|[01])", re.IGNORECASE)
"""`ALLOW_EMPTY_PASSWORD=yes` holds no password."""
_DEFAULT = re.compile(r"\$\{\w+:?-([^{}]*)\}")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://[^\s/:@\"']{0,200}:(?P<password>[^\s/@\"']{1,200})@")
_CONNECTION = re.compile(r"(?:^|[;&?\s])(?:password|pwd)\s*=\s*(?P<password>[^;&\s\"']{1,200})", re.IGNORECASE)
_OPTION = re.compile(
    r"--?(?P<name>[\w-]{0,60}(?:password|passwd|passphrase|secret|token|api-?key|access-key|private-key))=(?P<value>.+)",
    re.IGNORECASE | re.DOTALL,
)
IN_URL, IN_CONNECTION = "password in a URL", "password in a connection string"


def in_environment(variables: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Names of variables that hold one, with where it stands if not the name tells it: `BROKER (password in a URL)`."""
    for name, written in variables:
        value = _DEFAULT.sub(r"\1", written[:VALUE_TEXT])
        if where := _within(value):
            yield f"{name} ({where})"
        elif _SAYS_SECRET.search(name.upper()) and _is_literal(value):
            yield name


def placeholders(variables: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Names of variables that say that they hold one, and whose value is filled in when it is deployed: `((password))`."""
    return (
        name for name, written in variables if _SAYS_SECRET.search(name.upper()) and _PLACEHOLDER.fullmatch(written.strip())
    )


def in_arguments(arguments: Iterable[str]) -> Iterator[str]:
    """Places of a command line that hold one: `argument 3 (password in a URL)`."""
    for number, written in enumerate(arguments, start=1):
        value = _DEFAULT.sub(r"\1", written[:VALUE_TEXT])
        option = _OPTION.fullmatch(value)
        if where := _within(value):
            yield f"argument {number} ({where})"
        elif option and _is_literal(option["value"]):
            yield f"argument {option['name']}"


def _within(value: str) -> str:
    for pattern, where in ((_URL, IN_URL), (_CONNECTION, IN_CONNECTION)):
        if any(not _FILLED_IN.search(match["password"]) for match in pattern.finditer(value)):
            return where
    return ""


def _is_literal(value: str) -> bool:
    return not _FILLED_IN.search(value) and not _REFERENCE.fullmatch(value.strip()) and not _SWITCH.fullmatch(value.strip())
