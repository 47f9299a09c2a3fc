"""The record that the System Security Plan carries, so that text that people type can be distinguished from generated text."""

from generator.documents.cells import xml_text
from generator.documents.word_edited import fingerprint, read_edited
from generator.documents.word_record import attach
from generator.narrative.record import EditRecord, ValueBase, encode
from generator.renderers.ssp.prose import PROMPT
from generator.renderers.ssp.rows import PlanDocument
from generator.renderers.ssp.tags import keys
from generator.renderers.ssp.targets import plan_targets


def with_record(data: bytes, document: PlanDocument, where: str) -> bytes:
    """The finished file with its record in it."""
    prose = {place.tag: place.content for place in document.prose}
    written = read_edited(data, prose, where=where)
    there = {tag for tag, _, _ in written.fields}
    targets = plan_targets(document)
    values = {
        statement.tag: ValueBase(
            shown=" ".join(xml_text(statement.shown).split()),
            place=xml_text(statement.place),
            key=key,
            target=targets.get(statement.tag),
        )
        for statement, key in keys(document)
        if statement.tag in there
    }
    record = EditRecord(
        system=document.system_id,
        as_of=document.as_of.isoformat(),
        prompt=PROMPT,
        regions=tuple(place.tag for place in written.regions),
        texts={tag: content for tag, content in prose.items() if content},
        fields={},
        boxes={},
        outside=frozenset(fingerprint(place.text) for place in written.outside),
        values=values,
        ticked=frozenset(map(fingerprint, written.ticked)),
        pictures=written.pictures,
        document=where,
    )
    return attach(data, encode(record), where=where)
