"""JSON into typed values; whatever is wrong with it is a `ParseError` that names the place."""

from typing import TypeVar

import msgspec

from generator.errors import ParseError
from generator.parsers.late_patterns import late_re

T = TypeVar("T")

_DEEP = "nested too deeply to be a report of any known tool"
_NEXT = "collect the file again; if it is complete, `atopack inspect FILE` shows what was recognized"


_PATH = late_re(r"- at `\$([^`]*)`$")


class ShapeError(ParseError):
    """Valid JSON of another shape than a format promises."""

    def __init__(self, error: msgspec.ValidationError, place: str) -> None:
        super().__init__(f"another shape than expected: {error}", where=place, next_step=_NEXT)
        match = _PATH.search(str(error))
        self.path = match[1] if match else ""
        """Below `where`, as msgspec writes it: `.Layer.Features[0].Name`; `[...]` for a key that it does not name."""


def decode(raw: msgspec.Raw | bytes, type_: type[T], *, place: str = "") -> T:
    """Decode JSON into a typed value.

    Raises:
        ParseError: broken JSON, NaN, too deep, or another shape than `type_`.
    """
    try:
        return msgspec.json.decode(raw, type=type_, strict=False)
    except msgspec.ValidationError as error:
        raise ShapeError(error, place) from error
    except msgspec.DecodeError as error:
        raise ParseError(f"not valid JSON: {error}", where=place, next_step=_NEXT) from error
    except RecursionError as error:
        raise ParseError(_DEEP, where=place, next_step=_NEXT) from error
    except UnicodeDecodeError as error:
        raise ParseError(f"not valid UTF-8 inside JSON: {error}", where=place, next_step=_NEXT) from error
