"""A System Security Plan filled into the template that FedRAMP publishes (SSP template v1.1, 2023-10-13).

Its own text stays as it is. What it tells the writer to delete is deleted: instructions, the template's revision history,
example rows, and of two sentences to choose from the one that does not fit. So are the page numbers of its table of
contents, which are those of the empty form.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from generator.documents.word_blocks import WordTable, plain
from generator.documents.word_styles import FORM_TEXT
from generator.documents.word_tables import GridFill, PairFill, Put, TableForm
from generator.model.evidence import Gap, GapKind
from generator.renderers.ssp.appendices import acronyms
from generator.renderers.ssp.blocks import cell, cell_blocks, empty_row, signature_table, table_of
from generator.renderers.ssp.prose import region
from generator.renderers.ssp.rows import PlanDocument, PlanTable
from generator.renderers.ssp.section_8 import Looks, illustrations, narrative
from generator.text import agreeing, counted, form_date, listed

_LOOKS = Looks(table="FedRAMP", text=FORM_TEXT, heading=FORM_TEXT, wide=(9.0, 4.4), tall=(6.5, 6.6))
_PLACEHOLDERS = re.compile(
    r"<\s*(?:Insert|Enter|Choose|Sign|Date|Version|Revision|CSP|CSO|555)[^>]*>|\[\s*[Ii]nsert[^\]]*\]|\[a/an\]|<test>"
)
_SHOWN = 6
_SMALL = {"6.1": 8.0, "7.1": 7.5, "9.1": 9.0, "K.1": 9.0}
"""Points of the letters in tables that have more columns than the form's own letters leave room for."""
_COLUMNS = {
    "": ("Date", "Description", "Version", "Author"),
    "6.1": ("#", "CSP/CSO Name", "CSO Service"),
    "7.1": ("#", "System/", "Connection Details"),
    "9.1": ("Service Name", "Port #", "Transport Protocol"),
    "K.1": ("Information Type", "NIST SP 800-60"),
    "L.1": ("Number", "Title", "Date"),
}
"""How the header rows of tables with columns begin."""


def form(document: PlanDocument) -> TableForm:
    """What goes into the template."""
    tables = (
        document.revisions,
        document.leveraged,
        document.external,
        document.ports,
        document.information_types,
        document.laws,
    )
    return TableForm(
        grids=tuple(map(_grid, tables)),
        pairs=tuple(_pairs(document)),
        put=tuple(_put(document)),
        ticked=(f"Level {document.identity.text}:",) if document.identity.text else (),
        replacements=_placeholders(document),
        drop_tables=("Instruction",),
        drop_styles=("deletion instruction",),
        drop_pages=(("Template Revision History", "deletion instruction"),),
        drop_paragraphs=(
            "or",
            "This section contains the diagram that represents…",
            "The <Insert CSO Name> user guide website address is…",
            *(() if document.validated else ("<Insert CSP Name> confirms, except where clearly noted…",)),
        ),
        placeholders=_PLACEHOLDERS,
    )


def _grid(table: PlanTable) -> GridFill:
    rows = tuple(tuple(cell(statement, "", short=True) for statement in row) for row in table.rows)
    return GridFill(
        name=f"Table {table.number}" if table.number else table.title,
        header=_COLUMNS[table.number],
        rows=rows or (empty_row(table, ""),),
        size=_SMALL.get(table.number, 0),
    )


def _pairs(document: PlanDocument) -> Iterator[PairFill]:
    labeled = (document.prepared_by, document.prepared_for, document.information, document.owner, document.officer)
    for table in labeled:
        for label, statement in table.rows:
            yield PairFill(title=table.header[0], label=label.text, blocks=cell_blocks(statement, style=""))
    for label, statement in document.appendices.rows:
        yield PairFill(title="Appendix Name", label=label.text.partition(":")[0] + ":", blocks=cell_blocks(statement, style=""))


