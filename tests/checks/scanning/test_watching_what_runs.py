"""Scanning by itself of what runs: reports of monitors, alarms, settings of registries, coverage of the cloud's scanner."""

from datetime import timedelta

import pytest
from facts.images_made import facts as image_facts
from facts.scans_made import evidence
from monitoring.runs_made import TAKEN, alert, run, snapshot
from replacing import replace

from generator.checks.scanning.inspector_coverage import CHECK as COVERED
from generator.checks.scanning.registry_monitor_alarms import CHECK as ALARMS
from generator.checks.scanning.registry_scans_images import CHECK as REGISTRY
from generator.checks.scanning.running_images_watched import CHECK as WATCHED
from generator.model.cloud import HARBOR, CloudResource, CloudSnapshot, ResourceKind
from generator.model.inventory import ClusterSnapshot
from generator.model.monitoring import AlertKind, Delivery, MonitorRun, MonitorSnapshot
from generator.model.posture import Posture
from generator.model.scan import ScanSnapshot
from tests.checks.cluster_evidence import verdicts
from tests.checks.image_evidence import AS_OF, CART, OTHER, PODS, RUNNING, ask, container, day, declared, running, scan

STALE = "unknown: what runs was collected more than 30 days before the as-of date"
NONE = "unknown: no report on this digest by a program that scans by itself was collected"
OPERATOR = "Trivy Operator"
OTHERS = scan(path="new.json", tool="Grype")


@pytest.mark.parametrize(
    ("snapshots", "verdict"),
    [
        pytest.param((PODS,), "unknown: no scan of this image's digest was collected", id="none"),
        pytest.param((PODS, scan()), NONE, id="a scan that somebody started"),
        pytest.param((PODS, scan(monitor=OPERATOR)), "passes (reported)", id="by itself"),
        pytest.param((PODS, scan(tool="Amazon Inspector")), "passes (reported)", id="by the cloud"),
        pytest.param((PODS, scan(tool="Amazon ECR", failed=True)), "unknown: only scans", id="failed"),
        pytest.param((PODS, scan(monitor=OPERATOR, taken=day(21, 10))), "passes (reported)", id="30 days"),
        pytest.param(
            (PODS, scan(monitor=OPERATOR, taken=day(20, 10))),
            "fails (reported): was scanned by Trivy Operator last 31 days before the as-of date",
            id="31 days",
        ),
        pytest.param(
            (PODS, scan(monitor=OPERATOR, taken=day(20, 10)), scan(path="new.json", tool="Grype")), "fails", id="others"
        ),
        pytest.param((PODS, scan(monitor=OPERATOR, taken=None)), "unknown: the report is not dated", id="undated"),
        pytest.param((PODS, scan(monitor=OPERATOR, collected_only=True)), "unknown: the report is not dated", id="collected"),
        pytest.param((PODS, scan(monitor=OPERATOR, digests=())), "unknown: the scan names the tag", id="the tag"),
        pytest.param((running(container(digest=None)), scan(monitor=OPERATOR)), "unknown: the digest", id="no digest"),
        pytest.param((running(container(), taken=day(20, 10)), scan(monitor=OPERATOR)), STALE, id="an old dump"),
    ],
)
def test_watched(snapshots: tuple[object, ...], verdict: str) -> None:
    (given,) = verdicts(ask(WATCHED, *snapshots)).values()
    assert given.startswith(verdict)


def test_a_monitor_that_runs_is_a_note_and_no_proof() -> None:
    operator = container("ghcr.io/aquasecurity/trivy-operator:1", digest=OTHER)
    state = ask(WATCHED, running(container(), operator))
    assert state.label == "not established"
    assert state.notes == ("Programs that scan by themselves and run: Trivy Operator (web/DaemonSet/app-1).",)
    assert ask(WATCHED, PODS).notes == ()
    assert ask(WATCHED, scan()).label == "not collected"


def alarmed(*runs: MonitorRun, pods: ClusterSnapshot = PODS) -> Posture:
    records = [snapshot(one, sha256=f"{number:064x}") for number, one in enumerate(runs)]
    return ask(ALARMS, pods, *records)


SEEN = run(digests=(RUNNING,))
ABOUT = alert(image=CART, digests=(RUNNING,))


