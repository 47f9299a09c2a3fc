"""The plan's words for every requirement: never more than its verdicts, in whole numbers, by the certainty of them."""

import re
from collections.abc import Iterable
from datetime import date

import pytest
from replacing import replace

from generator.checks.registry import CHECKS
from generator.checks.traffic import database_open_to_users
from generator.claims import mechanisms
from generator.claims.image_scanning import SCANNED
from generator.claims.plan_names import noun_of, plan_labels
from generator.claims.plan_wording import PlannedRequirement, by_reason, drafted
from generator.claims.registry import TOPICS
from generator.claims.stated import StatedTopic
from generator.claims.stated_requirement import USUAL_PART
from generator.frameworks.fedramp_rev5 import EVERY
from generator.ledger.candidates import identifier_of
from generator.model.discrepancy import DiscrepancySubject, DiscrepancyWaiver
from generator.model.draft_statement import DraftStatement, Mechanism
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, Outcome, Posture, PostureRequirement
from generator.model.scan import Severity
from generator.workspace.system_yaml import read
from tests.checks import cluster_evidence
from tests.checks.cluster_evidence import facts
from tests.facts.scans_made import day, pods, scan
from tests.plan_voice import faults

SYSTEM = read("", folder="x")
FACTS = facts()
ROWS = {row.requirement: row for topic in (*TOPICS, SCANNED) if isinstance(topic, StatedTopic) for row in topic.requirements}
REQUIREMENTS = {check.id: check.requirement for check in CHECKS}
WORDED = {requirement: row for requirement, row in ROWS.items() if isinstance(row, PlannedRequirement)}
"""Those of which the plan says something."""
FILE = EvidenceSource("a" * 64, "evidence/cluster/prod.yaml", "line 3")
_NUMBER = re.compile(r"\d+")
_OF_THE_REQUIREMENT = re.compile(r"TLS 1\.2|FIPS 140|\d{4}-\d\d-\d\d|30 days|100 megabytes")
"""Numbers that are no counts of subjects."""


def subject(name: str, outcome: Outcome = Outcome.PASSES, certainty: Certainty | None = Certainty.OBSERVED) -> JudgedSubject:
    cited = ObjectCitation(kind="Deployment", namespace="shop", name=name.rpartition("/")[2], source=FILE)
    by = "Ada Byron" if certainty is Certainty.STATED else ""
    return JudgedSubject(name=name, outcome=outcome, certainty=certainty, reason="", citations=(cited,), stated_by=by)


def posture(requirement: PostureRequirement, subjects: Iterable[JudgedSubject], cluster: str = "prod") -> Posture:
    return Posture(requirement=requirement, cluster=cluster, summary="", subjects=tuple(subjects))


def texts(statement: DraftStatement | None) -> list[str]:
    return [each.text for each in statement.sentences] if statement else []


def of(requirement: str, *subjects: JudgedSubject, cluster: str = "prod", known: SystemFacts = FACTS) -> DraftStatement | None:
    return drafted(WORDED[requirement], posture(REQUIREMENTS[requirement], subjects, cluster), SYSTEM, known)


WORKLOADS = tuple(f"shop/Deployment/{name}" for name in ("cart", "db", "web"))
PASS, FAIL, UNKNOWN = Outcome.PASSES, Outcome.FAILS, Outcome.UNKNOWN
_STATES = {
    "all of three": (PASS, PASS, PASS),
    "both": (PASS, PASS),
    "the only one": (PASS,),
    "one of three": (PASS, FAIL, FAIL),
    "one, and the others are unknown": (PASS, UNKNOWN, UNKNOWN),
    "none": (FAIL, FAIL),
    "nothing is known": (UNKNOWN, UNKNOWN),
}


@pytest.mark.parametrize("requirement", sorted(WORDED))
def test_no_sentence_says_more_than_the_verdicts(requirement: str) -> None:
    for certainty in (Certainty.OBSERVED, Certainty.DECLARED, Certainty.STATED):
        for state, outcomes in _STATES.items():
            _says_no_more(requirement, certainty, outcomes, f"{state}, {certainty}")


