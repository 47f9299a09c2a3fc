"""Word documents: a template of a person's, filled with values by Jinja, and blocks appended to it.

A template holds no logic beyond loops and presence tests. It is rendered in Jinja's sandbox, with escaping on, and a
placeholder that is not filled is an error, not an empty space.
"""

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping

import docx
import msgspec
from docx.document import Document
from docx.exceptions import PythonDocxError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from lxml import etree

from generator.documents.bounded_zip import unpack
from generator.documents.cells import xml_text
from generator.documents.damage import damage_named
from generator.documents.stable_zip import dated, pack
from generator.documents.word_block_places import BlockPlaces
from generator.documents.word_blocks import Block
from generator.documents.word_ending import mark_end, with_ending
from generator.documents.word_jinja import examine
from generator.documents.word_language import TemplateLanguage
from generator.documents.word_moving import move
from generator.documents.word_numbering import Numbering
from generator.documents.word_pages import Sections
from generator.documents.word_pictures import Pictures
from generator.documents.word_styles import with_styles
from generator.documents.word_written import WrittenDocument, places_of_written
from generator.documents.word_xml import NAMESPACES, BlockWriter
from generator.errors import ConfigError
from generator.text import left_out

_W = f"{{{NAMESPACES['w']}}}"
_DOCUMENT = "word/document.xml"
WORD_DAMAGE = (OpcError, PythonDocxError)
"""What python-docx raises of its own."""


class DocumentProperties(msgspec.Struct, frozen=True, kw_only=True):
    """What the file says about itself (File > Info in Word)."""

    title: str
    subject: str = ""
    author: str = "atopack"


def render(template: bytes, context: Mapping[str, object], *, where: str = "template") -> bytes:
    """The template with its placeholders replaced; values are text, numbers, truth, and lists and mappings of them. The clock
    of the moment is in it: `append` dates it."""
    with damage_named(where, *WORD_DAMAGE):
        _refuse_other_files(template, where)
        document = DocxTemplate(io.BytesIO(template))
        document.init_docx()
        _refuse_faults(template, context, where)
        environment = TemplateLanguage(autoescape=True, undefined=StrictUndefined)
        try:
            document.render(_clean(context), jinja_env=environment, autoescape=True)
        except (TemplateError, etree.XMLSyntaxError) as error:
            raise ConfigError(
                f"the template cannot be filled: {error}",
                where=where,
                next_step="correct the placeholder: `atopack template check FILE` says which there are and where they stand",
            ) from error
        return saved(document)


def _refuse_faults(template: bytes, context: Mapping[str, object], where: str) -> None:
    """Before Jinja and docxtpl see it: both tell of a fault by a line of XML, and work for hours on some."""
    faults = examine(template, _names(context), where=where).faults
    if faults:
        more = f" ({left_out(len(faults) - 1)})" if len(faults) > 1 else ""
        raise ConfigError(
            f"the template cannot be filled: {faults[0].what}{more}",
            where=f"{where}, {faults[0].place}",
            next_step="correct it; `atopack template check FILE` lists the placeholders there are and every fault",
        )


def _names(context: Mapping[str, object], before: str = "") -> Iterator[str]:
    for key, value in context.items():
        yield f"{before}{key}"
        if isinstance(value, Mapping):
            yield from _names(value, f"{before}{key}.")


def placeholders(template: bytes, *, where: str = "template") -> tuple[str, ...]:
    """The names that a template expects, sorted."""
    with damage_named(where, *WORD_DAMAGE):
        open_word(template, where)
        try:
            names = DocxTemplate(io.BytesIO(template)).get_undeclared_template_variables()
        except TemplateError as error:
            raise ConfigError(f"broken placeholder: {error}", where=where, next_step="correct the template") from error
        return tuple(sorted(names))


def append(
    document: bytes, blocks: Iterable[Block], *, properties: DocumentProperties, date: dt.date, where: str = "document"
) -> bytes:
    """The document with the blocks added at its end, dated `date`."""
    return pack(appended(document, blocks, properties=properties, date=date, where=where).members)


class AppendedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document with blocks behind what it held, for whoever adds to it before it is packed."""

    members: dict[str, bytes]
    cover: etree._Element
    """Its main part without the blocks."""
    blocks: tuple[Block, ...]
    styles: Mapping[str, str]
    """Names to ids."""

    def written(self, tags: Iterable[str], *, where: str = "document") -> WrittenDocument:
        """With what a record says of it; `tags` are those of its regions."""
        blocks = BlockPlaces(self.blocks, self.styles)
        places = places_of_written(self.members, self.cover, blocks, tags, where=where)
        return WrittenDocument(members=self.members, places=places)


def appended(
    document: bytes, blocks: Iterable[Block], *, properties: DocumentProperties, date: dt.date, where: str = "document"
) -> AppendedDocument:
    """The same before it is packed."""
    listed = tuple(blocks)  # NOTE: here, because a mistake in making the blocks is not damage of the document
    with damage_named(where, *WORD_DAMAGE):
        opened = open_word(document, where)
        writer, body = block_writer(opened), opened.element.body
        markup = writer.document_end(listed)
        mark = mark_end(body, _last_section(body))
        describe(opened, properties, date)
        members = dated(saved(opened), date=date)
        written = members[_DOCUMENT]
        members[_DOCUMENT] = with_ending(written, mark, markup, known=body.nsmap, namespaces=NAMESPACES)
        return AppendedDocument(members=members, cover=opened.element, blocks=listed, styles=writer.styles)


def add_blocks(document: Document, writer: BlockWriter, blocks: Iterable[Block]) -> None:
    """Puts blocks at the end of an open document that is worked on after them."""
    listed = tuple(blocks)
    body = document.element.body
    last = _last_section(body)
    for element in parsed(writer.document_end(listed)):
        move(element, body.append if last is None else last.addprevious)


def _last_section(body: etree._Element) -> etree._Element | None:
    """The properties of the last section, which stay the last of the body."""
    return body[-1] if len(body) and body[-1].tag == f"{_W}sectPr" else None


_NOT_PLAIN = (b"template.main+xml", b"macroEnabled")
"""In the content types of .dotx, .docm and .dotm, which python-docx does not open."""


def open_word(data: bytes, where: str) -> Document:
    """An open document, of a file that was bounded before anything parsed it; callers name its damage."""
    _refuse_other_files(data, where)
    return docx.Document(io.BytesIO(data))


def _refuse_other_files(data: bytes, where: str) -> None:
    members = unpack(data, where=where)
    if _DOCUMENT not in members:
        raise ConfigError("this is not a Word document", where=where, next_step="name a .docx file")
    if any(mark in members.get("[Content_Types].xml", b"") for mark in _NOT_PLAIN):
        what = "this is a Word template or a document with macros, not a plain document"
        raise ConfigError(what, where=where, next_step="save it as .docx in Word")


def block_writer(document: Document) -> BlockWriter:
    """A writer of blocks for an open document."""
    used = {
        int(value)
        for element in document.element.body.iter(f"{_W}id", f"{_W}bookmarkStart", f"{{{NAMESPACES['wp']}}}docPr")
        if (value := element.get(f"{_W}val") or element.get(f"{_W}id") or element.get("id") or "").isdigit()
    }
    with_styles(document)
    styles = {style.name: style.style_id for style in document.styles if style.name}

    sections = Sections(document)

    def link(url: str) -> str:
        return str(document.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))

    return BlockWriter(
        styles=_aliased(styles),
        used_ids=frozenset(used),
        link=link,
        picture=Pictures(document),
        number=Numbering(document),
        section=sections,
        finish=sections.finish,
    )


def parsed(markup: str) -> list[etree._Element]:
    """Finished blocks as elements for the body of a document."""
    declared = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
    return list(parse_xml(f"<w:body {declared}>{markup}</w:body>"))


def describe(document: Document, properties: DocumentProperties, date: dt.date) -> None:
    """Writes what the file says about itself."""
    core = document.core_properties
    core.title, core.subject = xml_text(properties.title)[:255], xml_text(properties.subject)[:255]
    core.author = core.last_modified_by = xml_text(properties.author)[:255]
    core.keywords, core.language, core.revision = "", "en-US", 1
    core.created = core.modified = dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC)


def saved(document: Document | DocxTemplate) -> bytes:
    """The bytes of an open document, with the clock of the moment in them: pass them through `dated`."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _aliased(styles: Mapping[str, str]) -> Mapping[str, str]:
    """Word writes its built-in names in lower case (`heading 1`), python-docx reads some of them as shown."""
    return {**{name[:1].upper() + name[1:]: known for name, known in styles.items()}, **styles}


def _clean(value: object) -> object:
    if isinstance(value, str):
        return xml_text(value)
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value
