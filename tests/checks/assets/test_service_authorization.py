"""Services of other providers: authorized at the system's level, or accepted by name."""

import hashlib
from datetime import date

import pytest
from replacing import replace

from generator.checks.assets import service_authorization
from generator.checks.base import Check, CheckContext
from generator.checks.judging import judge
from generator.checks.pipelines import build_environment_boundary
from generator.facts.services_used import SERVICES
from generator.model.acceptance import Acceptance, AcceptedThing, AcceptingRole, BoundarySide
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.model.posture import Posture
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import Evidence, facts, verdicts
from tests.checks.diagrams.drawings import context
from tests.checks.image_evidence import scan
from tests.checks.operation_manifests import daemon_set

SERVICE, BOUNDARY = service_authorization.CHECK, build_environment_boundary.CHECK
LEVEL = "system: {name: Shop, impact-level: moderate}\n"
ACTIONS = "GitHub Actions"
NOTHING = "unknown: neither an authorization nor an acceptance is stated"
OWN = " (or an installation of one's own, which the evidence does not tell apart)"


def pipeline(system: str = ACTIONS, name: str = "build") -> PipelineSnapshot:
    path = f"evidence/pipelines/{name}.yaml"
    evidence = EvidenceFile(
        path=path, sha256=hashlib.sha256(path.encode()).hexdigest(), size=1, media_type="application/yaml", collected=None
    )
    return PipelineSnapshot(evidence=evidence, system=system, name=name, taken=None, stages=())


def accepted(
    accepts: AcceptedThing = AcceptedThing.SERVICE,
    role: AcceptingRole = AcceptingRole.ASSESSOR,
    of: str = ACTIONS,
    boundary: BoundarySide | None = None,
    line: int = 1,
) -> Acceptance:
    return Acceptance(
        accepts=accepts,
        of=(of,),
        by="Larkspur",
        role=role,
        day=date(2026, 5, 1),
        place=f"decisions/acceptances.yaml, line {line}",
        boundary=boundary,
    )


def ask(check: Check, *files: Evidence, system: str = LEVEL, decided: tuple[Acceptance, ...] = ()) -> Posture:
    known = replace(facts(*files, system=system), acceptances=decided)
    (state,) = judge(check, CheckContext(system=read(system, folder="x"), facts=known))
    return state


def external(authorization: str, name: str = ACTIONS) -> str:
    return f"{LEVEL}external-services:\n  - {{name: {name}, authorization: {authorization}}}\n"


def leveraged(level: str = "moderate", kind: str = "fedramp-agency", services: str = ACTIONS) -> str:
    row = f"{{id: gh, name: Forge, provider: Forge Inc, services: [{services}], authorization-type: {kind}, "
    row += f"impact-level: {level}}}"
    return f"{LEVEL}plan:\n  leveraged-authorizations:\n    - {row}\n"


@pytest.mark.parametrize(
    ("system", "verdict"),
    [
        (LEVEL, NOTHING + OWN),
        (external("FedRAMP Moderate"), "passes (stated): holds FedRAMP Moderate"),
        (external("FedRAMP High", "GitHub"), "passes (stated): holds FedRAMP High"),
        (external("FedRAMP Low"), "fails (stated): holds FedRAMP Low, below the level of the system (Moderate)"),
        (external("FedRAMP LI-SaaS"), "fails (stated): holds FedRAMP LI-SaaS, below the level of the system (Moderate)"),
        (external("SOC 2"), "unknown: `SOC 2` names no level at which FedRAMP authorized it"),
        (external("FedRAMP Moderate (In Process)"), "unknown: `FedRAMP Moderate (In Process)` names no level"),
        (external("FedRAMP Ready Moderate"), "unknown: `FedRAMP Ready Moderate` names no level"),
        (external("DoD High"), "unknown: `DoD High` names no level at which FedRAMP authorized it"),
        (external("FedRAMP Moderate", "Somebody else"), NOTHING + OWN),
        (leveraged(), "passes (stated): holds a FedRAMP authorization (Moderate)"),
        (leveraged("low"), "fails (stated): holds a FedRAMP authorization (Low), below the level of the system (Moderate)"),
        (leveraged(kind="fedramp-li-saas"), "fails (stated)"),
        (leveraged(services="Packages"), NOTHING + OWN),
        (
            external("FedRAMP Moderate").replace(", impact-level: moderate", ""),
            "unknown: the level of the system is not stated",
        ),
    ],
)
def test_what_it_holds(system: str, verdict: str) -> None:
    assert verdicts(ask(SERVICE, pipeline(), system=system))[ACTIONS].startswith(verdict)