def _says_no_more(requirement: str, certainty: Certainty, outcomes: tuple[Outcome, ...], state: str) -> None:
    subjects = [
        subject(name, outcome, None if outcome is UNKNOWN else certainty)
        for name, outcome in zip(WORKLOADS, outcomes, strict=False)
    ]
    statement = of(requirement, *subjects)
    passing, failing = outcomes.count(PASS), outcomes.count(FAIL)
    if not passing:
        assert texts(statement) == [], state
    if not passing and not failing:
        assert statement is None, "what is unknown is a line of the readiness report"
    for text in texts(statement):
        assert faults(text) == [], text
        assert set(_NUMBER.findall(_OF_THE_REQUIREMENT.sub("", text))) <= {str(passing), str(len(outcomes))}, text
        if certainty is Certainty.STATED:
            assert text.endswith("(stated by Ada Byron)."), text
        if passing < len(outcomes) and f"{passing} of the {len(outcomes)}" not in text:
            assert requirement in _NAMES_WHAT_PASSES, text
    lacks = WORDED[requirement].lacks
    unmet = statement.unmet if statement else ()
    assert sum(len(part.subjects) for part in unmet) == (failing if lacks else 0), state


_NAMES_WHAT_PASSES = {
    "build-environment-boundary", "crossing-not-encrypted",
    "dockerfile-base-not-approved", "dockerfile-base-not-pinned", "dockerfile-runs-as-root",
}  # fmt: skip
"""Their other subjects are of another kind, which no number of the same words may count, or are unknown."""


def test_what_is_lacking_reads_as_a_sentence_by_itself() -> None:
    lacking = [lacks for requirement in sorted(WORDED) if (lacks := WORDED[requirement].lacks) is not None]
    assert lacking
    for one, many in lacking:
        assert faults(f"The workload cart {one}.") == [], one
        assert faults(f"The workloads cart and db {many}.") == [], many
        assert not re.search(r"\b(?:these|this|such)\b", f"{one} {many}"), f"nothing that passes stands before {one}"


def test_every_mechanism_has_one_title_and_a_main_part_that_exists() -> None:
    rows = [each for each in vars(mechanisms).values() if isinstance(each, Mechanism)]
    assert len({each.title for each in rows}) == len(rows)
    known = {f"{control.id}({letter})" if letter else control.id for control in EVERY for letter in control.parts or ("",)}
    assert {each.main for each in rows} <= known


def test_every_part_that_refers_to_a_mechanism_says_what_it_contributes_there_and_no_part_without_one_does() -> None:
    referring: dict[str, set[str]] = {}
    for requirement, plan in WORDED.items():
        silent = plan.lacks is None or not texts(of(requirement, *map(subject, WORKLOADS)))
        parts = set(ROWS[requirement].parts(REQUIREMENTS[requirement])) - {plan.mechanism.main, *plan.not_at}
        if parts and not (silent and plan.lacks is None):
            referring.setdefault(plan.mechanism.title, set()).update(parts)
    rows = {each.title: each for each in vars(mechanisms).values() if isinstance(each, Mechanism)}
    assert {title: {part for part, _ in rows[title].serves} for title in referring} == referring
    for each in rows.values():
        assert [faults(f"This {clause}.") for _, clause in each.serves] == [[] for _ in each.serves]
        assert len({clause for _, clause in each.serves}) == len(each.serves)


def test_what_no_evidence_decides_is_counted_beside_a_share() -> None:
    some = of("resource-limits", subject(WORKLOADS[0]), *(subject(name, UNKNOWN, None) for name in WORKLOADS[1:]))
    assert some is not None
    assert some.unassessed == "the other 2 workloads have not been assessed"
    fails = of("resource-limits", subject(WORKLOADS[0], FAIL), subject(WORKLOADS[1], UNKNOWN, None))
    assert fails is not None
    assert (texts(fails), fails.unassessed) == ([], "the other workload has not been assessed")
    decided = of("resource-limits", subject(WORKLOADS[0]), subject(WORKLOADS[1], FAIL))
    assert decided is not None
    assert decided.unassessed == ""
    images = of("dockerfile-runs-as-root", subject("a/Dockerfile"), subject("shop/web:1", UNKNOWN, None))
    assert images is not None
    assert images.unassessed == "the other Dockerfile or image without one has not been assessed"


