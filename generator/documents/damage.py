"""One answer to every damaged Office file, whichever library stumbled over it.

A file whose parts contradict each other gets past every check of its size and form, and fails somewhere inside lxml,
python-docx or openpyxl, with whatever error happens to come first. Every function of this package that takes a file puts
its work under `damage_named`, so that the person who named the file reads which file it is and what is wrong with it.
"""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from generator.errors import ConfigError, ParseError

_DAMAGE: tuple[type[Exception], ...] = (
    ArithmeticError,  # a column width of infinity
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,  # what zipfile raises for a compression it does not know
    RecursionError,
    SyntaxError,  # what both XML libraries raise
    TypeError,
    ValueError,
    etree.LxmlError,
    zipfile.BadZipFile,
    zlib.error,
)
_NEXT_STEP = "open and save it again in Office, or use an unaltered copy"


class DamagedFileError(ConfigError, ParseError):
    """An Office file cannot be read or filled.

    Both at once, because the same file can be a template, which the user has to correct, or evidence, which becomes a gap.
    """

    exit_code = ConfigError.exit_code


@contextmanager
def damage_named(where: str, *also: type[Exception]) -> Iterator[None]:
    """Whatever damage does in here comes out as a `ConfigError` about `where`; `also` names a library's own errors."""
    try:
        yield
    except ConfigError as error:
        error.where = _place(where, error.where)
        raise
    except ParseError as error:
        raise DamagedFileError(error.what, where=_place(where, error.where), next_step=error.next_step) from error
    except (*_DAMAGE, *also) as error:
        what = f"the file is damaged and cannot be read: {_cause(error)}"
        raise DamagedFileError(what, where=where, next_step=_NEXT_STEP) from error


def _place(where: str, inside: str) -> str:
    """The file, and the place in it where the error knows one."""
    if not inside or inside == where:
        return where
    return inside if inside.startswith(f"{where}, ") else f"{where}, {inside}"


def _cause(error: Exception) -> str:
    if isinstance(error, KeyError):
        missing = str(error.args[0]) if error.args else ""
        return missing if " " in missing else f"{missing!r} is missing"  # zipfile says a sentence, a mapping the key alone
    if isinstance(error, AttributeError | TypeError):
        return f"its parts do not fit together ({error})"
    return str(error) or type(error).__name__
