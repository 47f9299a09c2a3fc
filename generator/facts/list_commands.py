"""How much of a cluster a command asked for, as its sidecar states it: a list of what was asked shows nothing of the rest.

Sources: kubectl, "kubectl get" (`--selector`, `--field-selector`, `--namespace`, `--all-namespaces`, names of objects);
Kubernetes API concepts, "Resource URIs" (paths, `labelSelector`, `fieldSelector`). A `limit` shows itself: what it cuts off
names its continuation.
"""

import re
import shlex
from collections.abc import Iterator, Sequence

import msgspec

_EVERYWHERE = re.compile(r"GET \S*/(?:api/v1|apis/[^/\s]+/[^/\s]+)/(?!namespaces/)[a-z]")
"""The path that was asked: every namespace."""
_OF_ONE = re.compile(r"/namespaces/([^/\s?]+)/[a-z]")
_SELECTED = re.compile(r"[?&](?:labelSelector|fieldSelector)=|/namespaces/[^/\s?]+/[a-z][^/\s?]*/[^/\s?]")
_PROGRAMS = frozenset(("kubectl", "oc"))
_LETTERS_WITH_VALUE = "onlfsk"
_WITH_VALUE = frozenset(
    """--output --namespace --selector --filename --field-selector --context --kubeconfig --cluster --user --as
    --as-group --server --token --request-timeout --chunk-size --sort-by --template --kustomize --cache-dir
    --certificate-authority --client-certificate --client-key --tls-server-name""".split()
)
"""Flags of `kubectl get` whose value is the next word, if no `=` follows them."""
_NAMESPACE = ("-n", "--namespace")
_SELECTORS = ("-l", "--selector", "--field-selector")
_KEEPS_ALL = frozenset(("tee", "gzip", "cat"))
"""Programs behind a pipe that leave every object in it."""


class ListRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What one command asked for; nothing is set where it does not say."""

    everywhere: bool = False
    """Every namespace."""
    some_namespaces: bool = False
    """Those that are named, or that of the current context."""
    namespaces: frozenset[str] = frozenset()
    """Those that are named."""
    selected: bool = False
    """Some objects only: by name, labels or fields, or what a program behind it left over."""


def request_of(command: str) -> ListRequest:
    """What a command of kubectl, or a path of the API, asked for."""
    program, *behind = (part.strip() for part in command.split("|"))
    filtered = any(part.split()[:1] and part.split()[0] not in _KEEPS_ALL for part in behind)
    words = _words(program)
    at = next((index for index, word in enumerate(words) if word.rsplit("/", 1)[-1] in _PROGRAMS), None)
    if at is None or "get" not in words[at:] or any(word.startswith("--raw") for word in words):
        named = frozenset(_OF_ONE.findall(program))
        return ListRequest(
            everywhere=bool(_EVERYWHERE.search(program)),
            some_namespaces=bool(named),
            namespaces=named,
            selected=filtered or bool(_SELECTED.search(program)),
        )
    flags, plain = _sorted_out(words[at + 1 :])
    everywhere = "-A" in flags or flags.get("--all-namespaces", "false") != "false"
    by_name = len(plain) > 2 or any("/" in each for each in plain[1:])
    return ListRequest(
        everywhere=everywhere,
        some_namespaces=not everywhere,
        namespaces=frozenset() if everywhere else frozenset(flags[each] for each in _NAMESPACE if flags.get(each)),
        selected=filtered or by_name or any(each in flags for each in _SELECTORS),
    )


def _words(line: str) -> Sequence[str]:
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()


def _sorted_out(words: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Flags with their values, and the other words: `get`, kinds, names."""
    flags: dict[str, str] = {}
    plain: list[str] = []
    rest = iter(words)
    for word in rest:
        name, is_given, value = word.partition("=")
        if word.startswith((">", "2>")):
            break
        if word.startswith("--"):
            flags[name] = value if is_given or name not in _WITH_VALUE else next(rest, "")
        elif word.startswith("-"):
            _take_letters(word[1:], flags, rest)
        else:
            plain.append(word)
    return flags, plain


def _take_letters(letters: str, flags: dict[str, str], rest: Iterator[str]) -> None:
    """`-A`, `-ojson`, `-Ao json`."""
    for index, letter in enumerate(letters):
        flags[f"-{letter}"] = ""
        if letter in _LETTERS_WITH_VALUE:
            flags[f"-{letter}"] = letters[index + 1 :].removeprefix("=") or next(rest, "")
            return