def test_a_long_sentence_has_a_short_form_for_other_parts_with_the_same_shares() -> None:
    rows = [subject(WORKLOADS[0]), subject(WORKLOADS[1], certainty=Certainty.DECLARED), subject(WORKLOADS[2], FAIL)]
    statement = of("container-privileges", *rows)
    assert statement is not None
    assert statement.brief == (
        "2 of the 3 workloads of cluster prod run without privileged mode, privilege escalation and Linux capabilities "
        "(1 observed, 1 declared)"
    )
    nothing = of("container-privileges", subject(WORKLOADS[0], FAIL))
    assert nothing is not None
    assert nothing.brief == ""


def test_every_control_that_is_a_main_part_is_one_that_claims_reach() -> None:
    reached = {where for row in ROWS.values() for where in row.parts(REQUIREMENTS[row.requirement])}
    mains = {plan.mechanism for requirement, plan in WORDED.items() if ROWS[requirement].parts(REQUIREMENTS[requirement])}
    assert {each.title for each in mains if each.main not in reached} == set()
    assert USUAL_PART["RA-5"] == "a"


def test_declared_is_configured_and_observed_does() -> None:
    declared = of("resource-limits", *(subject(name, certainty=Certainty.DECLARED) for name in WORKLOADS))
    observed = of("resource-limits", *(subject(name) for name in WORKLOADS))
    assert texts(declared) == [
        "All 3 workloads of cluster prod are configured to request and limit CPU and memory for every container."
    ]
    assert texts(observed) == ["All 3 workloads of cluster prod request and limit CPU and memory for every container."]


@pytest.mark.parametrize(
    ("certainties", "shares"),
    [
        ((Certainty.OBSERVED, Certainty.OBSERVED, Certainty.DECLARED), "2 observed, 1 declared"),
        ((Certainty.REPORTED, Certainty.DECLARED, Certainty.DECLARED), "1 reported, 2 declared"),
        ((Certainty.OBSERVED, Certainty.REPORTED, Certainty.DECLARED), "2 observed or reported, 1 declared"),
        ((Certainty.OBSERVED, Certainty.DECLARED, Certainty.STATED), "1 observed, 1 declared, 1 stated by Ada Byron"),
        ((Certainty.DECLARED, Certainty.STATED, Certainty.STATED), "1 declared, 2 stated by Ada Byron"),
        ((Certainty.OBSERVED, Certainty.OBSERVED, Certainty.STATED), "2 observed, 1 stated by Ada Byron"),
    ],
)
def test_where_some_were_seen_and_some_not_the_sentence_says_how_many(certainties: tuple[Certainty, ...], shares: str) -> None:
    rows = [subject(name, certainty=certainty) for name, certainty in zip(WORKLOADS, certainties, strict=True)]
    assert texts(of("resource-limits", *rows)) == [
        f"All 3 workloads of cluster prod request and limit CPU and memory for every container ({shares})."
    ]
    (text,) = texts(of("volumes-at-rest", *rows))
    assert "configured" not in text.partition("(")[0]
    assert text.endswith(f" ({shares}).")


def test_what_was_observed_or_reported_alone_has_no_shares() -> None:
    rows = [subject(WORKLOADS[0]), subject(WORKLOADS[1], certainty=Certainty.REPORTED)]
    assert texts(of("resource-limits", *rows)) == [
        "Both workloads of cluster prod request and limit CPU and memory for every container."
    ]


_OF_WHAT_WAS_SEEN = {"pipeline-attests", "pipeline-sbom", "pipeline-signs"}
"""What the registry holds is a sentence of its own."""


def test_no_sentence_about_several_hides_that_one_was_not_seen() -> None:
    rows = [subject(WORKLOADS[0]), subject(WORKLOADS[1]), subject(WORKLOADS[2], certainty=Certainty.DECLARED)]
    for requirement in sorted(WORDED):
        for text in texts(of(requirement, *rows)):
            seen_alone = requirement in _OF_WHAT_WAS_SEEN and "2 of the 3" in text
            assert text.endswith("(2 observed, 1 declared).") or seen_alone, f"{requirement}: {text}"
            assert faults(text) == [], f"{requirement}: {text}"


