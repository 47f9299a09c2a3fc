"""Verdicts on CMMC requirements in `decisions/verdicts.yaml`: what a named person found, requirement by requirement.

```yaml
- requirement: AC.L2-3.1.5     # or 3.1.5, or one of its objectives: 3.1.5[b]
  verdict: not-met             # met | not-met | not-applicable
  by: A. Lovelace
  role: Lead assessor
  date: 2026-11-18
  evidence: [evidence/cluster/clusterroles.json]
  note: Two service accounts may do everything.
  points: 3                    # IA.L2-3.5.3 and SC.L2-3.13.11 only: what it costs, 3 or 5
  plan: Bind both to roles of their own.      # from here on for the plan of action
  owner: Platform team
  resources: Two days
  due: 2027-02-01
```

*Met* needs evidence, which must be final and no draft (32 CFR 170.24(b)(1)); *not applicable* needs a note that says why.
"""

from collections.abc import Callable
from datetime import date

from generator.facts.future_decisions import decided_until
from generator.facts.verdicts import VerdictRow, place_of, require_named_person, rows_of, sources_of
from generator.frameworks.cmmc_scoring import BY_NAME, Weighted
from generator.model.evidence import EvidenceSource, Gap
from generator.model.verdict import RequirementState, RequirementVerdict
from generator.strict_yaml import StrictYamlFile

_STATES = frozenset(str(requirement_state) for requirement_state in RequirementState)


def read_requirement_verdicts(
    text: str, *, as_of: date, evidence: Callable[[str], EvidenceSource]
) -> tuple[tuple[RequirementVerdict, ...], tuple[Gap, ...]]:
    """Read and check the entries on requirements. `evidence` finds a file of the package by its path, or raises `ConfigError`.

    A verdict from after the as-of day does not count on it, and is a gap.

    Raises:
        ConfigError: names file, line and key: an unknown requirement, no person named, points that it cannot cost, no evidence,
            two verdicts on one.
    """
    written, rows = rows_of(text)
    verdicts: dict[tuple[str, str], RequirementVerdict] = {}
    for index, row in enumerate(rows):
        if row.requirement is None:
            continue
        verdict = _verdict(row, index, written, evidence)
        before = verdicts.setdefault((verdict.requirement, verdict.objective), verdict)
        if before is not verdict:
            named = verdict.objective or verdict.requirement
            raise written.error((index,), f"{named} is judged already ({before.place})", "keep one of the two")
    return decided_until(
        verdicts.values(),
        as_of,
        lambda requirement_verdict: f"{requirement_verdict.by} judged {requirement_verdict.requirement}",
    )


def _verdict(
    row: VerdictRow, index: int, written: StrictYamlFile, evidence: Callable[[str], EvidenceSource]
) -> RequirementVerdict:
    require_named_person(row, index, written)
    requirement, objective = _named(row, index, written)
    if row.verdict not in _STATES:
        step = "one of met, not-met, not-applicable"
        raise written.error((index, "verdict"), f"`{row.verdict}` is a verdict on controls, not on requirements", step)
    state = RequirementState(row.verdict)
    if state is RequirementState.MET and not row.evidence:
        step = "name the files that the verdict rests on: `evidence:`"
        raise written.error((index, "verdict"), "no evidence is named", step)
    if state is RequirementState.NOT_APPLICABLE and not row.note.strip():
        raise written.error((index, "verdict"), "the reason why it does not apply is missing", "state it under `note:`")
    return RequirementVerdict(
        requirement=requirement.requirement.id,
        objective=objective,
        state=state,
        by=row.by.strip(),
        role=row.role.strip(),
        day=row.day,
        evidence=sources_of(row.evidence, index, written, evidence),
        note=row.note.strip(),
        cost=_cost(row, requirement, state, index, written),
        plan=row.plan.strip(),
        owner=row.owner.strip(),
        resources=row.resources.strip(),
        due=row.due,
        place=place_of(index, written),
    )


def _named(row: VerdictRow, index: int, written: StrictYamlFile) -> tuple[Weighted, str]:
    """The requirement, and which objective of it."""
    if row.control is not None or row.objective is not None:
        step = "write two entries"
        raise written.error((index,), "an entry names a control or a requirement, not both", step)
    number = (row.requirement or "").strip()
    name, bracket, letter = number.partition("[")
    requirement = BY_NAME.get(name)
    objective = f"{requirement.requirement.id}[{letter}" if requirement and bracket else ""
    if requirement is None or (objective and objective not in requirement.requirement.objectives):
        step = "write it as AC.L2-3.1.5 or 3.1.5, or an objective as 3.1.5[b]"
        raise written.error((index, "requirement"), f"`{number[:40]}` is no requirement of CMMC Level 2", step)
    return requirement, objective


def _cost(row: VerdictRow, requirement: Weighted, state: RequirementState, index: int, written: StrictYamlFile) -> int | None:
    """The points as stated. Where they are required they are never guessed: 3 or 5 decides whether a plan is allowed."""
    variable = len(requirement.weights) > 1 and state is RequirementState.NOT_MET
    allowed = " or ".join(map(str, requirement.weights))
    if variable and row.points not in requirement.weights:
        step = f"write `points: {allowed}`: see 32 CFR 170.24(c)(2)(i)(B)"
        raise written.error((index, "points"), f"what {requirement.requirement.id} costs depends on how much is missing", step)
    if not variable and row.points is not None:
        raise written.error((index, "points"), f"{requirement.requirement.id} has a fixed value", "leave `points` out")
    return row.points
