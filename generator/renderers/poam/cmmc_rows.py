"""What the CMMC Level 2 plan of action says: every requirement that is NOT MET, also those that no plan may hold.

32 CFR 170.24(c)(2)(i)(B)(6): every NOT MET requirement needs an entry. 170.21(a)(2): some of them bar the Conditional status at
any score. 170.21(b): the rest is closed out within 180 days of the Conditional CMMC Status Date.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec

from generator.facts.cmmc_status import CmmcScore, RequirementStanding, score_of
from generator.frameworks.cmmc_scoring import CLOSE_OUT_DAYS, CONDITIONAL_POINTS, MOST_POINTS, SYSTEM_SECURITY_PLAN, Eligible
from generator.model.verdict import RequirementState, RequirementVerdict
from generator.oscal.package import AuthorizationPackage
from generator.text import counted


class CmmcRow(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement that is NOT MET."""

    id: str
    """For life: the requirement's own id, since a plan holds it once."""
    requirement: str
    title: str
    points: int
    objectives: tuple[str, ...]
    """Those that are NOT MET; empty where the whole was judged."""
    weakness: str
    blocks: bool
    why: str
    """Why it may or may not stand on a plan."""
    judged: str
    day: date
    evidence: tuple[str, ...]
    plan: str
    owner: str
    resources: str
    due: date | None
    close_out: date | None
    status: str


class CmmcView(msgspec.Struct, frozen=True, kw_only=True):
    """The whole workbook."""

    system: str
    as_of: date
    rows: tuple[CmmcRow, ...]
    summary: tuple[tuple[str, str], ...]
    """(question, answer), in order."""


def view(package: AuthorizationPackage) -> CmmcView:
    """The plan of the day."""
    score = score_of(package.requirement_verdicts)
    begun = package.system.cmmc.status_date
    close_out = begun + timedelta(days=CLOSE_OUT_DAYS) if begun else None
    rows = tuple(_row(standing, close_out, package.as_of) for standing in score.of(RequirementState.NOT_MET))
    return CmmcView(
        system=package.system.name,
        as_of=package.as_of,
        rows=rows,
        summary=(*standing_lines(package, score), *_not_stated(rows)),
    )


def standing_lines(package: AuthorizationPackage, score: CmmcScore) -> tuple[tuple[str, str], ...]:
    """Where the system stands, as (question, answer), in order."""
    begun = package.system.cmmc.status_date
    close_out = begun + timedelta(days=CLOSE_OUT_DAYS) if begun else None
    return tuple(_summary(score, begun, close_out, package.as_of))


def _not_stated(rows: Sequence[CmmcRow]) -> Iterator[tuple[str, str]]:
    """Cells that an assessor looks for in every entry and that are blank."""
    for title, key in (("a remediation plan", "plan"), ("an owner", "owner"), ("a completion date", "due")):
        if blank := [row.id for row in rows if not getattr(row, key)]:
            yield f"Entries without {title}", f"{', '.join(blank)}: write `{key}` in decisions/verdicts.yaml"


def _row(requirement_standing: RequirementStanding, close_out: date | None, as_of: date) -> CmmcRow:
    failed = [verdict for verdict in requirement_standing.verdicts if verdict.state is RequirementState.NOT_MET]
    assessors = sorted({f"{verdict.by} ({verdict.role})" for verdict in failed})
    due = min((verdict.due for verdict in failed if verdict.due), default=None)
    blocks = requirement_standing.blocks_conditional
    last = min((day for day in (due, None if blocks else close_out) if day), default=None)
    return CmmcRow(
        id=requirement_standing.requirement.id,
        requirement=requirement_standing.weighted.number,
        title=requirement_standing.requirement.title,
        points=requirement_standing.cost,
        objectives=tuple(verdict.objective for verdict in failed if verdict.objective),
        weakness=_joined(failed, "note"),
        blocks=blocks,
        why=_why(requirement_standing),
        judged="\n".join(assessors),
        day=max(verdict.day for verdict in failed),
        evidence=tuple(sorted({source.path for verdict in failed for source in verdict.evidence})),
        plan=_joined(failed, "plan"),
        owner=_joined(failed, "owner"),
        resources=_joined(failed, "resources"),
        due=due,
        close_out=None if blocks else close_out,
        status=f"Late since {last}" if last is not None and last < as_of else "Open",
    )