def test_the_only_subject_is_named_and_the_only_cluster_without_a_name_is_not() -> None:
    known = facts('{"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": "shop"}}')
    assert [view.name for view in known.clusters] == ["cluster"]
    only = of("resource-limits", subject(WORKLOADS[0]), cluster="cluster", known=known)
    assert texts(only) == ["The workload cart requests and limits CPU and memory for every container."]


def test_a_person_who_states_a_part_of_it_is_named_for_that_part() -> None:
    mixed = of("secrets-in-environment", subject(WORKLOADS[0], certainty=Certainty.STATED), subject(WORKLOADS[1]))
    assert texts(mixed)[0].endswith("(1 observed, 1 stated by Ada Byron).")
    unnamed = replace(subject(WORKLOADS[0], certainty=Certainty.STATED), stated_by="")
    assert texts(of("secrets-in-environment", unnamed))[0].endswith("(stated by the provider).")


def test_a_port_on_a_host_is_not_said_to_be_reached_from_outside() -> None:
    published = "services:\n  db: {image: 'postgres:16', ports: ['5432:5432']}\n"
    state = cluster_evidence.posture(database_open_to_users.CHECK, published)
    statement = drafted(WORDED["database-open-to-users"], state, SYSTEM, FACTS)
    assert statement is not None
    assert [each.lacks for part in statement.unmet for each in part.subjects] == ["publishes a port on a host"]


def test_what_fails_carries_who_accepts_it() -> None:
    waiver = DiscrepancyWaiver(
        check="resource-limits", subject="*", reason="r", owner="Kim Moss", expires=date(2027, 1, 1), place="line 1"
    )
    accepted = DiscrepancySubject(
        check="resource-limits",
        name=f"prod/{WORKLOADS[0]}",
        title="t",
        reason="r",
        detail="d",
        controls=("SC-6",),
        severity=Severity.LOW,
        next_step="n",
        waiver=waiver,
    )
    state = posture(REQUIREMENTS["resource-limits"], [subject(name, FAIL) for name in WORKLOADS[:2]])
    statement = drafted(WORDED["resource-limits"], state, SYSTEM, FACTS, {(accepted.check, accepted.name): accepted})
    assert statement is not None
    (part,) = statement.unmet
    assert [(each.name, each.label, each.waiver) for each in part.subjects] == [
        (f"prod/{WORKLOADS[0]}", "cart", waiver),
        (WORKLOADS[1], "db", None),
    ]
    assert identifier_of(part.check, part.subjects[1].name) == f"resource-limits {WORKLOADS[1]}"


def test_a_wording_without_words_for_either_is_no_statement() -> None:
    silent = PlannedRequirement(requirement="x", mechanism=Mechanism(title="x", main="AC-3"), says=lambda _: "", lacks=None)
    state = posture(REQUIREMENTS["resource-limits"], [subject(WORKLOADS[0]), subject(WORKLOADS[1], FAIL)])
    assert drafted(silent, state, SYSTEM, FACTS) is None


def test_reasons_of_a_verdict_are_its_clauses() -> None:
    failing = replace(subject("a", FAIL), reason="is privileged; has no seccomp profile")
    assert by_reason(failing, FACTS) == "is privileged; has no seccomp profile"


def test_every_requirement_has_words_and_those_without_a_plan_are_about_evidence_itself() -> None:
    assert set(ROWS) == set(REQUIREMENTS)
    silent = set(ROWS) - set(WORDED)
    assert silent == {
        "compose-and-platform",
        "drawn-not-running", "inventory-not-drawn", "diagrams-not-consistent", "external-drawn-inside", "flow-not-found",
        "flow-reversed", "way-in-not-found",
    }  # fmt: skip
    assert {REQUIREMENTS[each].area for each in silent} == {"Asset management", "Diagrams", "Flows"}