@pytest.mark.parametrize(
    ("record", "verdict"),
    [
        (SEEN, "passes (reported)"),
        (run(), "unknown: the record of the last run does not name the digests that it saw"),
        (run(digests=(OTHER,)), "unknown: the last run did not see this image"),
        (run(ABOUT, digests=(RUNNING,)), "fails (reported): has 1 open alarm (1 × image-never-scanned)"),
        (run(ABOUT), "fails (reported): has 1 open alarm (1 × image-never-scanned)"),
        (
            run(ABOUT, alert(AlertKind.LATE, image=CART, digests=()), digests=(RUNNING,)),
            "fails (reported): has 2 open alarms (1 × image-never-scanned, 1 × weakness-past-due)",
        ),
        (run(alert(image=CART, digests=(OTHER,)), digests=(RUNNING,)), "passes (reported)"),
        (run(alert(image="a/b:1"), digests=(RUNNING,)), "passes (reported)"),
        (run(digests=(RUNNING,), taken=TAKEN - timedelta(30)), "passes (reported)"),
        (run(digests=(RUNNING,), taken=TAKEN - timedelta(31)), "unknown: the last run is older than 30 days"),
        (run(ABOUT, taken=TAKEN - timedelta(31)), "unknown: the last run is older than 30 days"),
    ],
)
def test_alarms(record: MonitorRun, verdict: str) -> None:
    assert verdicts(alarmed(record)) == {CART: verdict}


@pytest.mark.parametrize(
    ("pods", "verdict"),
    [
        (running(container(digest=None)), "unknown: the digest that runs is not known"),
        (declared(container(only_requested=True)), "unknown: the digest that runs is not known"),
        (running(container(), taken=day(20, 10)), STALE),
    ],
)
def test_what_runs_has_to_be_known(pods: ClusterSnapshot, verdict: str) -> None:
    assert verdicts(alarmed(SEEN, pods=pods)) == {CART: verdict}


def test_alarms_in_other_cases() -> None:
    assert ask(ALARMS, PODS).label == "not collected"
    assert ask(ALARMS, snapshot(SEEN)).label == "not collected"
    assert alarmed(SEEN, pods=running()).label == "none found"
    assert alarmed(run(taken=TAKEN + timedelta(days=1))).label == "not collected"
    sent = Delivery(to="webhook https://alerts.example", delivered=True, detail="HTTP 200")
    assert alarmed(run(deliveries=(sent,)), run(ABOUT, taken=TAKEN - timedelta(1))).notes == (
        "The last run of the monitor (2026-11-20) raised 0 alarms on 3 running images; its alarms went to webhook "
        "https://alerts.example.",
    )
    assert alarmed(run(ABOUT)).notes == ("The last run of the monitor (2026-11-20) raised 1 alarm on 3 running images.",)


HOST = "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com"
NAME = f"{HOST}/shop/cart"
ECR_PODS = running(container(f"{NAME}:1"))


def resource(kind: ResourceKind, name: str, *, identifier: str = "", **settings: str) -> CloudResource:
    said = tuple(sorted((key.replace("_", " "), value) for key, value in settings.items()))
    source = evidence("evidence/cloud/reply.json").source
    return CloudResource(kind=kind, identifier=identifier or f"arn:{name}", name=name, settings=said, source=source)


def reply(
    *found: CloudResource,
    operation: str = "ecr describe-repositories",
    account: str = "123456789012",
    region: str = "us-gov-west-1",
    provider: str = "AWS",
    missing: tuple[tuple[str, str], ...] = (),
) -> CloudSnapshot:
    file = evidence(f"evidence/cloud/{operation} {account} {region}.json", day(19), f"{operation[-9:]}{account[:3]}{region}")
    return CloudSnapshot(
        evidence=file,
        provider=provider,
        account=account,
        region=region,
        operation=operation,
        taken=day(19),
        resources=found,
        not_collected=missing,
    )


def repository(name: str = NAME, **settings: str) -> CloudSnapshot:
    return reply(resource(ResourceKind.REPOSITORY, name, **settings))


def rule(pattern: str, value: str = "continuous scan", **where: str) -> CloudSnapshot:
    account = replace(
        resource(ResourceKind.ACCOUNT, "123456789012"),
        settings=(("registry scanning", "enhanced"), (f"registry scanning of {pattern}", value)),
    )
    return reply(account, operation="ecr get-registry-scanning-configuration", **where)  # type: ignore[arg-type]


def project(host: str = "harbor.example", **settings: str) -> CloudSnapshot:
    found = resource(ResourceKind.PROJECT, f"{host}/shop", **settings)
    return reply(found, operation="harbor projects", account=host, region="", provider=HARBOR)


NO_SETTINGS = f"unknown: the settings of registry {HOST} were not collected"
NOT_SCANNED = "fails (observed): is scanned neither on push nor continuously"
NO_PROJECT = "unknown: the settings of registry harbor.example were not collected"
OBSERVED = "passes (observed)"


