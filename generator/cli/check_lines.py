"""`atopack check --json`: one object a line for each requirement, discrepancy, evidence file and gap."""

from collections.abc import Iterator, Sequence

from generator.checks.reporting import of_the_system
from generator.cli.json_output import JsonRow, gap_row, named_fields
from generator.model.discrepancy import Discrepancy, DiscrepancySubject
from generator.model.evidence import EvidenceUse
from generator.model.flow_finding import Suggestion
from generator.model.indicator import IndicatorResult, MethodResult
from generator.model.posture import JudgedSubject, Posture
from generator.pipeline.assess import Assessed
from generator.renderers.indicators.wording import sources_of_indicator


def json_rows(result: Assessed) -> Iterator[JsonRow]:
    """Requirements in the order of the checks, each once whatever the number of clusters; then the rest."""
    yield from (_requirement(posture) for posture in of_the_system(result.postures))
    if result.indicators is not None:
        yield from (_indicator(indicator) for indicator in result.indicators.results)
    suggestions = result.comparison.suggested
    yield from (_discrepancy(discrepancy, suggestions) for discrepancy in result.discrepancies)
    yield from (_evidence(use) for use in result.selected.uses)
    yield from (gap_row(gap) for gap in result.gaps)


def _requirement(posture: Posture) -> JsonRow:
    return {
        "kind": "requirement",
        "id": posture.requirement.id,
        "title": posture.requirement.title,
        "controls": list(posture.requirement.control_ids),
        "state": posture.state.key,
        **named_fields(posture, "label", "summary", "notes"),
        "subjects": [_subject(subject) for subject in posture.subjects],
    }


def _indicator(result: IndicatorResult) -> JsonRow:
    """An indicator is a requirement as well; what its class asks for, its methods and who states what stand beside."""
    posture, statement = result.posture, result.statement
    return _requirement(posture) | {
        "judged": f"{posture.judged} of {len(posture.subjects)}",
        "certainty": str(result.certainty) if result.certainty else None,
        "optional": result.optional,
        "status": str(statement.status) if statement and statement.status else None,
        "methods": [_method(method, result) for method in result.methods],
        "methods_counted": len(result.counted),
        "methods_required": result.required,
        "evidence": [named_fields(each, "path", "sha256") for each in sources_of_indicator(result)],
        "stated": [
            named_fields(each, "what", "by", "role") | {"date": each.day.isoformat(), "every_months": each.every_months}
            for each in result.reviews
        ],
    }


def _method(method: MethodResult, result: IndicatorResult) -> JsonRow:
    return {
        **named_fields(method.method, "kind", "name", "rules", "reason"),
        "judged": method.judged,
        "subjects": len(method.subjects),
        "sources": list(method.sources),
        "counted": method in result.counted,
        "not_automated_because": method.against or None,
        "would_be_given_by": method.gives or None,
    }


def _subject(subject: JudgedSubject) -> JsonRow:
    return {
        "name": subject.name,
        "verdict": str(subject.outcome),
        "certainty": str(subject.certainty) if subject.certainty else None,
        "reason": subject.reason,
        "sources": [named_fields(each.source, "path", "place") for each in subject.citations],
        "contested_by": sorted({source.path for source in subject.contested_by}),
    }


def _discrepancy(discrepancy: Discrepancy, suggestions: Sequence[Suggestion]) -> JsonRow:
    subjects = {subject.name for subject in discrepancy.concerned}
    return {
        "kind": "discrepancy",
        **named_fields(discrepancy, "check", "cause", "severity", "title"),
        "subjects": [subject.name for subject in discrepancy.subjects],
        "details": [_concerned(subject) for subject in discrepancy.subjects],
        "follows": [{"check": subject.check, **_concerned(subject)} for subject in discrepancy.consequences],
        "next_step": discrepancy.next_step,
        "suggestions": [
            {"subject": each.id, "workload": each.workload, "score": each.score / 100, "why": each.why}
            for each in suggestions
            if not {each.id, each.workload, *each.workloads}.isdisjoint(subjects)
        ],
        "waived_by": discrepancy.waiver.owner if discrepancy.waiver else None,
    }


def _concerned(subject: DiscrepancySubject) -> JsonRow:
    return {
        **named_fields(subject, "name", "reason", "severity"),
        "sources": [named_fields(source, "path", "place") for source in subject.sources],
    }


def _evidence(use: EvidenceUse) -> JsonRow:
    return {"kind": "evidence", **named_fields(use, "path", "use", "reason"), "format": use.format or None}
