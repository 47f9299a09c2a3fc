"""Payloads of the eMASS API in a delivery: files that a client sends, and a list of what people still have to say.

Nothing is sent. `owed.json` has every entry that eMASS would refuse, with what is known of it and where the rest is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from generator.export.emass.artifacts import ARTIFACTS, names_table
from generator.export.emass.base import FOLDER, Payload, whole
from generator.export.emass.baselines import HARDWARE, SOFTWARE
from generator.export.emass.containers import CONTAINERS
from generator.export.emass.poams import POAMS
from generator.export.emass.test_results import TEST_RESULTS
from generator.export.material import Made, Material
from generator.model.evidence import Gap, GapKind
from generator.text import counted

PAYLOADS: tuple[Payload, ...] = (CONTAINERS, HARDWARE, SOFTWARE, POAMS, TEST_RESULTS, ARTIFACTS)
OWED = f"{FOLDER}owed.json"


class _Missing(msgspec.Struct, frozen=True, kw_only=True):
    field: str
    say: str


class _Owed(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    payload: str
    name: str
    missing: tuple[_Missing, ...]
    so_far: msgspec.Raw


class _Sent(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    file: str
    endpoint: str
    entries: int
    owed: int


class _Whole(msgspec.Struct, frozen=True, kw_only=True):
    payloads: tuple[_Sent, ...]
    owed: tuple[_Owed, ...]


_listed = msgspec.json.Decoder(_Whole)


@dataclass(frozen=True, slots=True)
class EmassPayloads:
    """See `Supplement`."""

    name: str = "emass-payloads"

    def made(self, material: Material) -> Made:
        """See `Supplement.made`."""
        files: dict[str, tuple[bytes, str]] = {}
        sent, owed = list[_Sent](), list[_Owed]()
        for payload in PAYLOADS:
            proposed = tuple(payload.proposed(material))
            body = tuple(whole(proposed))
            files[payload.path] = (_json(body), f"{payload.title} ({payload.endpoint})")
            left = [one for one in proposed if one.missing]
            sent.append(_Sent(file=payload.file, endpoint=payload.endpoint, entries=len(body), owed=len(left)))
            owed += [
                _Owed(
                    payload=payload.file,
                    name=one.name,
                    missing=tuple(_Missing(field=field, say=say) for field, say in one.missing),
                    so_far=msgspec.Raw(msgspec.json.encode(one.entry)),
                )
                for one in left
            ]
        files[OWED] = (_json(_Whole(payloads=tuple(sent), owed=tuple(owed))), "What the eMASS payloads lack")
        return {**files, **names_table(material)}

    def remarks(self, _material: Material, documents: Made) -> Iterator[Gap]:
        """A line for each field that entries lack, with where to state it for the first."""
        lacks: dict[tuple[str, str], list[str]] = {}
        for one in _listed.decode(documents[OWED][0]).owed:
            for lack in one.missing:
                lacks.setdefault((one.payload, lack.field), []).append(lack.say)
        for (payload, field), says in sorted(lacks.items()):
            entries = counted(len(says), "entry is", "entries are")
            reason = f"{entries} left out without `{field}`, which eMASS requires: {OWED} lists them"
            step = says[0] if len(set(says)) == 1 else f"{says[0]}; {OWED} has the step for each"
            yield Gap(path=f"{FOLDER}{payload}", place=field, kind=GapKind.UNDECIDED, reason=reason, next_step=step)


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


EMASS = EmassPayloads()
