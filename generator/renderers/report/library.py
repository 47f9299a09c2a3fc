"""The library behind the tables: DataTables (https://datatables.net, MIT), as the Python package `itables` carries it.

Its bundle is a module that exports names; a page from disk can import no module, so ours is written behind it and takes its
names as they are inside. Nothing of it is kept in this project. The Python package itself is not imported: it would look for a
configuration of its own in the folders above, and one file of it is all that is needed.
"""

import re
from importlib.util import find_spec
from pathlib import Path

from generator.errors import GeneratorError
from generator.renderers.html_page import source
from generator.renderers.report.scripts import PageScript, script_of

_BUNDLE = "html/dt_bundle.js"
_EXPORTS = re.compile(r"export\s*\{([^{}]*)\}")
_TABLES = re.compile(r"(?:^|,)\s*([\w$]+)\s+as\s+jQuery\s*(?:,|$)")
_MARKS = re.compile(r"<(?=!--|/?script)", re.IGNORECASE)
"""What could end a script in a page, or hide its end. In the bundle such text stands in strings and patterns only."""


def tables() -> PageScript:
    """The library, and the script that makes a table of a page's rows."""
    bundle = _bundle()
    exports = _EXPORTS.findall(bundle)
    name = _TABLES.search(exports[-1]) if exports else None
    if name is None:
        raise _unusable("it does not export what it did")
    text = f"{bundle}\n;(function (library) {{\n{source('report/table.js')}\n}})({name.group(1)}.fn.dataTable);\n"
    return script_of(_MARKS.sub(r"\\x3C", text), module=True)


def _bundle() -> str:
    spec = find_spec("itables")
    if spec is None or spec.origin is None:
        raise _unusable("it is not installed")
    try:
        return (Path(spec.origin).parent / _BUNDLE).read_text("utf-8")
    except OSError as error:
        raise _unusable(f"it cannot be read ({error.strerror})") from error


def _unusable(why: str) -> GeneratorError:
    return GeneratorError(
        f"the tables of the report cannot be written without their library: {why}",
        where=f"{_BUNDLE} of the Python package itables",
        next_step="install it: pip install --upgrade 'itables>=2.9,<3'",
    )
