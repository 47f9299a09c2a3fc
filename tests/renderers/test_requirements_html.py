"""The requirement matrix: what it says of each state, what it escapes, and that its own policy allows its own script."""

import base64
import hashlib
import html
import re
from datetime import UTC, date, datetime

from discrepancies import discrepancy_of
from replacing import replace
from test_control_coverage import scan
from test_crosscheck_html import package

from generator.checks.admission import admission_gate, admission_webhook_passable
from generator.model.discrepancy import DiscrepancySubject, DiscrepancyWaiver
from generator.model.evidence import EvidenceSource
from generator.model.posture import Absence, Certainty, JudgedSubject, ObjectCitation, Outcome, Posture, PostureState
from generator.model.scan import ResultKind, Severity
from generator.renderers.report.shell import shell_of
from generator.renderers.requirements.html import REQUIREMENTS_HTML
from generator.renderers.requirements.rows import RequirementRow
from generator.renderers.requirements.view import view

GATE, WEBHOOKS = admission_gate.CHECK.requirement, admission_webhook_passable.CHECK.requirement
SOURCE = EvidenceSource("0" * 64, "evidence/cluster/pods.json", "/items/0")
CITED = ObjectCitation(
    kind="Deployment",
    name="cart",
    namespace="shop",
    uid="u-1",
    resource_version="42",
    taken=datetime(2026, 11, 19, 8, tzinfo=UTC),
    source=SOURCE,
)


def subject(name: str, outcome: Outcome, certainty: Certainty | None = Certainty.OBSERVED, reason: str = "") -> JudgedSubject:
    return JudgedSubject(name=name, outcome=outcome, certainty=certainty, reason=reason, citations=(CITED,))


FAILS = subject("shop/Deployment/cart", Outcome.FAILS, reason="is <b>open</b>")
PASSES = subject("shop/Deployment/till", Outcome.PASSES)
UNKNOWN = subject("shop/Deployment/post", Outcome.UNKNOWN, None, "who may change it was not collected")


def posture(*subjects: JudgedSubject, absent: PostureState | None = None, cluster: str = "prod", **members: object) -> Posture:
    absence = Absence(state=absent, reason="None.") if absent else None
    stated = {"requirement": GATE, "summary": "Something.", **members}
    return Posture(cluster=cluster, subjects=subjects, absence=absence, **stated)  # type: ignore[arg-type]


def rows(*postures: Posture, **members: object) -> tuple[RequirementRow, ...]:
    return view(replace(package(), postures=postures, **members)).rows  # type: ignore[arg-type]


def text(*postures: Posture) -> str:
    made = replace(package(), postures=postures)
    return REQUIREMENTS_HTML.render(made, None).data.decode()


def test_each_state_has_its_name_and_its_count() -> None:
    absent = [posture(absent=state) for state in list(PostureState)[3:]]
    states = (posture(PASSES), posture(FAILS), posture(UNKNOWN), *absent, posture(PASSES, requirement=WEBHOOKS))
    page = view(replace(package(), postures=states))
    assert [(cell.state, cell.count) for cell in page.states] == [
        ("enforced", 2),
        ("not enforced", 1),
        ("not established", 1),
        ("none found", 1),
        ("not collected", 1),
        ("not applicable", 1),
    ]
    assert [(area.area, area.total) for area in page.areas] == [("Admission", 7)]
    assert page.lead == (
        "Of 7 requirements, 2 are enforced: 2 observed or reported. The others: 1 not enforced, 1 not established, "
        "1 none found, 1 not collected, 1 not applicable."
    )


def test_what_is_only_configured_or_stated_is_counted_apart() -> None:
    declared, stated = (subject("a", Outcome.PASSES, certainty) for certainty in (Certainty.DECLARED, Certainty.STATED))
    page = view(replace(package(), postures=(posture(PASSES), posture(declared), posture(PASSES, stated))))
    assert page.lead == (
        "Of 3 requirements, 3 are enforced: 1 observed or reported, 1 configured, not seen at work, 1 stated by a person."
    )
    assert [row.label for row in page.rows] == [
        "enforced (observed)",
        "configured, not seen at work",
        "enforced (stated in part)",
    ]


