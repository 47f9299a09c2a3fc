"""The CR26 vulnerability reports of a system with a history, judged by FedRAMP's own schemas, and the page for people."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cr26_schemas import needs_schemas, validator
from fewer_documents import only_documents
from replacing import replace
from test_crosscheck_quality import FULL as SCAN
from test_poam_months import package as months

from generator.evaluation.decisions import EvaluationStatement, read_evaluations
from generator.frameworks.fedramp_cr26 import URI_OUTSTANDING
from generator.model.evaluation import EvaluationQuestion, ItemEvaluation, Reduction, VulnerabilityAcceptance
from generator.model.system import Regime
from generator.model.trend import DayCount
from generator.oscal.package import AuthorizationPackage
from generator.pipeline.stages import build
from generator.renderers.cr26.accepted_vulnerabilities_json import ACCEPTED_VULNERABILITIES_JSON
from generator.renderers.cr26.evaluations_outstanding_yaml import EVALUATIONS_OUTSTANDING_YAML
from generator.renderers.cr26.history_json import HISTORY_JSON
from generator.renderers.cr26.monthly_html import MONTHLY_HTML
from generator.renderers.cr26.monthly_view import view
from generator.renderers.cr26.records import records
from generator.renderers.cr26.vulnerability_detail_json import VULNERABILITY_DETAIL_JSON
from generator.renderers.oscal_reading import value_of
from generator.resources import data
from generator.workspace.folder import Workspace
from generator.workspace.scan_statements import moment

SAMPLE = Path(str(data("samples"))) / "parcel-tracker"
REPORTS = (
    (VULNERABILITY_DETAIL_JSON, "vulnerability-detail-report"),
    (ACCEPTED_VULNERABILITIES_JSON, "accepted-vulnerability-info"),
    (HISTORY_JSON, "historical-ver-activity"),
)
DUE = date(2026, 3, 1)


def package(**said: Mapping[str, object]) -> AuthorizationPackage:
    """The months of the POA&M's tests: CVE-1 and CVE-3 are open, CVE-2 was remediated; PT-1 has no identifier."""
    made = months()
    ids: dict[str, str] = {}
    for item in made.bundle.poam.poam_items:
        risk = next(
            (one for one in made.bundle.poam.risks if item.related_risks and one.uuid == item.related_risks[0].risk_uuid), None
        )
        if risk is not None:
            name = (value_of(risk.props, "vulnerability-id") or "PT").replace("-", "")
            ids[name] = value_of(item.props, "POAM-ID") or ""
    rows = [ItemEvaluation(poam_id=ids[name], evaluate_by=DUE, **said.get(name, {})) for name in ids]  # type: ignore[arg-type]
    return replace(made, evaluations=tuple(rows), trend=(DayCount(day=made.as_of, high=2, moderate=1, low=0, late=1),))


FULL: dict[str, Mapping[str, object]] = {
    "CVE1": {
        "evaluated": datetime(2026, 1, 20, 9, tzinfo=UTC),
        "by": "A. Lovelace",
        "reachable": True,
        "derived": "an Ingress leads to shop/Deployment/cart",
        "exploitable": True,
        "first_rating": 4,
        "rating": 3,
        "reductions": (Reduction(day=date(2026, 2, 10), rating=3),),
        "next_reduction": Reduction(day=date(2026, 3, 1), rating=1),
        "impact": "Orders <b>stop</b>.",
        "respond_by": date(2026, 2, 5),
        "overdue": True,
        "because": "As N3 it was to be reduced or remediated by 2026-02-05.",
        "is_incident": True,
    },
    "CVE2": {"closed_now": True},
    "CVE3": {"acceptance": VulnerabilityAcceptance.DECLARED, "rationale": "The proxy rejects it.", "rating": 1},
    "PT": {"missing": (EvaluationQuestion.RATING, EvaluationQuestion.EVALUATED), "overdue": False},
}


def decoded(renderer: object, made: AuthorizationPackage) -> dict[str, object]:
    found: dict[str, object] = json.loads(renderer.render(made, None).data)  # type: ignore[attr-defined]
    return found


