"""SSP Appendix Q, Cryptographic Modules Table: where cryptography protects data, and by which validated module.

Written in our own layout, or into what the user names under `templates:`: FedRAMP's form (Cryptographic Modules Table v1.0), or
our own as they edited it, which is known by its placeholders.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from generator.documents.cells import xml_text
from generator.documents.sheet_fill import FillNote
from generator.documents.word import DocumentProperties, appended, render
from generator.documents.word_blocks import Block, Heading, WordCell, WordTable, plain, text_cell, text_cells
from generator.documents.word_jinja import has_placeholders
from generator.documents.word_record import packed_with
from generator.documents.word_tables import GridFill, TableForm, fill_tables
from generator.documents.word_written import WrittenDocument, as_written
from generator.errors import ConfigError
from generator.model.crypto import CryptoArea
from generator.model.evidence import Gap, GapKind
from generator.narrative.record import EditRecord, ValueBase, ValueTarget, encode
from generator.oscal.package import AuthorizationPackage
from generator.renderers.appendix_q.blocks import HEADERS, MODULE_COLUMNS, TITLES, module_tag, rows
from generator.renderers.appendix_q.rows import KEY, AppendixQ, CryptoRow, view
from generator.renderers.base import RenderedDocument, SplitRenderer, in_turn, outside_cr26
from generator.renderers.ssp.official import open_placeholders
from generator.renderers.ssp.rows import PlanStatement
from generator.resources import data
from generator.text import form_date, listed

_PATH = "ssp/Appendix-Q-Cryptographic-Modules.docx"
_OWN = "templates/docx/appendix-q.docx"
_USERS = "the template named by templates.appendix-q in system.yaml"
_TEXT, _HEADING = "Small Table Text", "Small Table Heading"
_WIDTHS: Mapping[CryptoArea, tuple[float, ...]] = {
    CryptoArea.TRANSIT: (0.55, 0.75, 1.0, 0.85, 0.85, 0.75, 1.0, 0.85, 0.85, 0.8, 1.25),
    CryptoArea.REST: (0.6, 1.6, 1.3, 1.0, 1.1, 1.3, 1.0, 1.6),
    CryptoArea.OTHER: (0.6, 1.6, 1.3, 1.0, 1.1, 1.3, 1.0, 1.6),
}
_FORM_WIDTHS = (620, 1000, 1530, 900, 950, 1000, 1530, 950, 950, 1500, 2020)
"""Twips, as wide together as the form's own: its notes have less than 0.7 inch."""
_PLACEHOLDERS = re.compile(r"<\s*(?:Insert|Fill In|Select|Copy|Use Case)[^>]*>|\[\s*Click here[^\]]*\]|<CS[PO] Name>")


PLACEHOLDERS: Mapping[str, str] = {
    "system.name": "the system's name",
    "provider": "the cloud service provider",
    "version": "the plan's version: Version 1.0",
    "date": "the as-of date of the package",
    "marking": "what the package is marked with",
}
"""What a template of this document can name."""


def _own(document: AppendixQ, template: bytes, where: str) -> tuple[WrittenDocument, tuple[Gap, ...]]:
    cover = {
        "system": {"name": document.system},
        "provider": document.provider or "Cloud Service Provider",
        "version": document.version,
        "date": form_date(document.as_of),
        "marking": document.marking,
    }
    covered = render(template, cover, where=where)
    made = appended(covered, _blocks(document), properties=_properties(document), date=document.as_of, where=where)
    return made.written((), where=_PATH), ()


def _blocks(document: AppendixQ) -> Iterator[Block]:
    yield plain(reading(document))
    for area, header in HEADERS.items():
        yield Heading(level=2, text=TITLES[area])
        if not document.of(area):
            none = f"No use of cryptography {_WORDS[area]} is documented as of {form_date(document.as_of)}."
            yield plain(none, keep_with_next=True)
        names = text_cells(header, _HEADING)
        ends = ((text_cell("", _HEADING), *_ends()),) if area is CryptoArea.TRANSIT else ()
        yield WordTable(
            rows=(*ends, names, *rows(area, document.of(area), _TEXT)),
            widths=_WIDTHS[area],
            header_rows=1 + len(ends),
            description=f"{TITLES[area]}: each use of cryptography with its module",
        )


def _ends() -> tuple[WordCell, ...]:
    """The row above the columns of data in transit."""
    spans = (("Source", 4), ("Destination", 4), ("", 2))
    return tuple(text_cell(name, _HEADING, span=span) for name, span in spans)


def reading(document: AppendixQ) -> str:
    """What the tables hold."""
    counts = [(len(document.of(area)), word) for area, word in _WORDS.items()]
    uses = listed([f"{count} {word}" for count, word in counts if count])
    shown = f", {uses}," if uses else ""
    return (
        f"The tables list the uses of cryptography of {document.system}{shown} and the cryptographic modules that they rely "
        f"on, as of {form_date(document.as_of)}. Reference numbers are those of Table 9.1 of the System Security Plan."
    )


_WORDS: Mapping[CryptoArea, str] = {
    CryptoArea.TRANSIT: "for data in transit",
    CryptoArea.REST: "for data at rest",
    CryptoArea.OTHER: "for other purposes",
}


