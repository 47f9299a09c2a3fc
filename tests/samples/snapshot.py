"""The sample's package as text, kept in `output/sample/`: OSCAL, page and picture as they are, Word and Excel as dumps.

`make sample` writes it; a test builds the sample again and compares. Office files themselves are not kept, since their
bytes depend on the zlib at hand.
"""

import shutil
import tempfile
from datetime import date
from pathlib import Path

from generator.pipeline.publish import Published
from generator.pipeline.stages import build
from generator.renderers.report.library import tables
from generator.resources import data
from generator.workspace.folder import Workspace
from tests.office_text import dump_text

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "output/sample"
AS_OF = date(2026, 11, 20)
_LIBRARY = b"/* DataTables as the package itables carries it, and templates/html/report/table.js */"
_OFFICE = (".docx", ".xlsx")


def texts(built: Published) -> dict[str, bytes]:
    """File name to content: every generated file of the sample's package that can be compared as text."""
    found = {}
    for row in built.manifest.files:
        if row.kind != "generated":
            continue
        content = (built.folder / row.path).read_bytes()
        if row.path.endswith(_OFFICE):
            found[f"{row.path}.txt"] = dump_text(content).encode()
        else:
            found[row.path] = _without_library(content) if row.path.endswith(".html") else content
    return found


def _without_library(page: bytes) -> bytes:
    """A page of the report without the library for its tables, which is not ours to keep."""
    library = tables()
    return page.replace(library.text.encode(), _LIBRARY).replace(library.digest.encode(), b"sha256-of-the-library")


def main() -> None:
    """Write them."""
    workspace = Workspace.open(Path(str(data("samples"))) / "parcel-tracker")
    with tempfile.TemporaryDirectory() as folder:
        made = texts(build(workspace, Path(folder), AS_OF, lambda _text, _done, _total: None))
    shutil.rmtree(KEPT, ignore_errors=True)
    for name, content in made.items():
        path = KEPT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
