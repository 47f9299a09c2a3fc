"""The library behind the tables: DataTables (https://datatables.net, MIT), as the Python package `itables` carries it.

Its bundle is a module that exports names; a page from disk can import no module, so ours is written behind it and takes its
names as they are inside. Nothing of it is kept in this project.
"""

import re
from importlib.resources import files

from generator.errors import GeneratorError
from generator.renderers.html_page import source
from generator.renderers.report.scripts import Script, script_of

_BUNDLE = "html/dt_bundle.js"
_EXPORTS = re.compile(r"export\s*\{([^{}]*)\}")
_TABLES = re.compile(r"(?:^|,)\s*([\w$]+)\s+as\s+jQuery\s*(?:,|$)")
_MARKS = re.compile(r"<(?=!--|/?script)", re.IGNORECASE)
"""What could end a script in a page, or hide its end. In the bundle such text stands in strings and patterns only."""


def tables() -> Script:
    """The library, and the script that makes a table of a page's rows."""
    bundle = (files("itables") / _BUNDLE).read_text("utf-8")
    exports = _EXPORTS.findall(bundle)
    name = _TABLES.search(exports[-1]) if exports else None
    if name is None:
        raise GeneratorError(
            "the tables of the report cannot be written: the library in it does not export what it did",
            where=f"{_BUNDLE} of the package itables",
            next_step="install a version of itables that atopack allows: pip install --upgrade atopack",
        )
    text = f"{bundle}\n;(function (library) {{\n{source('report/table.js')}\n}})({name.group(1)}.fn.dataTable);\n"
    return script_of(_MARKS.sub(r"\\x3C", text), module=True)
