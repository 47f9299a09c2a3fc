"""What is said about security, put into the words of `generator.model.cloud`."""

import re
from collections.abc import Iterable, Mapping

from generator.parsers.late_patterns import late_re
from generator.text import counted

Setting = tuple[str, str]

_SECRET_NAME = late_re(
    r"pass(word|wd|phrase)|secret|token|credential|api[_-]?key|access[_-]?key|private[_-]?key", re.IGNORECASE
)
_CUT = "REDACTED"
_NONE = "none"


def settings(pairs: Iterable[tuple[str, str | None]]) -> tuple[Setting, ...]:
    """Those that say something, sorted, each once."""
    return tuple(sorted({(key, value) for key, value in pairs if value}))


def tags(pairs: Iterable[tuple[str, str]]) -> tuple[Setting, ...]:
    """Sorted. What is named like a secret loses its value: a tag is no place for one, and people put them there."""
    return tuple(sorted({(key, _CUT if _SECRET_NAME.search(key) else value) for key, value in pairs}))


def tag_map(mapping: Mapping[str, str | None] | None) -> tuple[Setting, ...]:
    """See `tags`."""
    return tags((key, value or "") for key, value in (mapping or {}).items())


def yes_no(value: bool | None) -> str | None:  # noqa: FBT001 - the one thing that it is about
    """None where nothing was said."""
    return None if value is None else "yes" if value else "no"


def listed(names: Iterable[str | None] | None) -> str | None:
    """Names in one line, sorted; `none` for an empty list, None where there is no list."""
    return None if names is None else ", ".join(sorted({name for name in names if name})) or _NONE


def days(number: int | None) -> str | None:
    """`7 days`; zero days is said as well."""
    return None if number is None else counted(number, "day")


def spelled(word: str | None) -> str | None:
    """`CONTINUOUS_SCAN` -> `continuous scan`."""
    return word.replace("_", " ").lower() if word else None