@pytest.mark.parametrize(
    ("clouds", "verdict"),
    [
        pytest.param((), NO_SETTINGS, id="nothing"),
        pytest.param((repository(scan_on_push="yes"),), OBSERVED, id="on push"),
        pytest.param((repository(scan_on_push="no"),), NOT_SCANNED, id="not"),
        pytest.param((repository(),), NO_SETTINGS, id="a repository without settings"),
        pytest.param((repository("shop/cart", scan_on_push="yes"),), NO_SETTINGS, id="of an account that is not known"),
        pytest.param((repository(NAME.replace("123", "321"), scan_on_push="yes"),), NO_SETTINGS, id="of another account"),
        pytest.param((repository(scan_on_push="no", scan_frequency="continuous scan"),), OBSERVED, id="continuously"),
        pytest.param((repository(scan_on_push="yes", scan_frequency="manual"),), NOT_SCANNED, id="by hand"),
        pytest.param((rule("*"),), OBSERVED, id="by a rule"),
        pytest.param((rule("shop/*"),), OBSERVED, id="by a rule for it"),
        pytest.param((rule("till/*"),), NOT_SCANNED, id="by a rule for another"),
        pytest.param((rule("*", "manual"),), NOT_SCANNED, id="a rule by hand"),
        pytest.param((rule("till/*"), repository(scan_on_push="yes")), NOT_SCANNED, id="the rules replace the switch"),
        pytest.param((rule("*", region="us-gov-east-1"),), NO_SETTINGS, id="a rule of another region"),
        pytest.param((rule("*", account="321"),), NO_SETTINGS, id="a rule of another account"),
        pytest.param((rule("*"), repository(scan_frequency="manual")), NOT_SCANNED, id="what is effective"),
    ],
)
def test_registry(clouds: tuple[CloudSnapshot, ...], verdict: str) -> None:
    assert verdicts(ask(REGISTRY, ECR_PODS, *clouds)) == {NAME: verdict}


@pytest.mark.parametrize(
    ("clouds", "verdict"),
    [
        ((project(scan_on_push="yes"),), OBSERVED),
        ((project(scan_on_push="no"),), NOT_SCANNED),
        ((project(),), NO_PROJECT),
        (
            (project("other.example", scan_on_push="yes"),),
            NO_PROJECT,
        ),
    ],
)
def test_project(clouds: tuple[CloudSnapshot, ...], verdict: str) -> None:
    pods = running(container("harbor.example/shop/cart:1"), container("harbor.example/shop/cart:2", digest=OTHER))
    state = ask(REGISTRY, pods, *clouds)
    assert verdicts(state) == {"harbor.example/shop/cart": verdict}
    (subject,) = state.subjects
    assert subject.asset_ids == ("harbor.example/shop/cart:1", "harbor.example/shop/cart:2")
    other = running(container("harbor.example/till/cart:1"))
    assert ask(REGISTRY, other, *clouds).label == "not established"


def test_repositories_without_anything_that_runs() -> None:
    assert ask(REGISTRY, repository(scan_on_push="yes")).label == "not collected"
    assert ask(REGISTRY, running(), repository(scan_on_push="yes")).label == "none found"
    unread = ask(REGISTRY, running(container("Not An Image", digest=None)))
    assert unread.label == "not established"


IMAGE = f"{NAME}@{RUNNING}"
FINE = "active, ecr, last scanned 2026-11-19"


def covered(*found: CloudResource, **more: object) -> CloudSnapshot:
    return reply(*found, operation="inspector2 list-coverage", **more)  # type: ignore[arg-type]


def listed(value: str, name: str = IMAGE, kind: ResourceKind = ResourceKind.IMAGE) -> CloudSnapshot:
    return covered(resource(kind, name, vulnerability_scanning_package=value))


@pytest.mark.parametrize(
    ("cloud", "verdict"),
    [
        (listed(FINE), "passes (reported)"),
        (listed("active, last scanned 2026-10-21"), "passes (reported)"),
        (listed("active, last scanned 2026-10-20"), "fails (reported): was scanned last 31 days before the as-of date"),
        (listed("active"), "unknown: the scanner gives no day of its last scan"),
        (listed("active, pending initial scan"), "unknown: waiting for its first scan"),
        (listed("inactive, pending initial scan"), "unknown: waiting for its first scan"),
        (listed("inactive, excluded by tag"), "fails (reported): is not scanned (inactive; excluded by tag)"),
        (listed("inactive, scan eligibility expired, last scanned 2026-11-19"), "fails"),
        (listed(FINE, f"{NAME}@{OTHER}"), "unknown: runs but is not in the list"),
        (covered(), "unknown: runs but is not in the list"),
        (covered(account="321"), "unknown: account or region was not collected"),
        (covered(region="us-gov-east-1"), "unknown: account or region was not collected"),
    ],
)
def test_images_that_the_cloud_covers(cloud: CloudSnapshot, verdict: str) -> None:
    (given,) = verdicts(ask(COVERED, ECR_PODS, cloud)).values()
    assert given.startswith(verdict)
    assert list(verdicts(ask(COVERED, running(container(f"{NAME}:1"), taken=day(20, 10)), cloud)).values()) == [STALE]