def _put(document: PlanDocument) -> Iterator[Put]:
    def made(table: PlanTable) -> WordTable:
        return table_of(table, style=_LOOKS.table, text_style=_LOOKS.text, heading_style=_LOOKS.heading)

    signatures = tuple(
        signature_table(signature, style="Table Grid", text_style=_LOOKS.text) for signature in document.signatures
    )
    yield Put(where="<Sign Here>", blocks=signatures, in_place=True)
    yield Put(where="Duty Description", blocks=(made(document.duties),), in_place=True, example="Linux Admin")
    contacts = (plain(""), plain("Other Points of Contact", style="Caption"), made(document.contacts))
    yield Put(where="ISSO (or Equivalent) Point of Contact", blocks=contacts)
    yield Put(where="This section contains the diagrams that represent", blocks=tuple(illustrations(document, _LOOKS)))
    written = document.purpose.prose
    if written is not None and written.remark:  # a person's own; what our layout says instead of one is in the form's words
        purpose = region(document.purpose, written, style="Normal", table_style=_LOOKS.table, width=6.4)
        yield Put(where="This document is intended to be used by", blocks=(purpose,))
    yield Put(where="Narrative", blocks=tuple(narrative(document, _LOOKS)))
    if document.relying:
        yield Put(where="The use of cryptography is critical", blocks=(plain(document.relying),))
    listed = acronyms(document, style=_LOOKS.table, text_style=_LOOKS.text, heading_style=_LOOKS.heading)
    yield Put(where="The acronyms that appear in this section", blocks=(listed,))


_DELETED = frozenset(
    (
        "<Insert CSP Abbreviation, as appropriate>",
        "<Insert CSO Abbreviation, as appropriate>",
        " If using several illustrations, each must have a narrative.",
    )
)
"""Instructions and what is said elsewhere."""


def _placeholders(document: PlanDocument) -> Mapping[str, str]:
    known = {
        "<Insert CSP Abbreviation, as appropriate>": "",
        "<Insert CSO Abbreviation, as appropriate>": "",
        "<Insert CSP Name>": document.provider,
        "<Insert CSO Name>": document.system,
        "<CSO Name>": document.system,
        "<CSP Name>": document.provider,
        "<test>": document.provider or "<Insert CSP Name>",  # as one page header of version 1.1 has it
        _LAWS: _LAWS_OPEN,
        "<Insert Version X.X>": document.version,
        "<Insert MM/DD/YYYY>": form_date(document.as_of),
        "<Choose: High, Moderate, Low, LI-SaaS>": document.baseline,
        "FedRAMP® (High, Moderate, Low, LI-SaaS) Baseline": f"FedRAMP® {document.baseline} Baseline",
        " If using several illustrations, each must have a narrative.": "",
        "<Insert CSO Security Categorization Level>": document.categorization,
    }
    values = {placeholder: value for placeholder, value in known.items() if value or placeholder in _DELETED}
    return {**values, _FIGURES: _NO_FIGURES}


_LAWS = "is <Insert Version X.X>, dated <Insert MM/DD/YYYY>"
_LAWS_OPEN = "is <Insert Version>, dated <Insert date>"
"""Of FedRAMP's list of laws, in the statement that is signed: version and date of the plan are not those of the list."""
_NO_FIGURES = "Table 9.1"
"""Where the numbers of Appendix Q stand beside the connections that they are about."""
_FIGURES = (
    "<Insert Figure Number(s) (refer to the diagrams in the SSP depicting encryption status, typically data flow, if not "
    "combined)>"
)


def open_placeholders(path: str, left: Sequence[tuple[str, int]]) -> Iterator[Gap]:
    """The form's own, which a person fills in Word; `left` has how often each is there."""
    if left:
        named = listed([f"{text} ({count})" for text, count in left], _SHOWN)
        total = sum(count for _, count in left)
        yield Gap(
            path=path,
            kind=GapKind.UNDECIDED,
            reason=f"{counted(total, 'placeholder')} of FedRAMP's form {agreeing(total, 'is', 'are')} still open: {named}",
            next_step="fill them in Word before the document is signed",
        )
