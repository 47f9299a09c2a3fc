"""The requirement matrix: what it says of each state, what it escapes, and that its own policy allows its own script."""

import base64
import hashlib
import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime

from test_crosscheck_html import package

from generator.model.comparison import Discrepancy, DiscrepancyWaiver
from generator.model.evidence import EvidenceSource
from generator.model.posture import Certainty, ObjectCitation, Posture, PostureState, Problem
from generator.model.scan import Severity
from generator.checks.admission.admission_gate import AdmissionGate
from generator.checks.admission.admission_webhook_passable import AdmissionWebhooks
from generator.renderers.report.shell import shell_of
from generator.renderers.requirements_html import REQUIREMENTS_HTML
from generator.renderers.requirements_rows import RequirementRow
from generator.renderers.requirements_view import view

GATE, WEBHOOKS = AdmissionGate().requirement, AdmissionWebhooks().requirement
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
PROBLEM = Problem(subject="shop/Deployment/cart", text="is <b>open</b>", citations=(CITED,))


def posture(state: PostureState, cluster: str = "prod", **members: object) -> Posture:
    said = {"requirement": GATE, "summary": "Something.", "certainty": Certainty.SEEN, **members}
    return Posture(cluster=cluster, state=state, **said)  # type: ignore[arg-type]


def rows(*postures: Posture, **members: object) -> tuple[RequirementRow, ...]:
    return view(replace(package(), postures=postures, **members)).rows  # type: ignore[arg-type]


def text(*postures: Posture) -> str:
    made = replace(package(), postures=postures)
    return REQUIREMENTS_HTML.render(made, None).data.decode()


def test_each_state_has_its_name_and_its_count() -> None:
    page = view(
        replace(
            package(),
            postures=(*(posture(state) for state in PostureState), posture(PostureState.ENFORCING, requirement=WEBHOOKS)),
        )
    )
    assert [(cell.state, cell.count) for cell in page.states] == [
        ("found, enforcing", 2),
        ("found, not enforcing", 1),
        ("collected, none found", 1),
        ("not collected", 1),
    ]
    assert [(area.area, area.total) for area in page.areas] == [("Admission", 5)]
    assert "for 1 nothing was collected" in page.lead


def test_a_row_shows_requirement_evidence_and_gap() -> None:
    (row,) = rows(posture(PostureState.NOT_ENFORCING, problems=(PROBLEM,), citations=(CITED,), missing=("who may change it",)))
    assert (row.title, row.asks, row.fix, row.reference) == (GATE.title, GATE.asks, GATE.fix, GATE.reference)
    assert row.missing == ("who may change it",)
    (line,) = row.evidence
    assert (line.name, line.marks) == ("shop/Deployment/cart", "uid u-1, resourceVersion 42, 2026-11-19 08:00 UTC")
    assert line.place.href == "../evidence/cluster/pods.json"
    assert [(group.controls, group.by) for group in row.controls] == [
        ("CM-3, SI-7", "FedRAMP's text"),
        ("CM-6, CM-7(5)", "our own mapping"),
    ]


def test_a_cluster_is_named_where_there_are_several() -> None:
    assert [row.cluster for row in rows(posture(PostureState.ENFORCING))] == [""]
    both = rows(posture(PostureState.ENFORCING), posture(PostureState.NONE_FOUND, cluster="test"))
    assert [(row.cluster, row.id) for row in both] == [("prod", "admission-gate-prod"), ("test", "admission-gate-test")]


def test_a_waiver_is_shown_with_who_when_and_why() -> None:
    waiver = DiscrepancyWaiver(
        check=GATE.id, subject="*", reason="migration", owner="A. Lovelace", expires=date(2027, 6, 30), place="line 1"
    )
    waived = Discrepancy(
        check=GATE.id,
        subject=PROBLEM.subject,
        title="t",
        detail="d",
        controls=("CM-3",),
        severity=Severity.LOW,
        next_step="n",
        waiver=waiver,
    )
    (row,) = rows(posture(PostureState.NOT_ENFORCING, problems=(PROBLEM,)), discrepancies=(waived,))
    assert [one.waived for one in row.problems] == ["waived by A. Lovelace until 2027-06-30: migration"]


def test_long_lists_are_cut_and_say_so() -> None:
    many = tuple(replace(PROBLEM, subject=f"shop/{number}") for number in range(50))
    (row,) = rows(posture(PostureState.NOT_ENFORCING, problems=many, citations=(CITED,) * 20))
    assert (len(row.problems), row.more_problems) == (40, "and 10 more in the cross-check report")
    assert (len(row.evidence), row.more_evidence) == (12, "and 8 more in the evidence")


def test_text_of_evidence_is_escaped_and_nothing_is_loaded() -> None:
    page = text(posture(PostureState.NOT_ENFORCING, problems=(PROBLEM,), summary="</script><script>alert(1)</script>."))
    assert "is &lt;b&gt;open&lt;/b&gt;" in page
    assert page.count("<script") == 2
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)


def test_the_policy_of_the_page_allows_its_own_script_only() -> None:
    page = text(posture(PostureState.ENFORCING))
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in scripts)
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src {digests};" in html.unescape(page)
    assert not re.search(r"\son[a-z]+=", page)


def test_the_page_is_owed_where_something_was_judged_and_the_report_leads_to_it() -> None:
    bare = package()
    judged = replace(bare, postures=(posture(PostureState.ENFORCING),))
    assert not REQUIREMENTS_HTML.applies(bare)
    assert REQUIREMENTS_HTML.applies(judged)
    assert [one.href for one in shell_of(judged, "index.html").ways if one.title == "Requirements"] == ["requirements.html"]
    assert "Requirements" not in [one.title for one in shell_of(bare, "index.html").ways]


def test_the_same_package_gives_the_same_bytes() -> None:
    judged = replace(package(), postures=(posture(PostureState.NOT_ENFORCING, problems=(PROBLEM,), citations=(CITED,)),))
    assert REQUIREMENTS_HTML.render(judged, None).data == REQUIREMENTS_HTML.render(judged, None).data