@needs_schemas
@pytest.mark.parametrize(("renderer", "schema"), REPORTS)
def test_every_report_is_valid_by_fedramps_schema(renderer: object, schema: str) -> None:
    judge = validator(schema)
    for made in (package(), package(**FULL)):
        assert [str(error) for error in judge.iter_errors(decoded(renderer, made))] == []
    assert not judge.is_valid({})


@needs_schemas
def test_the_sample_and_an_empty_workspace_are_valid(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty/system.yaml").write_text("")
    for workspace, day in ((SAMPLE, date(2026, 11, 20)), (tmp_path / "empty", date(2026, 11, 20))):
        with only_documents(*(renderer.path for renderer, _ in REPORTS)):
            built = build(Workspace.open(workspace), tmp_path / "out", day, lambda _text, _done, _total: None)
        for renderer, schema in REPORTS:
            report = json.loads((built.folder / renderer.path).read_bytes())
            assert [str(error) for error in validator(schema).iter_errors(report)] == []
            assert report["certificationPackageOverviewUri"] in (
                URI_OUTSTANDING,
                "https://parceltrack.example/trust/certification-package-overview.json",
            )


def test_each_vulnerability_is_where_it_belongs() -> None:
    made = package(**FULL)
    detail = decoded(REPORTS[0][0], made)["vulnerabilities"]
    accepted = decoded(REPORTS[1][0], made)["acceptedVulnerabilities"]
    history = decoded(REPORTS[2][0], made)
    names = {one.evaluation.poam_id: one.title for one in records(made)}
    assert sorted(names[one["providerTrackingId"]][:5] for one in detail) == ["CVE-1", "CVE-2", "Weak "]  # type: ignore[attr-defined]
    assert [one["acceptanceRationale"] for one in accepted] == ["The proxy rejects it."]  # type: ignore[attr-defined]
    assert len(history["activeVulnerabilities"]) == 3  # type: ignore[arg-type]
    assert len(history["acceptedVulnerabilities"]) == 1  # type: ignore[arg-type]
    quiet = package(**{**FULL, "CVE2": {}})
    assert len(decoded(REPORTS[0][0], quiet)["vulnerabilities"]) == 2  # type: ignore[arg-type]
    assert len(decoded(REPORTS[2][0], quiet)["activeVulnerabilities"]) == 3  # type: ignore[arg-type]


def test_a_record_says_what_is_known_and_leaves_out_what_nobody_says() -> None:
    rows = {one.title[:5]: one.wire for one in records(package(**FULL))}
    one = rows["CVE-1"]
    assert (one.current_rating, one.is_internet_reachable, one.evaluation_completed_at) == (3, True, "2026-01-20T09:00:00Z")
    assert one.overdue_status is not None
    assert one.overdue_status.explanation == "As N3 it was to be reduced or remediated by 2026-02-05."
    told = one.supplementary_risk_information or ""
    assert "Counts as reachable from the internet because an Ingress leads to shop/Deployment/cart" in told
    assert "First rated N4; reduced to N3 on 2026-02-10." in told
    assert "Also known as" not in told
    bare = rows["Weak "]
    assert (bare.is_internet_reachable, bare.is_likely_exploitable, bare.current_rating) == (None, None, None)
    assert rows["CVE-2"].final_disposition == "Fully Mitigated"
    assert "Closed on " in (rows["CVE-2"].supplementary_risk_information or "")


def test_the_period_begins_after_the_package_of_last_time_unless_a_person_says_otherwise() -> None:
    made = package()
    first = made.as_of.replace(day=1)
    for handed_in, said, day in (
        (None, None, first), (date(2026, 1, 31), None, date(2026, 2, 1)), (date(2026, 1, 31), DUE, DUE),
    ):  # fmt: skip
        told = replace(made, handed_in=handed_in, system=replace(made.system, report_from=said))
        period = decoded(REPORTS[0][0], told)["reportPeriod"]
        assert period["from"] == f"{day}T00:00:00Z"  # type: ignore[index]


def test_the_page_opens_with_the_absence_of_scans_where_none_was_taken_in_the_period() -> None:
    made = package(**FULL)
    scan = replace(SCAN, taken=datetime(2026, 2, 1, tzinfo=UTC))
    assert view(replace(made, scan_quality=(scan,))).lead.startswith("1 vulnerability was detected ")
    for scans in (
        (),
        (replace(scan, taken=None),),
        (replace(scan, taken=datetime(2026, 1, 31, 23, tzinfo=UTC)),),
        (replace(scan, uses_database=False),),
    ):
        lead = view(replace(made, scan_quality=scans)).lead
        assert lead.startswith("No scan for vulnerabilities that was taken in this period was collected. 1 vulnerability ")


def test_the_page_counts_and_names_what_people_have_to_see_to() -> None:
    page = view(package(**FULL))
    assert [(one.text, one.number) for one in page.summary] == [
        ("active", "2"), ("detected in this period", "1"), ("closed in this period", "1"), ("overdue", "1"), ("accepted", "1"),
        ("not evaluated in full", "1"),
    ]  # fmt: skip
    assert page.lead.endswith("Of 1 an answer is missing that only a person can give.")
    (late,) = page.overdue.rows
    assert (late.rating, late.reachable, late.why[:6]) == ("N3", "yes, by evidence", "As N3 ")
    (question,) = page.open_questions.rows
    assert question.missing == "its N-rating, the day of its evaluation"
    assert question.hint == "to be evaluated by 2026-03-01"
    (closed,) = page.closed.rows
    assert closed.why == "remediated"
    assert [(one.before, one.after) for one in page.reduced] == [("N4", "N3")]
    assert {one.rating: one.total for one in page.ratings} == {
        "N5": "0",
        "N4": "0",
        "N3": "1",
        "N2": "0",
        "N1": "0",
        "Not rated": "1",
    }
    assert page.ratings[0].limits == "2 days / 4 days / 16 days"
    assert page.ratings[4].limits == "in routine operation"


def test_the_page_escapes_and_loads_nothing() -> None:
    text = MONTHLY_HTML.render(package(**FULL), None).data.decode()
    assert text.count("<script") == 1, "colours"
    assert "src=" not in text
    assert not re.search(r'href="(?!#)', text), "it may be handed on alone"
    assert "The proxy rejects it." in text
    assert text.count("<tr><td") > 10


def test_a_provider_without_the_consolidated_rules_owes_none_of_this() -> None:
    made = package()
    legacy = replace(made, system=replace(made.system, regime=Regime.LEGACY))
    assert not any(renderer.applies(legacy) for renderer in (*(one for one, _ in REPORTS), MONTHLY_HTML))


def test_what_is_owed_is_a_file_to_complete_that_says_nothing_until_then() -> None:
    made = package(**FULL)
    outstanding = EVALUATIONS_OUTSTANDING_YAML
    assert outstanding.applies(made)
    assert not outstanding.applies(package())
    text = outstanding.render(made, None).data.decode()
    (entry,) = read_evaluations(text, moment)
    assert (entry.poam_ids, entry.statement) == ((rows_by_title(made)["Weak "],), EvaluationStatement())
    assert "  evaluated:  # a day" in text
    assert "internet-reachable" not in text


def test_hostile_titles_stay_in_their_comment() -> None:
    said = {
        **FULL,
        "CVE1": {"missing": (EvaluationQuestion.RATING,), "derived": "x\n- assets: ['*']\n  accepted: all\u2028- y\x85z"},
    }
    text = EVALUATIONS_OUTSTANDING_YAML.render(package(**said), None).data.decode()
    assert len(read_evaluations(text, moment)) == 2
    assert all(entry.statement == EvaluationStatement() for entry in read_evaluations(text, moment))


def rows_by_title(made: AuthorizationPackage) -> dict[str, str]:
    return {one.title[:5]: one.evaluation.poam_id for one in records(made)}
