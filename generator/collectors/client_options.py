"""Options of well-known clients that take a password and whose names do not say so: `curl -u user:X`, `mysql -pX`.

Each row is from the client's own manual. How to add one: a row here, and a case in `tests/collectors/test_client_options.py`.
"""

import re
from collections.abc import Sequence

import msgspec


class ClientOption(msgspec.Struct, frozen=True, kw_only=True):
    """How some clients take a password."""

    clients: tuple[str, ...]
    options: tuple[str, ...]
    after_user: bool = False
    """The value is `user:password`, of which the password goes."""
    joined: bool = False
    """The password follows the option without a space; behind a space stands something else."""
    verb: str = ""
    """A word between client and option without which the option means something else."""


CLIENT_OPTIONS: tuple[ClientOption, ...] = (
    ClientOption(clients=("curl",), options=("-u", "--user", "-U", "--proxy-user"), after_user=True),
    ClientOption(
        clients=("skopeo", "podman", "buildah"),
        options=("--creds", "--src-creds", "--dest-creds"),
        after_user=True,
    ),
    ClientOption(
        clients=("mysql", "mysqldump", "mysqladmin", "mysqlcheck", "mysqlimport", "mariadb", "mariadb-dump", "mariadb-admin"),
        options=("-p",),
        joined=True,
    ),
    ClientOption(clients=("redis-cli", "valkey-cli"), options=("-a", "--pass")),
    ClientOption(clients=("sshpass",), options=("-p",)),
    ClientOption(clients=("mongo", "mongosh", "mongodump", "mongorestore", "mongoexport"), options=("-p",)),
    ClientOption(clients=("sqlcmd", "bcp"), options=("-P",)),
    ClientOption(clients=("ldapsearch", "ldapmodify", "ldapadd", "ldapwhoami"), options=("-w",)),
    ClientOption(
        clients=("docker", "podman", "nerdctl", "buildah", "crane", "helm", "oras", "skopeo", "az"),
        options=("-p",),
        verb="login",
    ),
)

HINTS = ('"-u"', '"--user"', *sorted({client for row in CLIENT_OPTIONS for client in row.clients}))
"""Texts of which one stands in JSON that may hold such a password."""

_BETWEEN = r"[^\n|;&]{0,300}?"
_BEFORE_OPTION = r"[\s\"',\\]"
_SEPARATOR = r"[\s\"',=\\]{1,8}"
_USER = r"[^\s:\"'$\\{}]{1,64}:"
_VALUE = r"(?P<secret>(?!REDACTED|\[redacted\]|[$<*{%\[-])[^\s\"'\\|;&]{2,200})"


def pattern(row: ClientOption) -> str:
    """What follows a client's name in a text, as a regular expression whose group `secret` is the password; bounded."""
    options = "|".join(re.escape(option) for option in row.options)
    verb = rf"{_BETWEEN}{_BEFORE_OPTION}{row.verb}\b" if row.verb else ""
    between = r"[\"']?" if row.joined else rf"(?:{_SEPARATOR}|(?<={_BEFORE_OPTION}-[A-Za-z]))" if row.after_user else _SEPARATOR
    user = _USER if row.after_user else ""
    return rf"(?=[\s\"',\\]){verb}{_BETWEEN}{_BEFORE_OPTION}(?:{options}){between}{user}{_VALUE}"


_CLIENT_WORDS = tuple(
    (client, re.compile(rb"(?<![\w.-])" + re.escape(client.encode()) + rb"(?![\w.-])"))
    for client in sorted({client for row in CLIENT_OPTIONS for client in row.clients})
)
_TEXTS = tuple(
    re.compile(rf"{re.escape(client)}(?<![\w.-]{re.escape(client)}){pattern(row)}")
    for row in CLIENT_OPTIONS
    for client in row.clients
)
"""Each begins with fixed letters, so that most texts cost one look."""
_USER_AND_PASSWORD = re.compile(r"(?!\d+:\d+$)[^\s:/$\\{}]{1,64}:(?P<secret>[^\s/$<*{\[][^\s]{0,200})")
"""Not the numbers of a user and a group, as `docker run -u` takes them; nor an address or a reference."""


def clients_in(command: bytes) -> tuple[str, ...]:
    """The clients of the table that a command names, as JSON has it."""
    return tuple(client for client, word in _CLIENT_WORDS if word.search(command))


def without_client_secrets(text: str, mark: str) -> str:
    """The text with `mark` for each password."""
    for expression in _TEXTS:
        text = expression.sub(lambda match: _cut(match, mark), text)
    return text


def word_without_secret(before: Sequence[str], word: str, mark: str) -> str:
    """A word of a command line, cut because of the words before it; the word itself where nothing is to be cut.

    `-u NAME:X` is cut after any client, since a container's arguments often leave the client to the image.
    """
    if word.startswith(mark):
        return word
    option = before[-1] if before else ""
    if option in {"-u", "--user"} and (match := _USER_AND_PASSWORD.fullmatch(word)):
        return word[: match.start("secret")] + mark
    clients = {each.rpartition("/")[2] for each in before}
    for row in CLIENT_OPTIONS:
        if not clients.intersection(row.clients) or (row.verb and row.verb not in before):
            continue
        joined = next((each for each in row.options if row.joined and word.startswith(each) and len(word) > len(each)), "")
        if joined and not word.startswith("--"):
            return joined + mark
        if row.after_user and word[:2] in row.options and (match := _USER_AND_PASSWORD.fullmatch(word, 2)):
            return word[: match.start("secret")] + mark
        if not row.joined and option in row.options and not word.startswith(("-", "$")):
            user, colon, _ = word.partition(":") if row.after_user else ("", "", "")
            return f"{user}{colon}{mark}" if colon or not row.after_user else word
    return word


def _cut(match: re.Match[str], mark: str) -> str:
    return match[0][: match.start("secret") - match.start()] + mark
