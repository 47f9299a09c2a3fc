"""SSP Appendix A, FedRAMP Security Controls: every control of the baseline, as a Word document.

Written in our own layout, or into what the user names under `templates:` in system.yaml: the official form (FedRAMP SSP
Appendix A, Rev5, any baseline), or our own template as they edited it, which is known by its placeholders.
"""

from collections.abc import Iterator, Sequence

from generator.documents.bounded_zip import unpack
from generator.documents.sheet_fill import FillNote
from generator.documents.word import DocumentProperties, appended, render
from generator.documents.word_fill import fill_form
from generator.documents.word_jinja import has_placeholders
from generator.documents.word_written import WrittenDocument, as_written
from generator.errors import ConfigError, ParseError
from generator.model.evidence import Gap, GapKind
from generator.model.narrative import Narrative
from generator.oscal.package import AuthorizationPackage
from generator.renderers.appendix_a.official import form, missing, solution_title, summary_title
from generator.renderers.appendix_a.own import blocks, cover
from generator.renderers.appendix_a.record import with_record
from generator.renderers.appendix_a.rows import AppendixA
from generator.renderers.appendix_a.view import view
from generator.renderers.base import RenderedDocument, SplitRenderer, in_turn, outside_cr26
from generator.resources import data

_PATH = "ssp/Appendix-A-Security-Controls.docx"
_OWN = "templates/docx/appendix-a.docx"
_USERS = "the template named by templates.appendix-a in system.yaml"
_NEXT = "name FedRAMP's SSP Appendix A for the system's baseline (a .docx file), or remove the key"


def _own(document: AppendixA, template: bytes, where: str) -> tuple[WrittenDocument, tuple[Gap, ...]]:
    covered = render(template, cover(document), where=where)
    made = appended(covered, blocks(document), properties=_properties(document), date=document.as_of, where=where)
    return made.written(_regions(document), where=_PATH), ()


def _official(document: AppendixA, template: bytes) -> tuple[WrittenDocument, tuple[Gap, ...]]:
    filled = fill_form(template, form(document), properties=_properties(document), date=document.as_of, where=_USERS)
    wanted = [solution_title(control) for control in document.controls]
    if wanted and len(missing(document, filled.notes)) == len(wanted):
        raise ConfigError(
            f"not one control table of SSP Appendix A is in it: a table whose first row says {wanted[0]!r}, with a row for "
            f"each part, is missing, and so for {len(wanted)} controls",
            where=_USERS,
            next_step=_NEXT,
        )
    notes = {note.where: note for note in filled.notes if note.where not in _absent(document, filled.notes)}
    gaps = tuple(_gap(note) for note in (*notes.values(), *_not_there(document, filled.notes)))
    written = as_written(filled.members, _regions(document), where=_PATH)
    return written, (*gaps, *_open_placeholders(filled.left))


def _regions(document: AppendixA) -> tuple[str, ...]:
    return tuple(part.tag for part in document.parts)


def _open_placeholders(left: Sequence[tuple[str, int]]) -> Iterator[Gap]:
    """FedRAMP's own placeholders, for which nothing in the workspace has a value."""
    if left:
        yield Gap(
            path=_PATH,
            place="placeholders",
            kind=GapKind.SHORTENED,
            reason=f"placeholders of the form are still open: {'; '.join(f'{text} ({count})' for text, count in left)}",
            next_step="fill them in, in Word; the page numbers of the contents are put in by “Update field”",
        )


def _not_there(document: AppendixA, notes: Sequence[FillNote]) -> Iterator[FillNote]:
    """One note for each control that the form has no tables for."""
    absent = missing(document, notes)
    for control in document.controls:
        if control.id in absent:
            yield FillNote(where=control.id, what="the template has no tables for it; its answer is in the OSCAL plan only")


def _absent(document: AppendixA, notes: Sequence[FillNote]) -> frozenset[str]:
    absent = missing(document, notes)
    rows = (control for control in document.controls if control.id in absent)
    return frozenset(title for control in rows for title in (summary_title(control), solution_title(control)))


def _refuse_other_files(template: bytes) -> None:
    try:
        members = unpack(template, where=_USERS)
    except ParseError as error:
        raise ConfigError(error.what, where=_USERS, next_step=_NEXT) from error
    if "word/document.xml" not in members:
        raise ConfigError("this is not a Word document", where=_USERS, next_step=_NEXT)


def _gap(note: FillNote) -> Gap:
    return Gap(
        path=_PATH,
        place=note.where,
        kind=GapKind.SHORTENED,
        reason=note.what,
        next_step="use the template of the system's impact level, as FedRAMP publishes it",
    )


def _properties(document: AppendixA) -> DocumentProperties:
    state = "final" if document.final else "draft"
    return DocumentProperties(
        title=f"{document.system}: SSP Appendix A, Security Controls",
        subject=f"{document.baseline}, as of {document.as_of.isoformat()}, {state}",
        author=document.provider or "atopack",
    )


def _view(package: AuthorizationPackage) -> tuple[AppendixA, tuple[Narrative, ...]]:
    """The rows, and the texts that the document's record is compared with."""
    return view(package), package.narratives


def _write(rows: tuple[AppendixA, tuple[Narrative, ...]], template: bytes | None) -> RenderedDocument:
    document, narratives = rows
    if template is None:
        made = _own(document, (data("templates") / "docx" / "appendix-a.docx").read_bytes(), _OWN)
    else:
        _refuse_other_files(template)
        ours = has_placeholders(template, where=_USERS)
        made = _own(document, template, _USERS) if ours else _official(document, template)
    written, notes = made
    texts = {narrative.control: narrative for narrative in narratives}
    return RenderedDocument(data=with_record(written, document, texts), notes=notes)


APPENDIX_A_DOCX = SplitRenderer(
    name="appendix-a-docx",
    path=_PATH,
    title="SSP Appendix A, security controls",
    template="appendix-a",
    applies=outside_cr26,
    view=_view,
    write=_write,
    render=in_turn(_view, _write),
)
