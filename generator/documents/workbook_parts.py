"""The parts of a workbook that all its sheets share: strings, styles and the list of sheets.

The adapter edits the XML of a template in place. Reading and saving it with openpyxl instead was measured on FedRAMP's
POA&M v3.0 (3.2 CPU seconds before the first row is written) and loses every picture and all mixed formatting in a cell.
"""

import copy
import re
from collections.abc import Mapping, Sequence
from enum import Enum
from itertools import islice
from posixpath import join, normpath

from lxml import etree

from generator.documents.bounded_zip import parse_xml
from generator.documents.grid import CellRange, letters
from generator.errors import ConfigError

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_NAMESPACE = MAIN[1:-1]
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WORKBOOK = "xl/workbook.xml"
_TITLES = "_xlnm.Print_Titles"
_FILTER = "_xlnm._FilterDatabase"
STRINGS = "xl/sharedStrings.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_TYPES = "[Content_Types].xml"
_SAVE = "open and save it again in Excel"
_CALC_CHAIN = "xl/calcChain.xml"
_DATE_FORMAT = "14"  # built-in mm-dd-yy (ECMA-376 part 1, 18.8.30): shown in the reader's own short form
_AT_ONCE = 1024
"""Strings that are encoded together."""
_ITEM, _ITEM_END = '<si><t xml:space="preserve">', "</t></si>"
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # 18.18.94 ST_Xstring: `_x000D_` in stored text means a character
_AFTER_NAMES = (
    f"{MAIN}calcPr",
    f"{MAIN}oleSize",
    f"{MAIN}customWorkbookViews",
    f"{MAIN}pivotCaches",
    f"{MAIN}webPublishing",
    f"{MAIN}fileRecoveryPr",
    f"{MAIN}webPublishObjects",
    f"{MAIN}extLst",
)


class Style(Enum):
    """How a value wants its cell, on top of what the template's cell looks like."""

    PLAIN = "plain"
    TEXT = "text"  # wrapped, at the top
    QUOTED = "quoted"  # as TEXT, and never a formula, also after a person edited the cell
    DATE = "date"

    __hash__ = object.__hash__  # the one that Enum brings is written in Python


_MARK, _HERE = "atopack-new-elements", "here"
_EMPTY_STRINGS = f'<sst xmlns="{_NAMESPACE}"/>'.encode()


class StyleTable:
    """xl/styles.xml: a cell names a format by its index; variants are added at the end."""

    def __init__(self, data: bytes) -> None:
        self._root = parse_xml(data, where="xl/styles.xml")
        formats = self._root.find(f"{MAIN}cellXfs")
        if formats is None or not len(formats):
            raise ConfigError("the template has no cell formats", where="xl/styles.xml", next_step="save it in Excel")
        self._formats = formats
        self._variants: dict[tuple[int, Style], int] = {}

    def variant(self, base: int, style: Style) -> int:
        """The index of the format `base` changed as `style` says."""
        if style is Style.PLAIN:
            return base
        if (base, style) not in self._variants:
            self._variants[base, style] = self._add(base, style)
        return self._variants[base, style]

    def encode(self) -> bytes:
        """The finished part."""
        self._formats.set("count", str(len(self._formats)))
        return encode(self._root)

    def _add(self, base: int, style: Style) -> int:
        added = copy.deepcopy(self._formats[base if base < len(self._formats) else 0])
        if style is Style.DATE:
            added.set("numFmtId", _DATE_FORMAT)
            added.set("applyNumberFormat", "1")
        if style is Style.QUOTED:
            added.set("quotePrefix", "1")
        alignment = added.find(f"{MAIN}alignment")
        if alignment is None:
            alignment = etree.Element(f"{MAIN}alignment")
            added.insert(0, alignment)
        alignment.set("wrapText", "1")
        if alignment.get("vertical") is None:
            alignment.set("vertical", "top")
        added.set("applyAlignment", "1")
        self._formats.append(added)
        return len(self._formats) - 1


