"""Indicators and records for tests, of which a test names only what it is about."""

from datetime import UTC, date, datetime

from generator.indicators.records import IndicatorMaking
from generator.model.evidence import EvidenceSource
from generator.model.indicator import EvidenceOrigin, IndicatorMethod, MethodKind, MethodResult, RuleResult
from generator.model.indicator_history import IndicatorPoint
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, Outcome

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
