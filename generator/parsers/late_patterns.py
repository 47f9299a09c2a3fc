"""Regular expressions that are compiled when something is first looked for with them.

Readers of some hundred formats have five hundred of them, and a run meets a dozen formats: compiling all of them took a third
of the time of `atopack inspect`.
"""

import re
from typing import AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")


def late_re(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, for names of a module. A mistake in the expression shows when it is used; `match.re` is the compiled
    one, and so never this object."""
    return cast("re.Pattern[AnyStr]", _LatePattern(expression, flags))


class _LatePattern:
    """A pattern whose methods are put in their slots when the first of them is asked for."""

    __slots__ = ("_flags", "pattern", *_METHODS)

    def __init__(self, expression: str | bytes, flags: int) -> None:
        self.pattern: str | bytes = expression
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        """Of a slot that is empty, and of what a pattern has beside methods."""
        compiled = re.compile(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
