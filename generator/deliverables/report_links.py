"""Pages of the report in a delivery where evidence has other names than in the package: their links follow."""

from collections.abc import Mapping

from markupsafe import escape

from generator.deliverables.material import Made
from generator.model.places import Places, evidence_path
from generator.oscal.common import quote_path

_PAGES = "report/"


def relinked(documents: Made, places: Places) -> Made:
    """The documents, with links to the evidence where it lies in the delivery. In HTML and in the data of a page alike a link
    stands between quotation marks; the names that evidence gets need no escaping."""
    moved = {evidence_path(path): name for path, name in places.moved.items() if name != evidence_path(path)}
    renamed = {written(before): _in_data(after) for before, after in moved.items() for written in (_in_data, _in_html)}
    if not renamed:
        return documents
    return {
        path: (_followed(data, renamed) if path.startswith(_PAGES) and path.endswith(".html") else data, title)
        for path, (data, title) in documents.items()
    }


def _in_data(path: str) -> bytes:
    return f'"../{quote_path(path)}"'.encode()


def _in_html(path: str) -> bytes:
    return f'"../{escape(quote_path(path))}"'.encode()


def _followed(page: bytes, renamed: Mapping[bytes, bytes]) -> bytes:
    for before, after in renamed.items():
        page = page.replace(before, after)
    return page