class SharedStrings:
    """xl/sharedStrings.xml: a cell names its text by index, equal texts are stored once."""

    def __init__(self, data: bytes) -> None:
        self._root = parse_xml(data, where="xl/sharedStrings.xml")
        self._items = list(self._root)
        self._added: dict[str, int] = {}

    def text(self, index: int) -> str:
        """The text of a string in the template, without its formatting."""
        if not 0 <= index < len(self._items):
            raise ConfigError(f"a cell names string {index}, which is missing", where=STRINGS, next_step="save it in Excel")
        item = self._items[index]
        texts = (*item.findall(f"{MAIN}t"), *item.findall(f"{MAIN}r/{MAIN}t"))  # not rPh, the reading of East Asian text
        return "".join(text.text or "" for text in texts)

    def index(self, text: str) -> int:
        """The index under which this text is stored, added when new."""
        return self._added.setdefault(text, len(self._items) + len(self._added))

    def encode(self) -> bytes:
        """The finished part."""
        for count in {"count", "uniqueCount"} & set(self._root.keys()):
            del self._root.attrib[count]
        texts = iter(self._added)
        pieces = iter(lambda: list(islice(texts, _AT_ONCE)), [])
        return spliced(self._root, self._root, len(self._items), [_items(piece) for piece in pieces])


def _items(texts: Sequence[str]) -> bytes:
    """Texts as items of the part, escaped all at once: no text of a cell holds the character between them."""
    together = escape(stored("\0".join(texts)))
    return f"{_ITEM}{together.replace(chr(0), f'{_ITEM_END}{_ITEM}')}{_ITEM_END}".encode()


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _names_one_of(formula: str, sheets: Sequence[str]) -> bool:
    """Does a defined name lead to one of these sheets?"""
    quoted = [f"'{name.replace(chr(39), chr(39) * 2)}'!" for name in sheets]
    return any(quoted_name in formula for quoted_name in quoted) or any(formula.startswith(f"{name}!") for name in sheets)


