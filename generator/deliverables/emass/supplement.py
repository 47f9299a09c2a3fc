"""Payloads of the eMASS API in a delivery: files that a client sends, and a list of what people still have to say.

Nothing is sent. `outstanding.json` has every entry that eMASS would refuse, with what is known of it and where the rest is
stated.
"""

from collections.abc import Iterator

import msgspec

from generator.deliverables.emass.artifacts import ARTIFACTS, names_table
from generator.deliverables.emass.base import FOLDER, Payload, whole
from generator.deliverables.emass.baselines import HARDWARE, SOFTWARE
from generator.deliverables.emass.containers import CONTAINERS
from generator.deliverables.emass.poams import POAMS
from generator.deliverables.emass.test_results import TEST_RESULTS
from generator.deliverables.material import Made, Material
from generator.model.evidence import Gap, GapKind
from generator.model.grouping import grouped
from generator.text import counted, indented_json

PAYLOADS: tuple[Payload, ...] = (CONTAINERS, HARDWARE, SOFTWARE, POAMS, TEST_RESULTS, ARTIFACTS)
OUTSTANDING = f"{FOLDER}outstanding.json"


class _MissingField(msgspec.Struct, frozen=True, kw_only=True):
    field: str
    say: str


class _OutstandingFields(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    payload: str
    name: str
    missing: tuple[_MissingField, ...]
    so_far: msgspec.Raw


class _Sent(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    file: str
    endpoint: str
    entries: int
    outstanding: int


class _SupplementFile(msgspec.Struct, frozen=True, kw_only=True):
    payloads: tuple[_Sent, ...]
    outstanding: tuple[_OutstandingFields, ...]


_listed = msgspec.json.Decoder(_SupplementFile)


def emass_payloads(material: Material) -> Made:
    """A body for each payload, and what the entries that are left out of them lack."""
    files: dict[str, tuple[bytes, str]] = {}
    sent, outstanding = list[_Sent](), list[_OutstandingFields]()
    for payload in PAYLOADS:
        proposed = tuple(payload.proposed(material))
        body = tuple(whole(proposed))
        files[payload.path] = (indented_json(body), f"{payload.title} ({payload.endpoint})")
        left = [proposal for proposal in proposed if proposal.missing]
        sent.append(_Sent(file=payload.file, endpoint=payload.endpoint, entries=len(body), outstanding=len(left)))
        outstanding += [
            _OutstandingFields(
                payload=payload.file,
                name=proposal.name,
                missing=tuple(_MissingField(field=field, say=say) for field, say in proposal.missing),
                so_far=msgspec.Raw(msgspec.json.encode(proposal.entry)),
            )
            for proposal in left
        ]
    files[OUTSTANDING] = (
        indented_json(_SupplementFile(payloads=tuple(sent), outstanding=tuple(outstanding))),
        "What the eMASS payloads lack",
    )
    return {**files, **names_table(material)}


def remarks(_material: Material, documents: Made) -> Iterator[Gap]:
    """A line for each field that entries lack, with where to state it for the first."""
    lacks = grouped(
        ((entry.payload, lack.field), lack.say)
        for entry in _listed.decode(documents[OUTSTANDING][0]).outstanding
        for lack in entry.missing
    )
    for (payload, field), says in sorted(lacks.items()):
        entries = counted(len(says), "entry is", "entries are")
        reason = f"{entries} left out without `{field}`, which eMASS requires: {OUTSTANDING} lists them"
        step = says[0] if len(set(says)) == 1 else f"{says[0]}; {OUTSTANDING} has the step for each"
        yield Gap(path=f"{FOLDER}{payload}", place=field, kind=GapKind.UNDECIDED, reason=reason, next_step=step)