def _joined(verdicts: list[RequirementVerdict], name: str) -> str:
    """What several objectives say, each once, with the objective where there is more than one."""
    rows = [(verdict.objective, getattr(verdict, name)) for verdict in verdicts if getattr(verdict, name)]
    if len({text for _, text in rows}) < 2:
        return rows[0][1] if rows else ""
    return "\n".join(f"{objective}: {text}" if objective else text for objective, text in rows)


def _why(requirement_standing: RequirementStanding) -> str:
    requirement = requirement_standing.weighted
    if requirement.number == SYSTEM_SECURITY_PLAN:
        return "Without a system security plan no assessment can be completed: 32 CFR 170.24(c)(2)(i)(B)(5)."
    if requirement.eligible is Eligible.NOT_FIPS:
        employed = "is employed and not FIPS-validated" if not requirement_standing.blocks_conditional else "is not employed"
        return f"Encryption {employed}: 32 CFR 170.21(a)(2)(ii)."
    if requirement_standing.blocks_conditional:
        return f"{requirement.why_not[:1].upper()}{requirement.why_not[1:]}."
    return "Its point value is 1: 32 CFR 170.21(a)(2)(ii)."


def _summary(score: CmmcScore, begun: date | None, close_out: date | None, as_of: date) -> list[tuple[str, str]]:
    met, missing, free = (score.of(state) for state in RequirementState)
    rows = [
        ("Score", score_in_words(score)),
        ("Requirements MET", str(len(met))),
        ("Requirements NOT APPLICABLE, which count as MET", str(len(free))),
        ("Requirements NOT MET", f"{len(missing)}, which cost {score.lost} points"),
        ("Requirements not assessed", str(len(score.of(None)))),
        ("Conditional status", _conditional(score)),
    ]
    if score.blocking:
        rows.append(("What blocks it", ", ".join(standing.requirement.id for standing in score.blocking)))
    if begun is None or close_out is None:
        rows.append(
            ("Conditional CMMC Status Date", "not stated: write it under cmmc.status-date in system.yaml once it is assigned")
        )
    else:
        left = (close_out - as_of).days
        ends = f"{left} days are left" if left >= 0 else f"over for {-left} days: the Conditional status has expired"
        barred = "; out of reach while what blocks it is open, so check the date" if score.blocking else ""
        rows.append(("Conditional CMMC Status Date", begun.isoformat() + barred))
        rows.append((f"Close-out, {CLOSE_OUT_DAYS} days later", f"{close_out.isoformat()}; {ends}"))
    return rows


def score_in_words(score: CmmcScore) -> str:
    """The score, or why there is none yet."""
    if score.points is not None:
        return f"{score.points} of {MOST_POINTS}"
    left = score.of(None)
    if not left:
        return "none: without a system security plan the assessment cannot be completed (CA.L2-3.12.4)"
    worst = MOST_POINTS - score.lost - sum(max(standing.weighted.weights, default=0) for standing in left)
    number = counted(len(left), "requirement has", "requirements have")
    return f"none yet: {number} no verdict; between {worst} and {MOST_POINTS - score.lost}"


def _conditional(score: CmmcScore) -> str:
    if score.conditional is None:
        return f"in reach while no more than {MOST_POINTS - CONDITIONAL_POINTS} points are lost; not all is assessed"
    if score.conditional:
        return "in reach: at least 88 points, and all that is NOT MET may stand on a plan"
    reasons = [f"fewer than {CONDITIONAL_POINTS} points"] if MOST_POINTS - score.lost < CONDITIONAL_POINTS else []
    count = len(score.blocking)
    reasons += [f"{counted(count, 'requirement')} that no plan may hold"] if count else []
    return f"out of reach: {' and '.join(reasons)}"