class WorkbookPart:
    """xl/workbook.xml: which sheets there are, under which member name, and which rows repeat in print."""

    def __init__(self, members: dict[str, bytes]) -> None:
        self._members = members
        if _WORKBOOK not in members:
            raise ConfigError("this is not an Excel workbook", next_step="name an .xlsx file")
        for part in (_LINKS, _TYPES):
            if part not in members:
                raise ConfigError(f"the workbook has no {part}", next_step=_SAVE)
        self._root = parse_xml(members[_WORKBOOK], where=_WORKBOOK)
        targets = {
            link.get("Id", ""): normpath(join("xl", link.get("Target", ""))).replace("xl/xl/", "xl/").lstrip("/")
            for link in parse_xml(members[_LINKS], where=_LINKS)
        }
        self.sheets = {
            sheet.get("name", ""): targets.get(sheet.get(f"{_RELATIONSHIPS}id", ""), "")
            for sheet in self._root.iter(f"{MAIN}sheet")
        }

    def part_of(self, sheet: str) -> str:
        """The member that holds a sheet."""
        part = self.sheets[sheet]
        if part not in self._members:
            what = f"the part of sheet {sheet!r} is missing" + (f" ({part})" if part else "")
            raise ConfigError(what, next_step=_SAVE)
        return part

    def drop(self, sheets: Sequence[str]) -> None:
        """Takes sheets out, with their part and whatever is named on them alone."""
        if not sheets:
            return
        before = list(self.sheets)
        for element in [element for element in self._root.iter(f"{MAIN}sheet") if element.get("name") in sheets]:
            self._unlink(element.get(f"{_RELATIONSHIPS}id", ""), self.sheets.pop(element.get("name", "")))
            _remove(element)
        self._drop_names({str(before.index(name)): str(index) for index, name in enumerate(self.sheets)}, sheets)
        for view in self._root.iter(f"{MAIN}workbookView"):
            for key in {"activeTab", "firstSheet"} & set(view.keys()):
                del view.attrib[key]

    def _drop_names(self, places: Mapping[str, str], sheets: Sequence[str]) -> None:
        """Names on sheets that are gone go too; those on others follow them to their new place."""
        for name in list(self._root.iter(f"{MAIN}definedName")):
            at = name.get("localSheetId")
            if at is not None and at in places:
                name.set("localSheetId", places[at])
            elif at is not None or _names_one_of(name.text or "", sheets):
                _remove(name)

    def _unlink(self, link: str, part: str) -> None:
        self._members.pop(part, None)
        self._members.pop(f"{part.rpartition('/')[0]}/_rels/{part.rpartition('/')[2]}.rels", None)
        for member, key, value in ((_LINKS, "Id", link), (_TYPES, "PartName", f"/{part}")):
            root = parse_xml(self._members[member], where=member)
            for element in [element for element in root if element.get(key) == value]:
                root.remove(element)
            self._members[member] = encode(root)

    def repeat_row(self, sheet: str, row: int) -> None:
        """Prints `row` at the top of every page, unless the template says what repeats (name `_xlnm.Print_Titles`)."""
        index = str(list(self.sheets).index(sheet))
        names = self._defined_names()
        if any(name.get("name") == _TITLES and name.get("localSheetId") == index for name in names):
            return
        added = etree.SubElement(names, f"{MAIN}definedName", {"name": _TITLES, "localSheetId": index})
        quoted = sheet.replace("'", "''")
        added.text = f"'{quoted}'!${row}:${row}"

    def name_filter(self, sheet: str, area: CellRange) -> None:
        """The hidden name by which Excel knows the cells of a filter (`_xlnm._FilterDatabase`)."""
        index, names = str(list(self.sheets).index(sheet)), self._defined_names()
        for old in [name for name in names if name.get("name") == _FILTER and name.get("localSheetId") == index]:
            names.remove(old)
        added = etree.SubElement(names, f"{MAIN}definedName", {"name": _FILTER, "localSheetId": index, "hidden": "1"})
        first, last = f"${letters(area.left)}${area.top}", f"${letters(area.right)}${area.bottom}"
        quoted = sheet.replace("'", "''")
        added.text = f"'{quoted}'!{first}:{last}"

    def add_missing_strings(self) -> None:
        """Gives a workbook without shared strings, as openpyxl writes it, an empty part for them."""
        if STRINGS in self._members:
            return
        self._members[STRINGS] = _EMPTY_STRINGS
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        self._declare(_TYPES, "Override", {"PartName": f"/{STRINGS}", "ContentType": kind})
        kind = f"{_RELATIONSHIPS[1:-1]}/sharedStrings"
        self._declare(_LINKS, "Relationship", {"Id": "rIdSharedStrings", "Type": kind, "Target": "sharedStrings.xml"})

    def encode(self) -> None:
        """Writes the part back, and drops the calculation chain: it lists cells that may no longer hold a formula."""
        self._members[_WORKBOOK] = encode(self._root)
        if self._members.pop(_CALC_CHAIN, None) is None:
            return
        for part, attribute in ((_TYPES, "PartName"), (_LINKS, "Target")):
            root = parse_xml(self._members[part], where=part)
            for entry in [entry for entry in root if entry.get(attribute, "").endswith("calcChain.xml")]:
                root.remove(entry)
            self._members[part] = encode(root)

    def _declare(self, part: str, name: str, attributes: dict[str, str]) -> None:
        root = parse_xml(self._members[part], where=part)
        etree.SubElement(root, f"{{{etree.QName(root).namespace}}}{name}", attributes)
        self._members[part] = encode(root)

    def _defined_names(self) -> etree._Element:
        names = self._root.find(f"{MAIN}definedNames")
        if names is None:
            names = etree.Element(f"{MAIN}definedNames")
            place = next((child for child in self._root if child.tag in _AFTER_NAMES), None)
            if place is None:
                self._root.append(names)
            else:
                place.addprevious(names)
        return names


def encode(root: etree._Element) -> bytes:
    """An XML part as Office writes it."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def spliced(root: etree._Element, holder: etree._Element, place: int, children: Sequence[bytes]) -> bytes:
    """The part with finished elements put into `holder` before its child at `place`, without a tree of them: the rows of
    50,000 items are a gigabyte as a tree."""
    if not children:
        return encode(root)
    if holder.nsmap.get(None) != _NAMESPACE:  # the elements have no prefix, and this part gives its own one
        markup = b"".join((f'<x xmlns="{_NAMESPACE}">'.encode(), *children, b"</x>"))
        holder[place:place] = list(parse_xml(markup, where="new elements"))
        return encode(root)
    mark = etree.ProcessingInstruction(_MARK, _HERE)
    holder.insert(place, mark)
    before, _, after = encode(root).partition(f"<?{_MARK} {_HERE}?>".encode())
    holder.remove(mark)
    return b"".join((before, *children, after))


def escape(text: str) -> str:
    """Text between two tags."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text or ">" in text:
        text = text.replace("<", "&lt;").replace(">", "&gt;")
    return text


def stored(text: str) -> str:
    """Text whose own `_x0041_` is not taken for an escaped character."""
    return _ESCAPE.sub("_x005F_", text) if "_x" in text else text
