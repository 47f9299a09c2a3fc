"""The record that the System Security Plan carries, so that text that people type can be distinguished from generated text."""

from generator.documents.cells import xml_text
from generator.documents.word_record import packed_with
from generator.documents.word_written import WrittenDocument
from generator.narrative.record import EditRecord, ValueBase, encode
from generator.renderers.ssp.prose import PROMPT
from generator.renderers.ssp.rows import PlanDocument
from generator.renderers.ssp.tags import keys
from generator.renderers.ssp.targets import plan_targets


def with_record(written: WrittenDocument, document: PlanDocument, where: str) -> bytes:
    """The finished file with its record in it, from what was written."""
    prose = {place.tag: place.content for place in document.prose}
    targets = plan_targets(document)
    values = {
        statement.tag: ValueBase(
            shown=" ".join(xml_text(statement.shown).split()),
            place=xml_text(statement.place),
            key=key,
            target=targets.get(statement.tag),
        )
        for statement, key in keys(document)
        if statement.tag in written.places.fields
    }
    record = EditRecord(
        system=document.system_id,
        as_of=document.as_of.isoformat(),
        prompt=PROMPT,
        regions=written.places.regions,
        texts={tag: content for tag, content in prose.items() if content},
        fields={},
        boxes={},
        outside=written.places.outside,
        values=values,
        ticked=written.places.ticked,
        pictures=written.places.pictures,
        document=where,
    )
    return packed_with(written.members, encode(record))