def _official(document: AppendixQ, template: bytes) -> tuple[WrittenDocument, tuple[Gap, ...]]:
    form = TableForm(
        grids=tuple(
            GridFill(
                name=TITLES[area],
                title=TITLES[area][:5],
                header=_official_header(header),
                rows=rows(area, document.of(area), ""),
                size=8,
                widths=_FORM_WIDTHS if area is CryptoArea.TRANSIT else (),
            )
            for area, header in HEADERS.items()
        ),
        replacements=_placeholders(document),
        drop_styles=("deletion instruction",),
        drop_pages=(("Template Revision History", "deletion instruction"),),
        placeholders=_PLACEHOLDERS,
    )
    filled = fill_tables(template, form, properties=_properties(document), date=document.as_of, where=_USERS)
    if len(filled.notes) == len(form.grids):
        raise ConfigError(
            "not one table of Appendix Q is in it: none has the columns “Ref #” and “CMVP #”",
            where=_USERS,
            next_step="name FedRAMP's SSP Appendix Q, Cryptographic Modules Table (a .docx file), or remove the key",
        )
    return as_written(filled.members, (), where=_PATH), (*map(_left_out, filled.notes), *open_placeholders(_PATH, filled.left))


def _official_header(header: Sequence[str]) -> tuple[str, ...]:
    """Its first columns: the form spells vendor in two ways."""
    return tuple(header[:3])


def _placeholders(document: AppendixQ) -> Mapping[str, str]:
    known = {
        "<Insert CSP Name>": document.provider,
        "<Insert CSO Name>": document.system,
        "<CSO Name>": document.system,
        "<Insert Version X.X>": document.version,
        "<Insert Version X.X": document.version,
        "<Insert MM/DD/YYYY>": form_date(document.as_of),
    }
    return {placeholder: value for placeholder, value in known.items() if value}


def _values(document: AppendixQ) -> Mapping[str, ValueBase]:
    """What a person names of a module, by the tag of its content control."""
    return {
        module_tag(row, key): ValueBase(
            shown=" ".join(xml_text(statement.text).split()),
            place=f"{row.reference}, {MODULE_COLUMNS[key]}",
            key=f"{KEY}, {key}",
            target=ValueTarget(file=KEY, path=((("used-for",), row.use), key), form=key),
        )
        for row in document.rows
        for key, statement in _named(row).items()
    }


def _named(row: CryptoRow) -> Mapping[str, PlanStatement]:
    cells = row.ours
    return {"certificate": cells.certificate, "vendor": cells.vendor, "module": cells.module} if row.use else {}


def _gaps(document: AppendixQ) -> tuple[Gap, ...]:
    """One for all uses without a validated module."""
    outstanding = document.unnamed + document.uncertified
    if not outstanding:
        return ()
    reason = (
        f"of {len(document.rows)} uses of cryptography in Appendix Q, {document.unnamed} without a named module, "
        f"{document.uncertified} without an active certificate, or of whose approved mode nothing is stated or shown"
    )
    step = f"name modules in {KEY}: the readiness report lists the ids of uses"
    return (Gap(path=_PATH, kind=GapKind.UNDECIDED, reason=reason, next_step=step),)


def _left_out(note: FillNote) -> Gap:
    step = "use the form that FedRAMP publishes"
    return Gap(path=_PATH, place=note.where, kind=GapKind.SHORTENED, reason=note.what, next_step=step)


def _properties(document: AppendixQ) -> DocumentProperties:
    return DocumentProperties(
        title=f"{document.system}: SSP Appendix Q, Cryptographic Modules",
        subject=f"{document.version}, as of {document.as_of.isoformat()}",
        author=document.provider or "atopack",
    )


def _view(package: AuthorizationPackage) -> tuple[AppendixQ, str]:
    """The rows, and the system's id."""
    return view(package), package.system.id


def _write(rows_and_id: tuple[AppendixQ, str], template: bytes | None) -> RenderedDocument:
    document, system_id = rows_and_id
    if template is None:
        written, notes = _own(document, (data("templates") / "docx" / "appendix-q.docx").read_bytes(), _OWN)
    elif has_placeholders(template, where=_USERS):
        written, notes = _own(document, template, _USERS)
    else:
        written, notes = _official(document, template)
    recorded = with_plain_record(written, system_id, document.as_of, _PATH, _values(document))
    return RenderedDocument(data=recorded, notes=(*notes, *_gaps(document)))


APPENDIX_Q_DOCX = SplitRenderer(
    name="appendix-q-docx",
    path=_PATH,
    title="SSP Appendix Q, cryptographic modules",
    template="appendix-q",
    applies=outside_cr26,
    view=_view,
    write=_write,
    render=in_turn(_view, _write),
)


def with_plain_record(
    written: WrittenDocument,
    system: str,
    as_of: date,
    where: str,
    values: Mapping[str, ValueBase] = MappingProxyType({}),
) -> bytes:
    """The finished file with its record in it, from what was written.

    `system` is the system's id, `values` what has a key.
    """
    record = EditRecord(
        system=system,
        as_of=as_of.isoformat(),
        prompt="",
        regions=(),
        texts={},
        fields={},
        boxes={},
        outside=written.places.outside,
        ticked=written.places.ticked,
        values={tag: value for tag, value in values.items() if tag in written.places.fields},
        pictures=written.places.pictures,
        document=where,
    )
    return packed_with(written.members, encode(record))
