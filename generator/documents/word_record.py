"""A record that travels inside a Word document or a workbook: a custom XML part (ECMA-376 part 1, 15.2.5), which Office and
LibreOffice keep."""

import re
from collections.abc import Mapping
from html import escape

from lxml import etree

from generator.documents.bounded_zip import parse_xml, unpack
from generator.documents.damage import damage_named
from generator.documents.stable_zip import pack

NAMESPACE = "urn:atopack:record:1"
_ITEM = re.compile(r"customXml/item(\d+)\.xml")
_RELATIONS = ("word/_rels/document.xml.rels", "xl/_rels/workbook.xml.rels")
"""Of the main part, of which one is there."""
_TYPES = "[Content_Types].xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_IDENTITY = "{6E6B5A1C-4C1B-5E0F-9B53-0C8A7C2A41D7}"
"""Of the part, for Word; there is one in a document."""
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


def attach(data: bytes, text: str, *, where: str = "document") -> bytes:
    """The document with a record in it; one that it had is replaced."""
    return packed_with(unpack(data, where=where), text)


def packed_with(written: Mapping[str, bytes], text: str) -> bytes:
    """The same of a document that is not packed yet, by its members."""
    members = dict(written)
    number = _number(members)
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    if item not in members:
        relation = (
            f'<Relationships xmlns="{_PACKAGE}/relationships">{_relation("rId1", "customXmlProps", f"itemProps{number}.xml")}'
        )
        members[f"customXml/_rels/item{number}.xml.rels"] = f"{_HEAD}{relation}</Relationships>".encode()
        members[properties] = (
            f'{_HEAD}<ds:datastoreItem ds:itemID="{_IDENTITY}" xmlns:ds="{_OFFICE}/customXml"><ds:schemaRefs>'
            f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
        ).encode()
        members[_TYPES] = _with_type(members[_TYPES], f"/{properties}")
        relations = next(name for name in _RELATIONS if name in members)
        members[relations] = _with_relation(members[relations], f"../{item}")
    members[item] = f'{_HEAD}<record xmlns="{NAMESPACE}">{escape(text, quote=False)}</record>'.encode()
    return pack(members)


def attached(data: bytes, *, where: str = "document") -> str | None:
    """The record of a document, and None where it has none."""
    with damage_named(where):
        for name, content in sorted(unpack(data, where=where).items()):
            if _ITEM.fullmatch(name) and NAMESPACE.encode() in content:
                root = parse_xml(content, where=f"{where}, {name}")
                if root.tag == f"{{{NAMESPACE}}}record":
                    return root.text or ""
        return None


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _number(members: Mapping[str, bytes]) -> int:
    numbers = {name: int(match[1]) for name in members if (match := _ITEM.fullmatch(name))}
    ours = [number for name, number in numbers.items() if NAMESPACE.encode() in members[name]]
    return ours[0] if ours else max(numbers.values(), default=0) + 1


def _relation(identity: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{identity}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'


def _with_relation(relations: bytes, target: str) -> bytes:
    root = parse_xml(relations, where="relations of the main part")
    known = {element.get("Id") for element in root}
    number = next(number for number in range(1, len(known) + 2) if f"rIdRecord{number}" not in known)
    made = etree.SubElement(root, f"{{{_PACKAGE}/relationships}}Relationship")
    for name, value in (("Id", f"rIdRecord{number}"), ("Type", f"{_OFFICE}/relationships/customXml"), ("Target", target)):
        made.set(name, value)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _with_type(types: bytes, part: str) -> bytes:
    root = parse_xml(types, where=_TYPES)
    spaces = f"{{{_PACKAGE}/content-types}}"
    if not any(element.get("Extension", "").lower() == "xml" for element in root.iter(f"{spaces}Default")):
        default = etree.Element(f"{spaces}Default", Extension="xml", ContentType="application/xml")
        root.insert(0, default)
    etree.SubElement(root, f"{spaces}Override", PartName=part, ContentType=_PROPERTIES_TYPE)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
