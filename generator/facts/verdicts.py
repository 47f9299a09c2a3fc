"""`decisions/verdicts.yaml`: what named persons judged, control by control.

```yaml
- control: CM-8                # or a part, CM-8(a); or instead of it
  # objective: cm-8_obj.a.1    # an assessment objective, as NIST's SP 800-53 catalog spells it
  verdict: satisfied           # or not-satisfied
  by: A. Lovelace
  role: Information System Security Officer
  date: 2026-11-18
  evidence: [evidence/cluster/pods.json, evidence/interviews/inventory.pdf]
  note: Compared with the registry by hand.
  # assessment-procedures: [CM-8.1]   # as eMASS calls them: it becomes a test result for each
```

Entries on CMMC requirements (`requirement:`) stand in the same file: see `requirement_verdicts`.

Without such an entry no control and no objective is ever called satisfied. Evidence must lie among the evidence of the package,
so that whoever reads the verdict can open it. A verdict from after the as-of day does not count on it.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

import msgspec

from generator import strict_yaml
from generator.facts.future_decisions import decided_until
from generator.frameworks.base import Control
from generator.frameworks.objectives import is_within, procedure_of
from generator.model.evidence import EvidenceSource, Gap
from generator.model.identifiers import ControlId
from generator.model.verdict import Verdict, VerdictState
from generator.strict_yaml import StrictYamlFile

FILE = "decisions/verdicts.yaml"

_STATES = frozenset(str(verdict_state) for verdict_state in VerdictState)
_CONTROL = re.compile(r"(?P<control>[A-Z]{2}-\d+(?:\(\d+\))?)(?:\((?P<part>[a-z])\))?")
_PROCEDURE = re.compile(r"[A-Z]{2}-\d{1,3}(?:\(\d{1,3}\))?\.\d{1,3}", re.ASCII)
_OBJECTIVE = re.compile(r"(?P<control>[a-z]{2}-\d+(?:\.\d+)?)_obj(?:\.[a-z0-9-]+)*")


class VerdictRow(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One entry of the file, on a control or, with the keys from `requirement` on, on a CMMC requirement."""

    control: ControlId | None = None
    objective: str | None = None
    verdict: Literal["satisfied", "not-satisfied", "met", "not-met", "not-applicable"]
    by: str
    role: str
    day: date = msgspec.field(name="date")
    evidence: list[str] = []
    note: str = ""
    assessment_procedures: list[str] = msgspec.field(name="assessment-procedures", default_factory=list)
    requirement: str | None = None
    points: int | None = None
    plan: str = ""
    owner: str = ""
    resources: str = ""
    due: date | None = None


SCHEMA = list[VerdictRow]
"""The whole file, for its JSON schema."""


def rows_of(text: str) -> tuple[StrictYamlFile, list[VerdictRow]]:
    """The entries, with their line numbers.

    Raises:
        ConfigError: broken YAML, or an unknown key.
    """
    return strict_yaml.load_list(text, FILE, VerdictRow)


def read_verdicts(
    text: str, *, as_of: date, controls: Sequence[Control], evidence: Callable[[str], EvidenceSource]
) -> tuple[tuple[Verdict, ...], tuple[Gap, ...]]:
    """Read and check the file. `evidence` finds a file of the package by its path, or raises `ConfigError`.

    A verdict from after the day is a gap.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key, control or file, no person, two verdicts on one.
    """
    written, rows = rows_of(text)
    by_key: dict[str, Verdict] = {}
    for index, row in enumerate(rows):
        if row.requirement is not None:
            continue
        verdict = _verdict(row, index, written, controls, evidence)
        before = by_key.setdefault(verdict.objective, verdict)
        if before is not verdict:
            raise written.error((index,), f"{verdict.target} is judged already ({before.place})", "keep one of the two")
    return decided_until(by_key.values(), as_of, lambda row: f"{row.by} judged {row.control}")