@pytest.mark.parametrize(
    ("name", "words", "noun"),
    [
        ("Node/node-a", ("node or image", "nodes and images"), ("node", "nodes")),
        ("reg.example/shop/cart:1", ("node or image", "nodes and images"), ("image", "images")),
        ("shop/Deployment/cart", ("workload or managed service", "workloads and managed services"), ("workload", "workloads")),
        ("cluster prod", ("cluster, registry or pipeline system", "clusters, registries and pipeline systems"),
         ("cluster", "clusters")),
        ("what it is", ("node or image", "nodes and images"), ("", "")),
        ("Node/node-a", ("node or image", "hosts"), ("", "")),
    ],
)  # fmt: skip
def test_a_subject_of_several_kinds_is_called_what_it_is(name: str, words: tuple[str, str], noun: tuple[str, str]) -> None:
    assert noun_of(name, words) == noun


def test_a_sensor_is_named_by_the_daemon_set_of_its_pods() -> None:
    known = facts(
        '{"kind": "DaemonSet", "apiVersion": "apps/v1", "metadata": {"namespace": "ops", "name": "sensor"}, "spec": '
        '{"template": {"spec": {"containers": [{"name": "c", "image": "reg.example/sensor:1"}]}}}}'
    )
    pod = ObjectCitation(kind="Pod", namespace="ops", name="sensor-x7k2p", source=FILE)
    node = ObjectCitation(kind="Node", name="a", source=FILE)
    watched = replace(subject("Node/a"), citations=(pod, node))
    assert texts(of("sensor-on-every-node", watched, cluster="cluster", known=known)) == [
        "The runtime sensor sensor runs as a DaemonSet and was ready on the node a."
    ]
    elsewhere = replace(watched, citations=(replace(pod, namespace="shop"), node))
    assert texts(of("sensor-on-every-node", elsewhere, cluster="cluster", known=known)) == [
        "The runtime sensor sensor-x7k2p runs as a Pod and was ready on the node a."
    ]


def test_no_way_to_any_of_several_databases_is_not_said_of_all() -> None:
    assert texts(of("database-open-to-users", *map(subject, WORKLOADS), cluster="")) == [
        "No entry point leads from outside the boundary to any of the 3 databases."
    ]
    assert texts(of("database-open-to-users", *map(subject, WORKLOADS[:2]), cluster="")) == [
        "No entry point leads from outside the boundary to either of the databases."
    ]
    mixed = subject(WORKLOADS[0]), subject(WORKLOADS[1], FAIL)
    assert texts(of("database-open-to-users", *mixed, cluster="")) == [
        "No entry point leads from outside the boundary to 1 of the 2 databases."
    ]


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (("shop/Deployment/cart", "ops/Deployment/db"), ("cart", "db")),
        (("shop/Deployment/web", "ops/Deployment/web"), ("web in shop", "web in ops")),
        (("shop/Ingress/public (shop.example)",), ("public (shop.example)",)),
        (("Node/node-a",), ("node-a",)),
        (("registry.example/shop/cart:1@sha256:" + "a" * 64,), ("cart:1",)),
        (("a.example/cart:1", "b.example/cart:1"), ("a.example/cart:1", "b.example/cart:1")),
        (("shop/Deployment/cart->shop/StatefulSet/db",), ("cart to db",)),
        (("outside->shop/Deployment/cart",), ("from outside to cart",)),
        (("shop (egress)",), ("shop (egress)",)),
        (("API server",), ("API server",)),
        (("a\nb",), ("a b",)),
    ],
)
def test_subjects_have_the_names_that_their_users_know(names: tuple[str, ...], labels: tuple[str, ...]) -> None:
    assert tuple(plan_labels(map(subject, names)).values()) == labels


def test_a_pipeline_and_a_dockerfile_are_named_without_the_path_of_the_evidence() -> None:
    build = EvidenceSource("b" * 64, "evidence/pipelines/build.yml", "line 9")
    recipe = EvidenceSource("c" * 64, "evidence/pipelines/web.Dockerfile", "line 1")
    pushed, written = (
        replace(subject(name), citations=(ObjectCitation(kind=kind, name=called, source=source),))
        for name, kind, called, source in (
            ("evidence/pipelines/build.yml: registry.example/web", "GitHub Actions", "Build and publish", build),
            ("evidence/pipelines/web.Dockerfile", "Dockerfile", "", recipe),
        )
    )
    assert tuple(plan_labels((pushed, written)).values()) == ("Build and publish", "web.Dockerfile")