def test_images_that_nothing_runs_are_left_out() -> None:
    state = ask(COVERED, ECR_PODS, listed("inactive", f"{NAME}@{OTHER}"))
    assert state.notes == ("Left out: 1 image that the scanner lists and nothing runs.",)
    assert [each.name for each in state.subjects] == [f"{NAME}:1"]
    assert ask(COVERED, ECR_PODS, listed(FINE)).notes == ()


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("active, ec2 ssm agent based, last scanned 2026-11-19", "passes (reported)"),
        ("inactive, unmanaged ec2 instance", "fails (reported): is not scanned (inactive; unmanaged ec2 instance)"),
    ],
)
def test_machines(value: str, verdict: str) -> None:
    machine = listed(value, "i-1", ResourceKind.VIRTUAL_MACHINE)
    assert verdicts(ask(COVERED, PODS, machine)) == {"virtual machine i-1": verdict}


def test_machines_that_the_scanner_does_not_list() -> None:
    ec2 = reply(
        resource(ResourceKind.VIRTUAL_MACHINE, "i-1", state="running"),
        resource(ResourceKind.VIRTUAL_MACHINE, "i-2", state="running"),
        resource(ResourceKind.VIRTUAL_MACHINE, "i-3", state="terminated"),
        resource(ResourceKind.DATABASE, "orders"),
        operation="ec2 describe-instances",
    )
    machine = listed("active, last scanned 2026-11-19", "i-1", ResourceKind.VIRTUAL_MACHINE)
    assert verdicts(ask(COVERED, PODS, machine, ec2)) == {
        "virtual machine i-1": "passes (reported)",
        "virtual machine i-2": "unknown: runs but is not in the list",
    }


def test_each_kind_of_scan_counts() -> None:
    waits = {"vulnerability_scanning_package": FINE, "vulnerability_scanning_code": "active, pending initial scan"}
    found = resource(ResourceKind.IMAGE, IMAGE, **waits)
    assert verdicts(ask(COVERED, ECR_PODS, covered(found))) == {f"{NAME}:1": "unknown: waiting for its first scan"}
    undated = resource(ResourceKind.IMAGE, IMAGE, **{**waits, "vulnerability_scanning_code": "active"})
    (given,) = verdicts(ask(COVERED, ECR_PODS, covered(undated))).values()
    assert given == "unknown: the scanner gives no day of its last scan"


def test_other_settings_of_what_is_listed_say_nothing() -> None:
    found = resource(ResourceKind.IMAGE, IMAGE, vulnerability_scanning_package=FINE, tags="1")
    assert verdicts(ask(COVERED, ECR_PODS, covered(found))) == {f"{NAME}:1": "passes (reported)"}


def test_coverage_of_nothing() -> None:
    in_part = covered(missing=(("page 2", "not in the reply"),))
    assert ask(COVERED, PODS, covered(region="us-gov-east-1"), in_part).label == "not collected"
    assert ask(COVERED, PODS).label == "not collected"
    assert ask(COVERED, PODS, repository(scan_on_push="yes")).label == "not collected"
    assert ask(COVERED, PODS, covered()).label == "none found"
    assert ask(COVERED, PODS, covered(missing=(("page 2", "not in the reply"),))).label == "not collected"


@pytest.mark.parametrize("check", [WATCHED, ALARMS, REGISTRY, COVERED])
@pytest.mark.parametrize("kind", [ScanSnapshot, CloudSnapshot, MonitorSnapshot])
def test_less_evidence_never_proves_more(check, kind) -> None:  # type: ignore[no-untyped-def]
    everything = (
        running(container(f"{NAME}:1"), container("a/b:1", digest=OTHER)),
        scan(target=f"{NAME}:1", monitor=OPERATOR, taken=day(1, 9)),
        scan(digests=(OTHER,), target="a/b:1", path="other.json"),
        rule("till/*"),
        repository(scan_on_push="yes"),
        listed("inactive"),
        snapshot(run(alert(image="a/b:1", digests=(OTHER,)), digests=(RUNNING,))),
    )
    before = ask(check, facts=image_facts(*everything))
    after = ask(check, facts=image_facts(*(each for each in everything if not isinstance(each, kind))))
    assert {each.name for each in after.passing} <= {each.name for each in before.passing}
    assert image_facts(PODS).as_of == AS_OF
