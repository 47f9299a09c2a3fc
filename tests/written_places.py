"""What a record says of a document as it was written, beside what is read of the document."""

import io

import docx

from generator.documents.bounded_zip import unpack
from generator.documents.word_edited import read_edited
from generator.documents.word_record import attached
from generator.documents.word_written import WrittenPlaces, fingerprint, read_written
from generator.narrative.record import decode
from generator.resources import data


def as_read(document: bytes, tags: tuple[str, ...]) -> WrittenPlaces:
    """What a record would say of the document, from all that is read of it."""
    edited = read_edited(document, tags)
    return WrittenPlaces(
        regions=tuple(region.tag for region in edited.regions),
        fields=frozenset(tag for tag, _, _ in edited.fields),
        boxes=tuple(tag for tag, _ in edited.boxes),
        outside=frozenset(fingerprint(paragraph.text) for paragraph in edited.outside),
        ticked=frozenset(map(fingerprint, edited.ticked)),
        pictures=edited.pictures,
    )


def check_record(document: bytes) -> WrittenPlaces:
    """A finished document and its record agree; gives what both say."""
    text = attached(document)
    assert text is not None
    record = decode(text, "record")
    read = as_read(document, record.regions)
    assert read_written(unpack(document), record.regions) == read
    assert (record.regions, record.outside, record.ticked, record.pictures) == (
        read.regions,
        read.outside,
        read.ticked,
        read.pictures,
    )
    assert record.fields.keys() | record.values.keys() <= read.fields
    assert {value for boxes in record.boxes.values() for value in boxes.offered} <= {
        tag.rpartition(":")[2] for tag in read.boxes
    }
    return read


def persons_template(name: str) -> bytes:
    """Our own template with a paragraph, a table and a header of a person's in it."""
    document = docx.Document(io.BytesIO((data("templates") / "docx" / name).read_bytes()))
    document.add_paragraph("Words of our house.")
    document.add_table(rows=1, cols=2).rows[0].cells[1].text = "A cell of our house."
    document.sections[0].header.add_paragraph("A header of our house.")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
