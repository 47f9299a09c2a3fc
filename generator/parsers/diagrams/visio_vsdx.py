"""Visio drawings (.vsdx), Lucidchart's exports to Visio among them.

https://learn.microsoft.com/openspecs/sharepoint_protocols/ms-vsdx/. Read in memory within the limits of `bounded_zip`, since
the one library for the format unpacks the archive beside the file and expands entities.
"""

import posixpath
from collections.abc import Iterator, Mapping
from datetime import datetime

from lxml.etree import _Element

from generator.documents.bounded_zip import Limits, parse_xml, unpack
from generator.errors import ParseError
from generator.limits import DIAGRAM_CELLS
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers.diagrams import drawing, visio_cells, visio_styles
from generator.parsers.diagrams.mxgraph import MxCell
from generator.parsers.diagrams.visio_cells import Stencil
from generator.parsers.diagrams.visio_styles import NAMESPACE
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer

_PAGES = "visio/pages/pages.xml"
_STENCILS = "visio/masters/masters.xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MODIFIED = "{http://purl.org/dc/terms/}modified"
_LIMITS = Limits(member_bytes=16 * 1024 * 1024, total_bytes=64 * 1024 * 1024)
_WHERE = "Visio file"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`. The archive's list of names is at its end, so the whole file is looked at."""
    is_held = document.container is FileContainer.ZIP and isinstance(document.content, bytes)
    return is_held and _PAGES.encode() in document.raw


def parse(document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
    """See `Parser.parse`. Dated by the last edit, as the drawing itself says it."""
    members = unpack(document.raw, where=_WHERE, limits=_LIMITS)
    if _PAGES not in members:
        raise ParseError("the archive holds no list of pages", where=_WHERE, next_step="open and save it in Visio")
    return drawing.of_pages(_pages(members), evidence, "visio-vsdx", taken=_modified(members))


def _pages(members: Mapping[str, bytes]) -> Iterator[tuple[str, tuple[MxCell, ...]]]:
    """Name and cells of each page; background pages only decorate others."""
    stencils = _stencils(members)
    left = DIAGRAM_CELLS
    for number, (page, content) in enumerate(_listed(members, _PAGES, "Page"), start=1):
        if page.get("Background") == "1":
            continue
        if content is None:
            what = f"the archive lacks its page {page.get('Name') or page.get('NameU') or number}"
            raise ParseError(what, where=_WHERE, next_step="open and save it in Visio")
        sheet = page.find(f"{NAMESPACE}PageSheet")
        height = visio_cells.measure(visio_styles.values(sheet).get("PageHeight")) if sheet is not None else 0.0
        cells = visio_cells.cells(content, stencils, height=height, hidden_layers=visio_styles.hidden_layers(sheet))
        left -= len(cells)
        if left < 0:
            raise ParseError(f"more than {DIAGRAM_CELLS:,} shapes", where=_WHERE, next_step="split the drawing")
        yield page.get("Name") or page.get("NameU") or f"Page-{number}", cells


def _stencils(members: Mapping[str, bytes]) -> dict[str, Stencil]:
    listed = _listed(members, _STENCILS, "Master")
    return {
        element.get("ID", ""): visio_cells.stencil(element.get("NameU") or element.get("Name") or "", content)
        for element, content in listed
        if content is not None
    }


def _listed(members: Mapping[str, bytes], list_: str, tag: str) -> Iterator[tuple[_Element, _Element | None]]:
    """Each entry of a list with the file that it refers to; None where the archive does not hold that."""
    if list_ not in members:
        return
    targets = _targets(members, list_)
    for entry in parse_xml(members[list_], where=f"{_WHERE}, {list_}").iterfind(f"{NAMESPACE}{tag}"):
        relation = entry.find(f"{NAMESPACE}Rel")
        target = targets.get(relation.get(_RELATION, "")) if relation is not None else None
        held = target is not None and target in members
        yield entry, parse_xml(members[target or ""], where=f"{_WHERE}, {target}") if held else None


def _targets(members: Mapping[str, bytes], list_: str) -> dict[str, str]:
    """Members that a list may refer to, by relation; only names inside the archive."""
    folder, _, file = list_.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    if relations not in members:
        return {}
    elements = parse_xml(members[relations], where=f"{_WHERE}, {relations}").iter("{*}Relationship")
    return {
        element.get("Id", ""): posixpath.normpath(posixpath.join(folder, element.get("Target", ""))) for element in elements
    }


def _modified(members: Mapping[str, bytes]) -> datetime | None:
    if "docProps/core.xml" not in members:
        return None
    core = parse_xml(members["docProps/core.xml"], where=f"{_WHERE}, docProps/core.xml")
    return drawing.moment(core.findtext(_MODIFIED))
