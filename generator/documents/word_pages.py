"""Sections of a Word document (ECMA-376 part 1, 17.6): upright and landscape pages with its own headers and footers, and pages
that are counted by section ("8-1", "8-2", "A-1")."""

from html import escape

from docx.document import Document
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from generator.documents.word_blocks import FRONT_PAGES
from generator.documents.word_xml import NAMESPACES

_REFERENCES = (qn("w:headerReference"), qn("w:footerReference"))
_FOOTER, _DEFAULT, _ID = qn("w:footerReference"), "default", qn("r:id")
_LETTER = (12240, 15840)
"""US Letter in twentieths of a point, for a document that states no size."""
_NUMBER_BEHIND = (qn("w:lnNumType"), qn("w:pgBorders"), qn("w:paperSrc"), qn("w:pgMar"), qn("w:pgSz"), qn("w:type"))
"""What `pgNumType` stands behind, the nearest first (17.6.17)."""


class Sections:
    """Makes the properties of sections that end before the last one does, as long as none of them is in the document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: list[etree._Element] | None = None
        """Of sections that the document has, but for its last one; a walk through all of it."""
        self._first = True
        self._label = ""

    def __call__(self, landscape: bool, label: str = "") -> str:  # noqa: FBT001 - the contract of BlockWriter
        """The properties of a section: those of one that the document has, else of its only one. In a document with one, the
        first that is made names headers and footers, and those that follow have the same; but for the footer of a labeled
        section, which has the label before the page's number and counts from 1."""
        body = self._document.element.body
        if self._known is None:
            self._known = [section for section in body.iter(qn("w:sectPr")) if section.getparent() is not body]
        known = [section for section in self._known if _is_landscape(section) is landscape]
        if known:
            copied: etree._Element = parse_xml(etree.tostring(known[-1]))
            drop_property(copied, "w:pgNumType")  # or pages would be counted anew
            drop_property(copied, "w:titlePg")
            return _markup(copied)
        last = body.find(qn("w:sectPr"))
        made: etree._Element = parse_xml(f"<w:sectPr {nsdecls('w', 'r')}/>")
        if last is not None:
            for child in last:
                if child.tag not in _REFERENCES or self._first:
                    made.append(parse_xml(etree.tostring(child)))
        if not self._first or last is None:
            drop_property(made, "w:titlePg")
        elif last is not None:
            drop_property(last, "w:titlePg")  # it was that of the first page
        self._first = False
        _turn(made, landscape=landscape)
        self._count(made, label)
        return _markup(made)

    def finish(self, landscape: bool, label: str = "") -> None:  # noqa: FBT001 - as above
        """The same for the last section, whose properties are those of the document."""
        last = self._document.element.body.find(qn("w:sectPr"))
        if last is not None:
            _turn(last, landscape=landscape)
            self._count(last, label)

    def _count(self, section: etree._Element, label: str) -> None:
        if label and label != self._label:
            if label == FRONT_PAGES:
                number_pages(section, fmt="lowerRoman")
            else:
                number_pages(section, start="1")
            self._refer(section, "" if label == FRONT_PAGES else f"{label}-")
        self._label = label

    def _refer(self, section: etree._Element, prefix: str) -> None:
        identity = labeled_footer(self._document, self._document.sections[-1].footer.part, prefix)
        if identity:
            refer(section, identity)


def _markup(section: etree._Element) -> str:
    """As it is written in a document that declares the namespaces of blocks."""
    etree.cleanup_namespaces(section)
    markup = etree.tostring(section, encoding="unicode")
    for prefix, name in NAMESPACES.items():
        markup = markup.replace(f' xmlns:{prefix}="{name}"', "")
    return markup


def labeled_footer(document: Document, part: Part, prefix: str) -> str:
    """The reference to a copy of a footer that has a label before the page's number; empty where no field numbers pages."""
    content = parse_xml(part.blob)
    if not label_page_number(content, prefix):
        return ""
    made, identity = document.part.add_footer_part()
    for name, relation in part.rels.items():
        target = relation.target_ref if relation.is_external else relation.target_part
        made.load_rel(relation.reltype, target, name, relation.is_external)
    root = made.element
    for child in list(root):
        root.remove(child)
    root.extend(list(content))
    return str(identity)


def refer(section: etree._Element, identity: str, kind: str = _DEFAULT) -> None:
    """The section has this footer, in place of another of the kind."""
    for reference in section.findall(_FOOTER):
        if reference.get(qn("w:type")) == kind:
            section.remove(reference)
    place = sum(child.tag in _REFERENCES for child in section)
    section.insert(place, parse_xml(f'<w:footerReference {nsdecls("w", "r")} w:type="{kind}" r:id="{identity}"/>'))


def label_page_number(footer: etree._Element, prefix: str) -> bool:
    """Puts a label before the page's number, and takes out how many pages there are. False where no field numbers pages."""
    numbered = False
    for paragraph in footer.iter(qn("w:p")):
        runs = list(paragraph.iter(qn("w:r")))
        begin = _field(runs, "PAGE")
        if begin is None:
            continue
        if prefix:
            runs[begin.start].addprevious(parse_xml(f"<w:r {nsdecls('w')}><w:t>{escape(prefix, quote=False)}</w:t></w:r>"))
        numbered = True
        total = _field(runs, "NUMPAGES")
        if total is not None:
            for run in runs[begin.stop : total.stop]:
                parent = run.getparent()
                if parent is not None:
                    parent.remove(run)
    return numbered


def _field(runs: list[etree._Element], name: str) -> slice | None:
    """The runs of a field."""
    start = 0
    for place, run in enumerate(runs):
        kinds = [mark.get(qn("w:fldCharType")) for mark in run.iter(qn("w:fldChar"))]
        if "begin" in kinds:
            start = place
        words = " ".join(text.text or "" for text in run.iter(qn("w:instrText"))).split()
        if words[:1] == [name]:
            for behind in range(place, len(runs)):
                if any(mark.get(qn("w:fldCharType")) == "end" for mark in runs[behind].iter(qn("w:fldChar"))):
                    return slice(start, behind + 1)
    return None


def number_pages(section: etree._Element, **values: str) -> None:
    """How its pages are counted: `start`, `fmt`."""
    drop_property(section, "w:pgNumType")
    made = parse_xml(f"<w:pgNumType {nsdecls('w')}/>")
    for name, value in values.items():
        made.set(qn(f"w:{name}"), value)
    before = next((child for name in _NUMBER_BEHIND for child in section.findall(name)), None)
    if before is not None:
        before.addnext(made)
    else:
        section.insert(sum(child.tag in _REFERENCES for child in section), made)


def drop_property(section: etree._Element, name: str) -> None:
    """Takes a property such as `w:titlePg` out."""
    for element in section.findall(qn(name)):
        section.remove(element)


def _is_landscape(section: etree._Element) -> bool:
    size = section.find(qn("w:pgSz"))
    return size is not None and size.get(qn("w:orient")) == "landscape"


def _turn(section: etree._Element, *, landscape: bool) -> None:
    size = section.find(qn("w:pgSz"))
    if size is None:
        size = etree.SubElement(section, qn("w:pgSz"))
    given = [int(size.get(qn(name), usual)) for name, usual in zip(("w:w", "w:h"), _LETTER, strict=True)]
    short, long = sorted(given)
    size.set(qn("w:w"), str(long if landscape else short))
    size.set(qn("w:h"), str(short if landscape else long))
    if landscape:
        size.set(qn("w:orient"), "landscape")
    elif qn("w:orient") in size.attrib:
        del size.attrib[qn("w:orient")]
