"""One try: a whole file is drawn, damaged in ways that fit what it is, and given to a target."""

import msgspec

from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from tests.fuzz.targets import REFUSED, TARGETS
from tests.growth import ended_after
from tests.parsers.scans import mutations
from tests.seeded_choices import SeededChoices

LONGEST = 20
"""Seconds of processor time after which a try hangs."""
_TEXT = {FileContainer.TEXT, FileContainer.BINARY, FileContainer.ZIP, FileContainer.GZIP, FileContainer.PNG, FileContainer.YAML}
_SHARE = {"read": 8, "oscal": 1, "verify": 1}


class FuzzTry(msgspec.Struct, frozen=True):
    """What is given to whom."""

    target: str
    name: str
    raw: bytes


def drawn(seed: int, number: int) -> FuzzTry:
    """The try of this number: it depends on nothing else, so that any can be made again."""
    choices = SeededChoices(f"{seed}/{number}")
    target = choices.one([name for name, share in _SHARE.items() for _ in range(share)])
    name, raw = choices.one(TARGETS[target].seeds())
    fitting = _fitting(name, raw)
    for mutation in [choices.one(fitting) for _ in range(choices.number(4) + 1)]:
        raw = mutation(raw, choices)
    if choices.number(4) == 0:
        raw = choices.one(mutations.OF_BYTES)(raw, choices)
    return FuzzTry(target, name, raw)


def crash(attempt: FuzzTry) -> Exception | None:
    """What it raised that is no refusal; None where it was read or refused."""
    try:
        with ended_after(LONGEST):
            TARGETS[attempt.target].run(attempt.name, attempt.raw)
    except REFUSED:
        return None
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        return error
    return None


def _fitting(name: str, raw: bytes) -> tuple[mutations.Mutation, ...]:
    container = Document(name, raw).container
    if container is FileContainer.XML:
        return mutations.OF_XML
    return mutations.OF_TEXT if container in _TEXT else mutations.OF_JSON