@pytest.mark.parametrize(
    ("paths", "labels"),
    [
        (("p/web/Dockerfile", "p/api/Dockerfile"), ("web/Dockerfile", "api/Dockerfile")),
        (("p/web/docker/Dockerfile", "p/api/docker/Dockerfile"), ("web/docker/Dockerfile", "api/docker/Dockerfile")),
        (("p/Dockerfile", "p/p/Dockerfile"), ("p/Dockerfile", "p/p/Dockerfile")),
        (("p/web/Dockerfile", "p/web/Dockerfile.dev"), ("Dockerfile", "Dockerfile.dev")),
    ],
)
def test_files_of_one_name_are_told_apart_by_their_folders(paths: tuple[str, ...], labels: tuple[str, ...]) -> None:
    for titles in (("", ""), tuple(path.rpartition("/")[2] for path in paths)):
        rows = [_of_file(path, path, title) for path, title in zip(paths, titles, strict=True)]
        assert tuple(plan_labels(rows).values()) == labels


def test_pipelines_of_one_title_are_told_apart_and_what_one_file_pushes_is_not() -> None:
    rows = [_of_file(f"{path}: {image}", path, "Build") for path in ("web/ci.yml", "api/ci.yml") for image in ("a", "b")]
    assert tuple(plan_labels(rows).values()) == ("Build (web)", "Build (web)", "Build (api)", "Build (api)")
    assert tuple(plan_labels(rows[:2]).values()) == ("Build", "Build")


def _of_file(name: str, path: str, title: str = "") -> JudgedSubject:
    cited = ObjectCitation(kind="File", name=title, source=EvidenceSource("b" * 64, path, "line 1"))
    return replace(subject(name), citations=(cited,))


def test_a_scan_report_that_a_newer_one_replaced_is_no_proof_beside_it() -> None:
    older, newer = scan("s/old.json", "a:1", ["CVE-1"], day(10)), scan("s/new.json", "a:1", ["CVE-1"], day(18))
    known = facts(pods("c/pods.json", day(19), {"a": "a:1"}), older, newer)
    sources = tuple(each.evidence.source for each in (older, newer))
    cited = tuple(ObjectCitation(kind="Scan", name="a:1", source=source) for source in sources)
    scanned = replace(subject("a:1"), citations=cited)
    statement = of("image-never-scanned", scanned, cluster="", known=known)
    assert statement is not None
    assert [each.sources for each in statement.sentences] == [(newer.evidence.source,)]
    alone = of("image-never-scanned", replace(scanned, citations=cited[:1]), cluster="", known=known)
    assert alone is not None
    assert [each.sources for each in alone.sentences] == [(older.evidence.source,)]


UNLISTED = replace(subject("other workloads", UNKNOWN, None), unlisted=True)
"""What stands for workloads that no list shows."""


def test_what_no_list_shows_is_neither_counted_nor_covered_by_all() -> None:
    for requirement in sorted(WORDED):
        statement = of(requirement, *(subject(name) for name in WORKLOADS), UNLISTED)
        assert not statement or not statement.unassessed, requirement
        for text in texts(statement):
            assert faults(text) == [], f"{requirement}: {text}"
            assert set(_NUMBER.findall(_OF_THE_REQUIREMENT.sub("", text))) <= {"3"}, f"{requirement}: {text}"
            assert not re.search(r"\b[Aa]ll 3\b|\bother workloads\b", text), f"{requirement}: {text}"


def test_a_share_of_a_list_with_gaps_is_a_share_of_what_is_listed() -> None:
    cart, db, web = WORKLOADS
    share = of("resource-limits", subject(cart), subject(db, FAIL), subject(web, UNKNOWN, None), UNLISTED)
    assert share is not None
    assert texts(share)[0].startswith("1 of the 3 listed workloads")
    assert share.unassessed == "1 listed workload has not been assessed"
