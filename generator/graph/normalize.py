"""Names as people draw them and names as they run, made comparable without guessing."""

import re
from functools import lru_cache

_WORDS = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ASIDE = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]")
_ADDRESS = re.compile(
    r"(?:\b(?:(?:cluster|pod|node|external|private|public)[ -]?)?ip(?: ?address)?\b[\s:=]*)?"
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b(?:[:/]\d{1,5})?"
    r"|\bports?\b[\s:#=]*\d{2,5}\b|\b[a-z][\w-]*(?:\.[\w-]+)*:\d{2,5}\b",
    re.IGNORECASE,
)
"""Where it is reached, which people write below a name: `ClusterIP 10.43.0.7`, `Port 4001`, `api.local:8888`."""
_GENERIC = frozenset(
    {
        "service",
        "services",
        "microservice",
        "svc",
        "deployment",
        "statefulset",
        "daemonset",
        "cronjob",
        "pod",
        "pods",
        "container",
    }
)
_GLUED = re.compile(r"(?<=\w\w)(?:micro)?service$")


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """Letters and digits only, without case: `Fraud Detection` and `fraud-detection` are equal."""
    return "".join(_WORDS.findall(text.casefold()))


@lru_cache(maxsize=1 << 16)
def bare(text: str) -> str:
    """`plain`, without words that say what kind of thing it is: `cart-svc`, `Cart Service` and `cartservice` are `cart`."""
    words = [word for word in _WORDS.findall(_CAMEL.sub(" ", text)) if word.casefold() not in _GENERIC]
    return _GLUED.sub("", plain("".join(words))) or plain(text)


@lru_cache(maxsize=1 << 16)
def possible_names(*texts: str) -> tuple[str, ...]:
    """What a shape may be called: each text, each without asides in brackets, and each without addresses; no duplicates, no
    blanks.
    """
    without = (_ASIDE.sub(" ", text).strip() for text in texts)
    forms = ((text.strip(), aside, _ADDRESS.sub(" ", aside).strip()) for text, aside in zip(texts, without, strict=True))
    return tuple({name: None for each in forms for name in each if plain(name)})
