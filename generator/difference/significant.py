"""`decisions/significant-changes.yaml`: which changes are significant, and of which type (FedRAMP SCN-CSO-EVA, SCN-CSO-INF).

```yaml
- changes: ["image version changed: *", "image was built again: *"]   # as `atopack diff` names them; * and ? stand for any text
  type: routine                       # regularly recurring: no notification (SCN-RTR-NNR)
- changes: ["workload came: ops/Deployment/audit", "image came: registry.example/ops/audit"]
  type: adaptive                      # or transformative
  explanation: It does not recur, and adds no way in.
  description: A program that copies audit logs to the agency's archive.
  reason: The agency asked for logs within an hour.
  customer-impact: None; no setting changes.
  plan:
    summary: Deployed to a test cluster, scanned, then deployed.
    start: 2026-11-02
    completion: 2026-11-09
    milestones: [{day: 2026-11-05, what: Scanned without a High finding}]
  controls: [AU-6, AU-9]              # that are verified, assessed or validated again
  impact-analysis: decisions/audit-impact.pdf
  related-vulnerability: V-1A2B3C4D5E
  assessor: Larkspur Assessments
  approver: A. Lovelace, Chief Engineer
```

The first entry that fits is the one of a change. Without an entry it is open: a person has to say what it is.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase

import msgspec

from generator import strict_yaml
from generator.difference.part_changes import ChangeKind, SystemChange
from generator.model.identifiers import ControlId
from generator.strict_yaml import StrictYamlFile

FILE = "decisions/significant-changes.yaml"


class Type(StrEnum):
    """The types of SCN-CSO-EVA; a change of the Certification Class needs a new assessment and is none of them."""

    ROUTINE = "routine"
    ADAPTIVE = "adaptive"
    TRANSFORMATIVE = "transformative"


WITHOUT_DECISION = frozenset({ChangeKind.INNER_FLOW_CAME, ChangeKind.INNER_FLOW_WENT, ChangeKind.CONTROL})
"""Kinds that need no classification: they follow from others, or are about the documents."""


class PlanMilestone(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the plan."""

    what: str
    day: date | None


class Classified(msgspec.Struct, frozen=True, kw_only=True):
    """One entry with the changes that it is about."""

    type: Type
    changes: tuple[SystemChange, ...]
    explanation: str
    description: str
    reason: str
    customer_impact: str
    summary: str
    start: date | None
    completion: date | None
    milestones: tuple[PlanMilestone, ...]
    controls: tuple[ControlId, ...]
    impact_analysis: str
    related_vulnerability: str
    assessor: str
    approver: str
    line: int

    @property
    def what_changed(self) -> str:
        """What changed, in a person's words or in ours."""
        return self.description or "; ".join(
            f"{change.key}{f' ({change.detail})' if change.detail else ''}" for change in self.changes
        )


class Sorted(msgspec.Struct, frozen=True, kw_only=True):
    """All changes, classified as far as people did."""

    entries: tuple[Classified, ...] = ()
    """In the order of the file; entries that meet no change are left out."""
    open: tuple[SystemChange, ...] = ()
    """Changes of which no type is stated."""
    unmet: tuple[int, ...] = ()
    """Lines of entries that meet no change."""

    def of(self, type_: Type) -> tuple[Classified, ...]:
        """The entries of a type."""
        return tuple(entry for entry in self.entries if entry.type is type_)


class _Step(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    what: str
    day: date | None = None


class _ChangePlan(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    summary: str
    start: date | None = None
    completion: date | None = None
    milestones: tuple[_Step, ...] = ()


class _SignificantChangeRow(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    changes: list[str]
    type: Type
    explanation: str = ""
    description: str = ""
    reason: str = ""
    customer_impact: str = ""
    plan: _ChangePlan | None = None
    controls: tuple[ControlId, ...] = ()
    impact_analysis: str = ""
    related_vulnerability: str = ""
    assessor: str = ""
    approver: str = ""


SCHEMA = list[_SignificantChangeRow]
"""The whole file, for its JSON schema."""


def sort_changes(changes: Sequence[SystemChange], text: str | None) -> Sorted:
    """What people say of the changes; `text` is their file, None where there is none.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key, a plan that ends before it begins.
    """
    system_changes = [change for change in changes if change.kind not in WITHOUT_DECISION]
    written, rows = strict_yaml.load_list(text or "", FILE, _SignificantChangeRow)
    met: list[list[SystemChange]] = [[] for _ in rows]
    left: list[SystemChange] = []
    for change in system_changes:
        index = next((number for number, row in enumerate(rows) if _meets(row.changes, change)), None)
        (left if index is None else met[index]).append(change)
    for index, row in enumerate(rows):
        _check(row, index, written)
    classified = [(_classified(row, met[index], written.line((index,))), met[index]) for index, row in enumerate(rows)]
    return Sorted(
        entries=tuple(change for change, changes_met in classified if changes_met),
        open=tuple(left),
        unmet=tuple(change.line for change, changes_met in classified if not changes_met),
    )


def pattern_of(key: str) -> str:
    """The name of a change as a pattern that means itself."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in key)


def _meets(patterns: Iterable[str], change: SystemChange) -> bool:
    return any(fnmatchcase(change.key, pattern.strip()) for pattern in patterns)


def _check(row: _SignificantChangeRow, index: int, written: StrictYamlFile) -> None:
    if not any(pattern.strip() for pattern in row.changes):
        raise written.error((index, "changes"), "the entry names no change", "name what `atopack diff` lists")
    plan = row.plan
    if plan and plan.start and plan.completion and plan.completion < plan.start:
        what = f"the plan ends on {plan.completion}, before it starts on {plan.start}"
        raise written.error((index, "plan", "completion"), what, "correct one of the two days")


def _classified(row: _SignificantChangeRow, changes: Sequence[SystemChange], line: int) -> Classified:
    plan = row.plan or _ChangePlan(summary="")
    return Classified(
        type=row.type,
        changes=tuple(changes),
        explanation=row.explanation.strip(),
        description=row.description.strip(),
        reason=row.reason.strip(),
        customer_impact=row.customer_impact.strip(),
        summary=plan.summary.strip(),
        start=plan.start,
        completion=plan.completion,
        milestones=tuple(PlanMilestone(what=milestone.what.strip(), day=milestone.day) for milestone in plan.milestones),
        controls=row.controls,
        impact_analysis=row.impact_analysis.strip(),
        related_vulnerability=row.related_vulnerability.strip(),
        assessor=row.assessor.strip(),
        approver=row.approver.strip(),
        line=line,
    )
