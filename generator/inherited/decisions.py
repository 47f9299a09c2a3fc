"""`decisions/inheritance.yaml`: what a person takes over from leveraged systems, and how what they leave to us is met.

```yaml
inherit:
  - from: cloud                 # id of a row of plan.leveraged-authorizations in system.yaml
    controls: [PE-2, PE-3]      # or: all
    by: Ada Lovelace
    date: 2026-11-01
satisfy:
  - responsibility: 11111111-0000-4000-8000-000000000001   # uuid in the leveraged plan
    how: Keys are rotated every 90 days by the platform team.
    by: Ada Lovelace
    date: 2026-11-01
```

Offered is not inherited: without a named person nothing is taken over.
"""

from collections.abc import Collection
from datetime import date
from typing import Literal

import msgspec

from generator.facts.future_decisions import decided_until
from generator.frameworks.base import oscal_id
from generator.model.evidence import Gap
from generator.model.leveraged import Met, Taken
from generator.strict_yaml import StrictYamlFile, convert, load

FILE = "decisions/inheritance.yaml"


class _Inherit(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    leveraged: str = msgspec.field(name="from")
    controls: tuple[str, ...] | Literal["all"]
    by: str
    day: date = msgspec.field(name="date")


class _Satisfy(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    responsibility: str
    how: str
    by: str
    day: date = msgspec.field(name="date")


class _InheritanceFile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    inherit: tuple[_Inherit, ...] = ()
    satisfy: tuple[_Satisfy, ...] = ()


SCHEMA = _InheritanceFile
"""The whole file, for its JSON schema."""


def read_decisions(
    text: str, leveraged: Collection[str], controls: Collection[str], as_of: date
) -> tuple[tuple[Taken, ...], tuple[Met, ...], tuple[Gap, ...]]:
    """Read and check the file. What was decided after the day does not count on it, and is a gap.

    Raises:
        ConfigError: names file, line and key.
    """
    written = load(text, FILE)
    rows = convert(written, _InheritanceFile)
    taken = tuple(_taken(row, index, written, leveraged, controls) for index, row in enumerate(rows.inherit))
    met = tuple(_met(row, index, written) for index, row in enumerate(rows.satisfy))
    known: set[str] = set()
    for index, responsibility in enumerate(met):
        if responsibility.uuid in known:
            raise written.error(("satisfy", index), "this responsibility is answered twice", "keep one of the two")
        known.add(responsibility.uuid)
    taken, not_taken = decided_until(taken, as_of, lambda one: f"{one.by} took over controls from `{one.leveraged}`")
    met, not_met = decided_until(met, as_of, lambda one: f"{one.by} said how a responsibility is met")
    return taken, met, (*not_taken, *not_met)


def _taken(row: _Inherit, index: int, written: StrictYamlFile, leveraged: Collection[str], controls: Collection[str]) -> Taken:
    at = ("inherit", index)
    if row.leveraged not in leveraged:
        known = ", ".join(sorted(leveraged)) or "none is there yet"
        what = f"`{row.leveraged}` is no leveraged authorization with a plan in OSCAL"
        raise written.error((*at, "from"), what, f"name one that has `ssp:` in system.yaml ({known})")
    chosen = () if row.controls == "all" else row.controls
    for number, control in enumerate(chosen):
        if control not in controls:
            what = f"`{control[:40]}` is no control of this plan"
            raise written.error((*at, "controls", number), what, "write it like PE-2 or AC-2(1)")
    written.require_texts(at, {"by": row.by}, "write the name of the person who decided", what="no person is named")
    place = f"{FILE}, line {written.line(at)}"
    return Taken(
        leveraged=row.leveraged, controls=tuple(oscal_id(text) for text in chosen), by=row.by.strip(), day=row.day, place=place
    )


def _met(row: _Satisfy, index: int, written: StrictYamlFile) -> Met:
    at = ("satisfy", index)
    written.require_texts(at, {"how": row.how, "by": row.by}, "say how it is met, and who says so")
    place = f"{FILE}, line {written.line(at)}"
    return Met(uuid=row.responsibility.lower(), how=row.how.strip(), by=row.by.strip(), day=row.day, place=place)
