"""Indicators and records for tests, of which a test names only what it is about."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from replacing import replace

from generator.checks.judging import summary
from generator.checks.registry import CHECKS
from generator.frameworks.fedramp_cr26 import CertificationClass
from generator.indicators.judging import IndicatorBasis, judged_indicators
from generator.indicators.records import IndicatorMaking, making_of
from generator.indicators.trend import trend_of
from generator.model.evidence import EvidenceSource
from generator.model.indicator import (
    AssessorText,
    EvidenceOrigin,
    IndicatorAssessment,
    IndicatorMethod,
    IndicatorStatement,
    IndicatorStatus,
    MethodKind,
    MethodResult,
    RuleResult,
    StatedReview,
)
from generator.model.indicator_history import IndicatorHistory, IndicatorPoint, IndicatorRecord, KeptRecord, RecordFault
from generator.model.posture import Absence, Certainty, JudgedSubject, ObjectCitation, Outcome, Posture, PostureState
from generator.oscal.package import AuthorizationPackage

AS_OF = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def point(name: str = "KSI-SVC-SIN", *, passes: int = 3, fails: int = 0, unknown: int = 1) -> IndicatorPoint:
    """One indicator of a record."""
    state = "not-enforced" if fails else "not-established" if unknown else "enforced"
    subjects = passes + fails + unknown
    return IndicatorPoint(
        id=name, state=state, subjects=subjects, passes=passes, fails=fails, unknown=unknown, methods=1, stated=0
    )


def making(day: date, evidence: str, *points: IndicatorPoint, by: str = "monitor") -> IndicatorMaking:
    """What a record is made of; `evidence` stands for a file that was collected."""
    return IndicatorMaking(
        points=points or (point(),),
        evidence=(evidence.ljust(64, "0"),),
        as_of=day,
        by=by,
        certification="C",
        rules="2026.07.14.01",
    )


def rule(
    identifier: str,
    *,
    passed: bool | None,
    target: str = "account 1",
    tool: str = "Prowler",
    path: str = "evidence/scans/p.json",
) -> RuleResult:
    """A result of a tool."""
    why = "the tool leaves it to a person" if passed is None else ""
    return RuleResult(
        tool=tool, rule=identifier, target=target, passed=passed, why=why, taken=NOW, source=EvidenceSource("a" * 64, path)
    )


def method(name: str = "network-default-deny", *rules: str) -> IndicatorMethod:
    """A row of the mapping; with rules it is of a tool."""
    kind = MethodKind.TOOL if rules else MethodKind.REQUIREMENT
    return IndicatorMethod(kind=kind, name=name, rules=rules, reason="It shows it.")


def subject(name: str, outcome: Outcome, *paths: str) -> JudgedSubject:
    """A subject with its evidence."""
    return JudgedSubject(
        name=name,
        outcome=outcome,
        certainty=None if outcome is Outcome.UNKNOWN else Certainty.OBSERVED,
        reason="it was not collected" if outcome is Outcome.UNKNOWN else "",
        citations=tuple(
            ObjectCitation(kind="Pod", name=path, source=EvidenceSource(path.ljust(64, "0"), path)) for path in paths
        ),
    )


def asked(name: str, *subjects: JudgedSubject, needs: str = "") -> MethodResult:
    """A method with its subjects."""
    absence = "" if subjects else "no evidence of it was collected"
    return MethodResult(method=method(name), subjects=subjects, absence=absence, needs=needs)


def origin(path: str, source: str, *, collector: str = "atopack collect kubernetes", day: date = AS_OF) -> EvidenceOrigin:
    """How a file came to be."""
    collected = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    return EvidenceOrigin(source=source, collector=collector, collected=collected, sha256=path.ljust(64, "0"))


STATED = IndicatorStatement(
    id="KSI-CED-RAT",
    status=IndicatorStatus.PARTIAL,
    implementation=("Everybody is trained each year.",),
    by="A. Lovelace",
    role="ISSO",
    day=AS_OF,
    reviews=(
        StatedReview(
            what="How effective the training is",
            by="A. Lovelace",
            role="ISSO",
            day=AS_OF,
            every_months=12,
            source=EvidenceSource("d" * 64, "decisions/indicators.yaml", "line 3"),
        ),
    ),
    assessments=(
        AssessorText(
            text="Seen.", by="Larkspur", day=AS_OF, source=EvidenceSource("e" * 64, "decisions/assessment/KSI-CED-RAT.md")
        ),
    ),
    place="decisions/indicators.yaml, line 1",
)


def on_the_path(package: AuthorizationPackage) -> AuthorizationPackage:
    """The same package of a system that goes for 20x, Class C: its verdicts, a statement, and eighteen months of records with
    two gaps, an imported record and one that does not count."""
    known = {posture.requirement.id: posture for posture in package.postures}
    absent = Absence(state=PostureState.NOT_COLLECTED, reason="No evidence of pods was collected.", needs="pods")
    postures = {
        check.id: known.get(check.id)
        or Posture(requirement=check.requirement, cluster="", summary=absent.reason, subjects=(), absence=absent)
        for check in CHECKS
    }
    assessment = judged_indicators(
        IndicatorBasis(
            certification=CertificationClass.C,
            as_of=package.as_of,
            postures=postures,
            results=(rule("iam_root_mfa_enabled", passed=False),),
            origins={},
            statements={STATED.id: replace(STATED, day=package.as_of)},
            rules=None,
            summary=summary,
            texts={},
        )
    )
    records = tuple(_records(assessment, package.as_of))
    history = IndicatorHistory(
        records=records[1:], imported=records[:1], faults=(RecordFault(path="history/indicators/x.json", what="it was edited"),)
    )
    return replace(package, indicators=assessment, indicator_trend=trend_of(assessment, history, package.as_of))


def _records(assessment: IndicatorAssessment, as_of: date) -> Iterator[KeptRecord]:
    """Every third day, but for two months of which none is there."""
    made = making_of(assessment, as_of, "monitor")
    for days in (540, *(each for each in range(510, -1, -3) if not 150 < each < 190 and not 300 < each < 320)):
        taken = datetime.combine(as_of - timedelta(days=days), time(6), UTC)
        record = IndicatorRecord(
            taken=taken,
            as_of=taken.date(),
            by="monitor",
            system="toy",
            certification=made.certification,
            rules=made.rules,
            evidence=(f"{days:064}",),
            indicators=made.points,
        )
        yield KeptRecord(path=f"history/indicators/{taken.date()}.json", sha256=f"{days:064}", record=record)
