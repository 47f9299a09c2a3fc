"""The record that Appendix A carries, so that what people type into it can be distinguished from what was generated."""

from collections.abc import Mapping, Sequence

from generator.documents.word_record import packed_with
from generator.documents.word_written import WrittenDocument
from generator.model.identifiers import ControlId
from generator.model.narrative import Narrative
from generator.narrative.record import BoxesBase, EditRecord, FieldBase, encode
from generator.renderers.appendix_a.blocks import PROMPT, inherited_field, parameter_field, role_field
from generator.renderers.appendix_a.rows import AppendixA, ControlRow


def with_record(written: WrittenDocument, document: AppendixA, narratives: Mapping[ControlId, Narrative]) -> bytes:
    """The finished file with its record in it, from what was written."""
    offered: dict[str, list[str]] = {}
    for tag in written.places.boxes:
        row, _, value = tag.rpartition(":")
        offered.setdefault(row, []).append(value)
    boxes: dict[str, BoxesBase] = {}
    fields: dict[str, FieldBase] = {}
    for control in document.controls:
        narrative = narratives.get(control.id)
        boxes |= _boxes(control, narrative, offered)
        fields |= _fields(control, narrative)
    record = EditRecord(
        system=document.system_id,
        as_of=document.as_of.isoformat(),
        prompt=PROMPT,
        regions=written.places.regions,
        texts={part.tag: part.written for part in document.parts if part.written},
        fields={tag: field for tag, field in fields.items() if tag in written.places.fields},
        boxes=boxes,
        outside=written.places.outside,
        ticked=written.places.ticked,
        pictures=written.places.pictures,
    )
    return packed_with(written.members, encode(record))


def _boxes(control: ControlRow, narrative: Narrative | None, offered: Mapping[str, Sequence[str]]) -> dict[str, BoxesBase]:
    rows = (
        (f"status:{control.id}", control.statuses, narrative.statuses if narrative else ()),
        (f"origination:{control.id}", control.originations, narrative.originations if narrative else ()),
    )
    return {
        tag: BoxesBase(
            shown=tuple(value for value in shown if value in offered[tag]), checked=stated, offered=tuple(offered[tag])
        )
        for tag, shown, stated in rows
        if tag in offered
    }


def _fields(control: ControlRow, narrative: Narrative | None) -> dict[str, FieldBase]:
    role, inherited = role_field(control), inherited_field(control)
    field_bases = {
        role.tag: FieldBase(shown=role.text or role.prompt, text=(narrative and narrative.role) or ""),
        inherited.tag: FieldBase(shown=inherited.text or inherited.prompt, text=(narrative and narrative.inherited_from) or ""),
    }
    for row in control.parameters:
        field = parameter_field(row)
        field_bases[field.tag] = FieldBase(shown=field.text or field.prompt, text=row.value)
    return field_bases