def test_a_row_shows_requirement_subjects_and_evidence() -> None:
    (row,) = rows(posture(FAILS, UNKNOWN, PASSES, notes=("Two namespaces are left out.",)))
    assert (row.title, row.asks, row.fix, row.reference) == (GATE.title, GATE.asks, GATE.fix, GATE.reference)
    assert (row.judged, row.label, row.notes) == ("2 of 3 judged", "not enforced", ("Two namespaces are left out.",))
    assert [(each.subject, each.certainty, each.text) for each in (*row.failing, *row.unknown, *row.passing)] == [
        ("shop/Deployment/cart", "observed", "is <b>open</b>"),
        ("shop/Deployment/post", "", "who may change it was not collected"),
        ("shop/Deployment/till", "observed", ""),
    ]
    (line,) = row.evidence
    assert (line.name, line.marks) == ("shop/Deployment/cart", "uid u-1, resourceVersion 42, 2026-11-19 08:00 UTC")
    assert line.place.href == "../evidence/cluster/pods.json"
    assert [(group.controls, group.by) for group in row.controls] == [
        ("CM-3, SI-7", "FedRAMP's text"),
        ("CM-6, CM-7(5)", "our own mapping"),
    ]


def test_a_row_names_the_scanners_whose_reports_cite_its_controls() -> None:
    """Not those that exercise a control by our mapping alone."""
    cites = scan("Prowler", ("CM-6", 1, 0, 0), kinds=(ResultKind.MISCONFIGURATION,))
    cites_more = scan("Kubescape", ("SI-7", 1, 0, 0), ("AC-2", 1, 0, 0), kinds=(ResultKind.MISCONFIGURATION,))
    mapped = scan("Checkov", kinds=(ResultKind.MISCONFIGURATION,))
    (row,) = rows(posture(PASSES), scan_quality=(cites, mapped, cites_more))
    assert row.exercised_by == "Kubescape, Prowler"


def test_a_cluster_is_named_where_there_are_several() -> None:
    assert [row.cluster for row in rows(posture(PASSES))] == [""]
    both = rows(posture(PASSES), posture(absent=PostureState.NONE_FOUND, cluster="test"))
    assert [(row.cluster, row.id) for row in both] == [("prod", "admission-gate-prod"), ("test", "admission-gate-test")]


def test_a_waiver_is_shown_with_who_when_and_why() -> None:
    waiver = DiscrepancyWaiver(
        check=GATE.id, subject="*", reason="migration", owner="A. Lovelace", expires=date(2027, 6, 30), place="line 1"
    )
    waived = discrepancy_of(
        DiscrepancySubject(
            check=GATE.id,
            name=FAILS.name,
            title="t",
            reason="r",
            detail="d",
            controls=("CM-3",),
            severity=Severity.LOW,
            next_step="n",
            waiver=waiver,
        )
    )
    (row,) = rows(posture(FAILS), discrepancies=(waived,))
    assert [each.waived for each in row.failing] == ["waived by A. Lovelace until 2027-06-30: migration"]


def test_long_lists_are_cut_and_say_so() -> None:
    places = [replace(CITED, name=f"cart-{number}") for number in range(50)]
    many = (replace(FAILS, name=f"shop/{number}", citations=(place,)) for number, place in enumerate(places))
    (row,) = rows(posture(*many))
    assert (len(row.failing), row.more_failing) == (40, "and 10 more in the cross-check report")
    assert (len(row.evidence), row.more_evidence) == (12, "and 38 more in the evidence")


def test_text_of_evidence_is_escaped_and_nothing_is_loaded() -> None:
    page = text(posture(FAILS, summary="</script><script>alert(1)</script>."))
    assert "is &lt;b&gt;open&lt;/b&gt;" in page
    assert page.count("<script") == 2
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)


def test_the_policy_of_the_page_allows_its_own_script_only() -> None:
    page = text(posture(PASSES))
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in scripts)
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src {digests};" in html.unescape(page)
    assert not re.search(r"\son[a-z]+=", page)


def test_the_page_is_owed_where_something_was_judged_and_the_report_leads_to_it() -> None:
    bare = package()
    judged = replace(bare, postures=(posture(PASSES),))
    assert not REQUIREMENTS_HTML.applies(bare)
    assert REQUIREMENTS_HTML.applies(judged)
    assert [one.href for one in shell_of(judged, "index.html").ways if one.title == "Requirements"] == ["requirements.html"]
    assert "Requirements" not in [one.title for one in shell_of(bare, "index.html").ways]


def test_the_same_package_gives_the_same_bytes() -> None:
    judged = replace(package(), postures=(posture(FAILS),))
    assert REQUIREMENTS_HTML.render(judged, None).data == REQUIREMENTS_HTML.render(judged, None).data
