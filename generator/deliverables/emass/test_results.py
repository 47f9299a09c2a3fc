"""Test results: what named persons judged of controls, where they say by which assessment procedure.

eMASS REST API v3.22, `test-results`. Only people judge; a verdict of `decisions/verdicts.yaml` becomes a result for each
assessment procedure that it names, as eMASS calls it (`AC-2.1`).
"""

from collections.abc import Iterator

from generator.deliverables.emass.base import EmassEntry, Payload, Proposed, lacking, unix, within
from generator.deliverables.material import Material
from generator.model.verdict import Verdict, VerdictState

_LONGEST_NAME, _LONGEST_TEXT = 100, 4_000
_STATES = {VerdictState.SATISFIED: "Compliant", VerdictState.NOT_SATISFIED: "Non-Compliant"}


class EmassTestResult(EmassEntry, frozen=True, kw_only=True):
    """One."""

    assessment_procedure: str
    tested_by: str
    test_date: int
    description: str
    compliance_status: str


def test_results(material: Material) -> Iterator[Proposed]:
    """Of every verdict that counts on the day."""
    for verdict in material.rendered.tracked.assessed.verdicts.verdicts:
        for procedure in verdict.procedures or ("",):
            yield Proposed(
                name=" ".join(part for part in (verdict.target, procedure) if part),
                entry=_result(material, verdict, procedure),
                missing=lacking(
                    ("assessmentProcedure", procedure, "`assessment-procedures:` of the verdict in decisions/verdicts.yaml"),
                    ("testedBy", _tester(verdict), "`by:` of the verdict as `Last, First` in decisions/verdicts.yaml"),
                ),
            )


def _result(material: Material, verdict: Verdict, procedure: str) -> EmassTestResult:
    evidence = ", ".join(material.rendered.places.of(source.path) for source in verdict.evidence)
    rests = f"Evidence: {evidence}." if evidence else ""
    judged = f"{verdict.control}: {verdict.state.replace('-', ' ')}, judged by {verdict.by}, {verdict.role}."
    return EmassTestResult(
        assessment_procedure=procedure,
        tested_by=_tester(verdict),
        test_date=unix(verdict.day) or 0,
        description=within("\n".join(part for part in (judged, verdict.note, rests) if part), _LONGEST_TEXT),
        compliance_status=_STATES[verdict.state],
    )


def _tester(verdict: Verdict) -> str:
    """`Last, First`, as eMASS wants it: a name is never turned round by guess."""
    last, comma, first = verdict.by.partition(",")
    return verdict.by if comma and last.strip() and first.strip() and len(verdict.by) <= _LONGEST_NAME else ""


TEST_RESULTS = Payload(
    file="test-results.json",
    title="eMASS test results",
    endpoint="POST /api/systems/{systemId}/test-results",
    proposed=test_results,
)
