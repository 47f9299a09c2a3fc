"""The System Security Plan (FedRAMP SSP template v1.1): everything before its appendices, and those that stand inside it.

Written in our own layout, or into what the user names under `templates:` in system.yaml: FedRAMP's SSP template, or our own as
they edited it, which is known by its placeholders.
"""

from msgspec.structs import replace

from generator.documents.word import DocumentProperties, appended, render
from generator.documents.word_jinja import has_placeholders
from generator.documents.word_tables import fill_tables
from generator.documents.word_written import WrittenDocument, as_written
from generator.errors import ConfigError
from generator.model.evidence import Gap, GapKind
from generator.renderers.base import RenderedDocument, SplitRenderer, in_turn, outside_cr26
from generator.renderers.ssp.official import form, open_placeholders
from generator.renderers.ssp.own import blocks, cover
from generator.renderers.ssp.record import with_record
from generator.renderers.ssp.rows import PlanDocument
from generator.renderers.ssp.view import view
from generator.resources import data

_PATH = "ssp/System-Security-Plan.docx"
_OWN = "templates/docx/ssp.docx"
_USERS = "the template named by templates.ssp in system.yaml"
_SHOWN = 4


def gaps(document: PlanDocument) -> tuple[Gap, ...]:
    """One for all places that are not filled."""
    if not document.outstanding:
        return ()
    *first, rest = [f"{owing.table}, {owing.what}" for owing in document.owing[: _SHOWN + 1]]
    shown = first if len(document.owing) > _SHOWN else [*first, rest]
    more = ", …" if len(document.owing) > _SHOWN else ""
    return (
        Gap(
            path=_PATH,
            kind=GapKind.UNDECIDED,
            reason=f"{document.outstanding:,} of {document.counted:,} places of the plan's front matter are not stated yet: "
            f"{'; '.join(shown)}{more}",
            next_step="the readiness report lists each with the key of system.yaml that states it",
        ),
    )


def _own(document: PlanDocument, template: bytes, where: str) -> tuple[WrittenDocument, tuple[Gap, ...]]:
    covered = render(template, cover(document), where=where)
    made = appended(covered, blocks(document), properties=_properties(document), date=document.as_of, where=where)
    return made.written(_regions(document), where=_PATH), ()


def _official(document: PlanDocument, template: bytes) -> tuple[WrittenDocument, tuple[Gap, ...]]:
    wanted = form(document)
    # NOTE: without a subject, since the template shows it below its table of revisions
    properties = replace(_properties(document), subject="")
    filled = fill_tables(template, wanted, properties=properties, date=document.as_of, where=_USERS)
    if len(filled.notes) >= len(wanted.grids) + len(wanted.pairs) + len(wanted.put):
        raise ConfigError(
            "not one table of the System Security Plan is in it: none begins with “System Information”",
            where=_USERS,
            next_step="name FedRAMP's SSP template (a .docx file), or remove the key",
        )
    step = "use the template that FedRAMP publishes"
    notes = tuple(
        Gap(path=_PATH, place=note.where, kind=GapKind.SHORTENED, reason=note.what, next_step=step) for note in filled.notes
    )
    written = as_written(filled.members, _regions(document), where=_PATH)
    return written, (*notes, *open_placeholders(_PATH, filled.left))


def _regions(document: PlanDocument) -> tuple[str, ...]:
    return tuple(place.tag for place in document.prose)


def _properties(document: PlanDocument) -> DocumentProperties:
    return DocumentProperties(
        title=f"{document.system}: System Security Plan",
        subject=f"FedRAMP {document.baseline}, {document.version}, as of {document.as_of.isoformat()}",
        author=document.provider or "atopack",
    )


def _write(document: PlanDocument, template: bytes | None) -> RenderedDocument:
    if template is None:
        written, notes = _own(document, (data("templates") / "docx" / "ssp.docx").read_bytes(), _OWN)
    elif has_placeholders(template, where=_USERS):
        written, notes = _own(document, template, _USERS)
    else:
        written, notes = _official(document, template)
    return RenderedDocument(data=with_record(written, document, _PATH), notes=(*notes, *gaps(document)))


SSP_DOCX = SplitRenderer(
    name="ssp-docx",
    path=_PATH,
    title="System Security Plan",
    template="ssp",
    applies=outside_cr26,
    view=view,
    write=_write,
    render=in_turn(view, _write),
)
