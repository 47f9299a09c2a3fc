"""Names as people draw them and names as they run, made comparable without guessing."""

import re
from functools import lru_cache

_WORDS = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ASIDE = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]")
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
    """What a shape may be called: each text, and each without asides in brackets; no duplicates, no blanks."""
    names = {name: None for text in texts for name in (text.strip(), _ASIDE.sub(" ", text).strip()) if plain(name)}
    return tuple(names)