def _verdict(
    row: VerdictRow, index: int, written: StrictYamlFile, controls: Sequence[Control], evidence: Callable[[str], EvidenceSource]
) -> Verdict:
    require_named_person(row, index, written)
    if row.verdict not in _STATES:
        raise written.error(
            (index, "verdict"), f"`{row.verdict}` is a verdict on CMMC requirements", "one of satisfied, not-satisfied"
        )
    state = VerdictState(row.verdict)
    if state is VerdictState.SATISFIED and not row.evidence:
        raise written.error((index, "verdict"), "no evidence is named", "name the files that the verdict rests on: `evidence:`")
    control, target = _target(row, index, written, controls)
    return Verdict(
        control=control,
        target=target,
        state=state,
        by=row.by.strip(),
        role=row.role.strip(),
        day=row.day,
        evidence=sources_of(row.evidence, index, written, evidence),
        note=row.note.strip(),
        procedures=_procedures(row, index, written),
        place=place_of(index, written),
    )


def _procedures(row: VerdictRow, index: int, written: StrictYamlFile) -> tuple[str, ...]:
    for assessment_procedure in row.assessment_procedures:
        if not _PROCEDURE.fullmatch(assessment_procedure):
            step = "write it as eMASS does: AC-2.1, or SC-7(5).2"
            raise written.error(
                (index, "assessment-procedures"), f"`{assessment_procedure[:40]}` is no assessment procedure", step
            )
    return tuple(dict.fromkeys(row.assessment_procedures))


def require_named_person(row: VerdictRow, index: int, written: StrictYamlFile) -> None:
    """A verdict is a person's.

    Raises:
        ConfigError: no person is named, or the role is missing.
    """
    step = "write the name and the role of the person who judged"
    written.require_texts((index,), {"by": row.by, "role": row.role}, step, what="no person is named")


def sources_of(
    paths: Sequence[str], index: int, written: StrictYamlFile, evidence: Callable[[str], EvidenceSource]
) -> tuple[EvidenceSource, ...]:
    """The evidence that an entry names under `evidence:`.

    Raises:
        ConfigError: a file is no evidence of this package.
    """
    sources = []
    for at, path in enumerate(paths):
        with written.at((index, "evidence", at)):
            sources.append(evidence(path))
    return tuple(sources)


def place_of(index: int, written: StrictYamlFile) -> str:
    """File and line of an entry."""
    return written.place((index,))


def _target(row: VerdictRow, index: int, written: StrictYamlFile, controls: Sequence[Control]) -> tuple[ControlId, str]:
    """The control, and what of it is judged."""
    if (row.control is None) == (row.objective is None):
        raise written.error((index,), "name either a control or an objective", "write `control: CM-8`, or `objective:`")
    if row.control is not None:
        return _statement(row.control.strip(), index, written, controls)
    objective = (row.objective or "").strip()
    match = _OBJECTIVE.fullmatch(objective)
    control = next((candidate for candidate in controls if match and candidate.oscal_id == match["control"]), None)
    if control is None or not any(is_within(each.id, objective) for each in procedure_of(control.oscal_id).objectives):
        step = "write it as NIST's catalog does, as cm-8_obj.a.1, of a control of this package"
        raise written.error((index, "objective"), f"`{objective[:80]}` is no objective that is known", step)
    return control.id, objective


def _statement(statement: str, index: int, written: StrictYamlFile, controls: Sequence[Control]) -> tuple[ControlId, str]:
    match = _CONTROL.fullmatch(statement)
    control = next((candidate for candidate in controls if match and candidate.id == match["control"]), None)
    part = match["part"] or "" if match else ""
    if control is None or (part and part not in control.parts):
        known = ", ".join(candidate.id for candidate in controls)
        raise written.error((index, "control"), f"`{statement[:80]}` is no control of this package", f"one of {known}")
    return control.id, control.statement_id(part)