def test_who_accepted_it() -> None:
    one = ask(SERVICE, pipeline(), decided=(accepted(),))
    who = "Larkspur (assessor) is named as who accepted that on 2026-05-01 in decisions/acceptances.yaml, line 1"
    assert verdicts(one) == {ACTIONS: f"passes (stated): accepted: {who}"}
    assert one.label == "stated by the provider"
    own = ask(SERVICE, pipeline(), decided=(accepted(role=AcceptingRole.PROVIDER),))
    assert verdicts(own) == {ACTIONS: "unknown: the provider alone accepted it"}
    assert verdicts(ask(SERVICE, pipeline(), decided=(accepted(of="CircleCI"),))) == {ACTIONS: NOTHING + OWN}


def test_scanners_and_sensors_of_others_are_services() -> None:
    assert verdicts(ask(SERVICE, scan(tool="Snyk"))) == {"Snyk": NOTHING}
    assert ask(SERVICE, scan(tool="Trivy")).label == "not collected"
    falcon = daemon_set(name="falcon", image="registry.example/falcon-sensor:7")
    assert verdicts(ask(SERVICE, falcon)) == {"CrowdStrike Falcon": NOTHING}
    assert ask(SERVICE, pipeline("Jenkins")).label == "not collected"


def test_an_installation_of_ones_own_is_no_service() -> None:
    inside = accepted(AcceptedThing.BUILD_ENVIRONMENT, of="GitLab CI", boundary=BoundarySide.INSIDE)
    state = ask(SERVICE, pipeline("GitLab CI", "gitlab"), pipeline(), decided=(inside,))
    assert list(verdicts(state)) == [ACTIONS]
    assert state.notes == ("GitLab CI is stated to lie inside the boundary, and is no service of another.",)
    snyk = accepted(AcceptedThing.BUILD_ENVIRONMENT, of="Snyk", boundary=BoundarySide.INSIDE)
    assert list(verdicts(ask(SERVICE, scan(tool="Snyk"), decided=(snyk,)))) == ["Snyk"]


def test_hosts_that_are_called_are_services() -> None:
    system = LEVEL + "external-services:\n  - {name: Mail Relay, hosts: [mail.example.org], authorization: FedRAMP High}\n"
    (state,) = judge(SERVICE, context(system=system))
    assert verdicts(state) == {"Mail Relay": "passes (stated): holds FedRAMP High", "news.example.net": NOTHING}
    assert all(each.citations for each in state.subjects)


def test_names_of_the_table_are_used_once() -> None:
    names = [name for service in SERVICES for name in service.names]
    assert len(names) == len(set(names))


def test_the_side_of_the_boundary() -> None:
    def side(boundary: BoundarySide, role: AcceptingRole = AcceptingRole.ASSESSOR, line: int = 1) -> Acceptance:
        return accepted(AcceptedThing.BUILD_ENVIRONMENT, role, boundary=boundary, line=line)

    outside, inside = side(BoundarySide.OUTSIDE), side(BoundarySide.INSIDE, line=7)
    nobody = "unknown: it is not stated whether it lies inside the boundary"
    assert verdicts(ask(BOUNDARY, pipeline())) == {ACTIONS: nobody}
    stated = verdicts(ask(BOUNDARY, pipeline(), decided=(outside,)))
    named = "Larkspur (assessor) is named as who accepted that on 2026-05-01 in decisions/acceptances.yaml, line 1"
    assert stated == {ACTIONS: f"passes (stated): outside the boundary; {named}"}
    alone = verdicts(ask(BOUNDARY, pipeline(), decided=(side(BoundarySide.OUTSIDE, AcceptingRole.PROVIDER),)))
    assert alone == {ACTIONS: "unknown: the provider alone states where it lies"}
    both = verdicts(ask(BOUNDARY, pipeline(), decided=(outside, inside)))
    assert both[ACTIONS].startswith("fails (stated): is stated to lie on both sides of the boundary")
    assert ask(BOUNDARY).label == "not collected"
    assert set(verdicts(ask(BOUNDARY, pipeline(), pipeline("Jenkins", "j")))) == {ACTIONS, "Jenkins"}
