"""The record that the System Security Plan carries, so that text that people type can be distinguished from generated text.

Each value in a table of the plan belongs to a key of system.yaml, so that what is typed there can go back to it. A row is known
by what names it (a service, a law, a version), never by its number. Values that are put together from several keys, or that
decide about much else (the impact level), have no target: they are reported with their key.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from generator.documents.cells import xml_text
from generator.documents.word_record import packed_with
from generator.documents.word_written import WrittenDocument
from generator.narrative.record import EditRecord, ValueBase, ValuePath, ValueTarget, encode
from generator.renderers.ssp.prose import PROMPT
from generator.renderers.ssp.rows import PlanDocument, PlanStatement, PlanTable
from generator.renderers.ssp.tags import keys

FILE = "system.yaml"

_OF_PEOPLE = {"Name": "name", "Title": "title", "Phone Number": "phone", "Email Address": "email"}

_INFORMATION: Mapping[str, tuple[ValuePath, str]] = MappingProxyType(
    {
        "FedRAMP Package ID": (("plan", "package-id"), "text"),
        "Service Model": (("system", "service-model"), "service-model"),
        "Fully Operational as of": (("plan", "operational-since"), "day"),
        "Deployment Model": (("system", "deployment-model"), "deployment-model"),
        "Authorization Path": (("plan", "authorization-type"), "authorization-type"),
    }
)

_EXTERNAL: Mapping[str, tuple[tuple[str, ...], str]] = MappingProxyType(
    {
        "# (1, 2 or 3)": (("connection", "number"), "number"),
        "Nature of Agreement": (("connection", "nature-of-agreement"), "agreement"),
        "Still Supported? Y or N": (("connection", "supported"), "yes-no"),
        "Data Types": (("connection", "data-types"), "list"),
        "Data Categorization": (("connection", "categorization"), "impact"),
        "Other Compliance Programs": (("connection", "compliance"), "list"),
        "Description": (("purpose",), "text"),
        "Hosting Environment": (("connection", "hosting"), "text"),
        "Risk/ Impact/ Mitigation": (("connection", "risk"), "text"),
    }
)

_LEVERAGED: Mapping[str, tuple[tuple[str, ...], str]] = MappingProxyType(
    {
        "CSO Service": (("services",), "list"),
        "Nature of Agreement": (("nature-of-agreement",), "agreement"),
        "Data Types": (("data-types",), "list"),
    }
)

_REVISIONS = {"Date": (("date",), "day"), "Description": (("description",), "text"), "Author": (("author",), "text")}

_LAWS = {"Title": (("title",), "text"), "Date": (("date",), "day")}


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


def plan_targets(document: PlanDocument) -> Mapping[str, ValueTarget]:
    """By the tag of a content control."""
    targets = dict(_of_labels(document.information, {label: (path, form) for label, (path, form) in _INFORMATION.items()}))
    for table, role in ((document.owner, "system-owner"), (document.officer, "information-system-security-officer")):
        labels = {label: (("parties", (("roles",), role), key), "text") for label, key in _OF_PEOPLE.items()}
        targets |= dict(_of_labels(table, labels))
    for row in document.external.rows:
        targets |= dict(_of_row(document.external, row, ("external-services", (("name",), row[1].text)), _EXTERNAL))
    for row in document.leveraged.rows:
        if any(statement.key.startswith("external-services") for statement in row):
            targets |= dict(_of_row(document.leveraged, row, ("external-services", (("name",), row[1].text)), _EXTERNAL))
        elif len(row) > 1:
            place = ("plan", "leveraged-authorizations", (("provider", "name"), row[1].text))
            targets |= dict(_of_row(document.leveraged, row, place, _LEVERAGED))
    for row in document.revisions.rows:
        targets |= dict(_of_row(document.revisions, row, ("plan", "revisions", (("version",), row[2].text)), _REVISIONS))
    for row in document.laws.rows:
        targets |= dict(_of_row(document.laws, row, ("plan", "laws", (("number",), row[0].text)), _LAWS))
    return targets | {
        statement.tag: ValueTarget(file=FILE, path=("plan", "acronyms", acronym), form="text")
        for acronym, statement in document.meanings
    }


def _of_labels(table: PlanTable, labels: Mapping[str, tuple[ValuePath, str]]) -> Iterator[tuple[str, ValueTarget]]:
    for label, *values in table.rows:
        known = labels.get(label.text.rstrip(":"))
        if known is not None and values and values[0].tag:
            yield values[0].tag, ValueTarget(file=FILE, path=known[0], form=known[1])


def _of_row(
    table: PlanTable, row: Sequence[PlanStatement], place: ValuePath, columns: Mapping[str, tuple[tuple[str, ...], str]]
) -> Iterator[tuple[str, ValueTarget]]:
    for statement, head in zip(row, table.header, strict=True):
        if statement.tag and head in columns:
            path, form = columns[head]
            yield statement.tag, ValueTarget(file=FILE, path=(*place, *path), form=form)
