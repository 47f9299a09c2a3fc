"""How far images are hardened: bases, benchmarks, users, packages, exploited vulnerabilities, validations."""

from datetime import date, timedelta

import pytest
from facts.images_made import dockerfile, hardening_manifest, measured, stored
from facts.images_made import facts as image_facts
from msgspec import structs
from replacing import replace

from generator.checks.base import CheckContext
from generator.checks.images.distroless_benchmark_not_accepted import CHECK as CUSTOM
from generator.checks.images.image_benchmark_missing import CHECK as BENCHMARK
from generator.checks.images.image_has_shell_or_package_manager import CHECK as SHELL
from generator.checks.images.image_known_exploited import CHECK as EXPLOITED
from generator.checks.images.image_not_hardened import CHECK as HARDENED
from generator.checks.images.image_runs_as_root import CHECK as ROOT
from generator.checks.images.validation_missing import CHECK as VALIDATION
from generator.checks.judging import judge
from generator.facts.hardening_decisions import ChosenBenchmark, read_benchmarks
from generator.model.hardening import AssessorValidation, ValidationSubject
from generator.model.pipeline import PipelineSnapshot
from generator.model.posture import Posture
from generator.model.scan import AffectedPackage, Disposition, PackageList, ScanSnapshot
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import facts as cluster_facts
from tests.checks.cluster_evidence import verdicts
from tests.checks.image_evidence import (
    AS_OF,
    CART,
    OTHER,
    PODS,
    RUNNING,
    ask,
    container,
    day,
    declared,
    running,
    scan,
)

OF_DIGEST = f"{CART}@{RUNNING}"
SYSTEM = measured(os_name="redhat 9.4", tool="Trivy", target=OF_DIGEST, path="evidence/scans/trivy.json")
SYSTEM_OF_NAME = measured(os_name="redhat 9.4", tool="Trivy", path="evidence/scans/by-name.json")
STIG = "Red Hat Enterprise Linux 9 STIG"
CLEAN = measured("RHEL_9_STIG", target=OF_DIGEST, counts=(5, 0, 0))
FAILED = measured("RHEL_9_STIG", target=OF_DIGEST, counts=(5, 2, 0))
NOT_REVIEWED = measured("RHEL_9_STIG", target=OF_DIGEST, counts=(5, 0, 1))
BY_TAG = measured("RHEL_9_STIG", counts=(5, 0, 0))
IRON_BANK = "registry1.dso.mil/ironbank/debian:12"
BASE = "org.opencontainers.image.base.name"


RESULT = "evidence/scans/xccdf.xml"


PASSES = "passes (reported)"
TAG_ONLY = "unknown: the scan names the tag, not the digest that runs"


def recipe(base: str | None = None, **more: object) -> PipelineSnapshot:
    """A Dockerfile of which a person says that the image is built from it."""
    made = dockerfile(base=base, **more)  # type: ignore[arg-type]
    return replace(made, evidence=replace(made.evidence, target=CART))


def chosen(text: str) -> tuple[ChosenBenchmark, ...]:
    return read_benchmarks(text, as_of=AS_OF, checksum=lambda _: "f" * 64)[0]


WAIVED = Disposition.SUPPRESSED
GENERAL = "stands on a general-purpose base"
FOLDER = "unknown: a Dockerfile of the same name was collected, and nothing says that this image is built from it"
UNREVIEWED = "unknown: rules of the benchmark that fits were waived or not reviewed"
RESULT_BY_TAG = "unknown: the benchmark result names the tag, not the digest that runs"
LABEL = "unknown: only a label of the image itself names its base"
APPROVED = "unknown: an approved registry does not show hardening"
NOT_KNOWN = "unknown: what the image is built on is not known"
STALE = "unknown: what runs was collected more than 30 days before the as-of date"


@pytest.mark.parametrize(
    ("snapshots", "verdict"),
    [
        pytest.param((), NOT_KNOWN, id="nothing"),
        pytest.param((recipe("debian:12"),), f"fails (declared): {GENERAL}", id="a general base"),
        pytest.param((dockerfile(base="debian:12"),), FOLDER, id="by its folder alone"),
        pytest.param((dockerfile(base="scratch"),), FOLDER, id="from scratch, by its folder alone"),
        pytest.param((dockerfile(base=IRON_BANK),), FOLDER, id="a hardened base by its folder alone"),
        pytest.param((recipe(IRON_BANK),), "passes (declared)", id="a hardened base"),
        pytest.param((recipe("cgr.dev/acme/base:1"),), "passes (declared)", id="of a vendor"),
        pytest.param((recipe("registry.example/base:1"),), APPROVED, id="approved"),
        pytest.param(
            (recipe("quay.io/someone/base:1"),),
            "unknown: nothing shows whether the base that it is built on is hardened",
            id="a base that nobody knows",
        ),
        pytest.param(
            (recipe("builder"),), "unknown: nothing shows whether the base that it is built on is hardened", id="a local base"
        ),
        pytest.param(
            (recipe("scratch"),), "unknown: built on a minimal base, and no custom benchmark was accepted", id="scratch"
        ),
        pytest.param(
            (recipe("gcr.io/distroless/static"),), "unknown: built on a minimal base, and no custom benchmark was accepted"
        ),
        pytest.param((stored(labels={BASE: IRON_BANK}),), LABEL, id="a label"),
        pytest.param((stored(labels={"mil.dso.ironbank.image.type": "x"}),), LABEL, id="labels of a pipeline"),
        pytest.param((stored(labels={BASE: "debian:12"}),), f"fails (declared): {GENERAL}", id="a label against itself"),
        pytest.param((stored(labels={BASE: IRON_BANK}), recipe("debian:12")), f"fails (declared): {GENERAL}", id="two say two"),
        pytest.param((stored(labels={BASE: IRON_BANK}), recipe(IRON_BANK)), "passes (declared)", id="two say one"),
        pytest.param((hardening_manifest("shop/cart", "1", base=IRON_BANK),), "passes (declared)", id="a hardening manifest"),
        pytest.param((SYSTEM, CLEAN), "passes (reported)", id="measured"),
        pytest.param((SYSTEM, CLEAN, recipe("debian:12")), "passes (reported)", id="measured on a general base"),
        pytest.param((SYSTEM, FAILED), "fails (reported): fails 2 rules of RHEL_9_STIG", id="rules failed"),
        pytest.param((SYSTEM, FAILED, recipe(IRON_BANK)), "fails (reported): fails 2 rules of RHEL_9_STIG", id="on any base"),
        pytest.param((SYSTEM, NOT_REVIEWED), UNREVIEWED, id="rules not reviewed"),
        pytest.param((SYSTEM, NOT_REVIEWED, recipe(IRON_BANK)), "passes (declared)", id="not reviewed, on a hardened base"),
        pytest.param(
            (SYSTEM, measured("RHEL_9_STIG", target=OF_DIGEST, checks={"a": (Disposition.PASSED, ""), "b": (WAIVED, "")})),
            UNREVIEWED,
            id="a rule waived",
        ),
        pytest.param((SYSTEM, BY_TAG), RESULT_BY_TAG, id="measured by tag"),
        pytest.param((SYSTEM, BY_TAG, recipe("debian:12")), RESULT_BY_TAG, id="measured by tag on a general base"),
        pytest.param((SYSTEM, measured("RHEL_8_STIG", target=OF_DIGEST)), NOT_KNOWN, id="another benchmark"),
        pytest.param((SYSTEM, measured("RHEL_9_STIG", target=OF_DIGEST, counts=(0, 0, 5))), NOT_KNOWN, id="nothing was tested"),
        pytest.param(
            (SYSTEM, measured("RHEL_9_STIG", target=f"{CART}@{OTHER}", counts=(5, 0, 0))), RESULT_BY_TAG, id="another digest"
        ),
    ],
)
def test_hardened(snapshots: tuple[object, ...], verdict: str) -> None:
    system = "approved-registries: [registry.example]"
    (given,) = verdicts(ask(HARDENED, PODS, *snapshots, system=system)).values()
    assert given.startswith(verdict)
    old = running(container(), taken=day(20, 10))
    assert list(verdicts(ask(HARDENED, old, *snapshots, system=system)).values()) == [STALE]


@pytest.mark.parametrize(
    ("image", "verdict"),
    [
        ("nginx:1", f"fails (observed): {GENERAL}"),
        ("checkout:1", NOT_KNOWN),
        ("shop-checkout:latest", NOT_KNOWN),
        ("build:./checkout", NOT_KNOWN),
        ("a/nginx:1", NOT_KNOWN),
        ("registry.access.redhat.com/ubi9/ubi:9", f"fails (observed): {GENERAL}"),
        ("registry1.dso.mil/ironbank/nginx:1", "passes (observed): the image itself comes from Iron Bank"),
        ("cgr.dev/acme/nginx:1", "passes (observed): the image itself comes from Chainguard Images"),
        ("gcr.io/distroless/static:1", "unknown: built on a minimal base, and no custom benchmark was accepted"),
    ],
)
def test_an_image_by_its_own_name(image: str, verdict: str) -> None:
    (given,) = verdicts(ask(HARDENED, running(container(image)))).values()
    assert given == verdict
    (manifest,) = verdicts(ask(HARDENED, declared(container(image, digest=None)))).values()
    assert manifest == verdict.replace("observed", "declared")


def test_of_several_results_each_is_to_be_reviewed() -> None:
    second = measured("RHEL_9_STIG", target=OF_DIGEST, counts=(5, 0, 0), tool="SCC", path="evidence/scans/scc.xml")
    assert verdicts(ask(HARDENED, PODS, SYSTEM, NOT_REVIEWED, second)) == {CART: UNREVIEWED}


def test_a_custom_benchmark_that_was_accepted_and_not_measured() -> None:
    accepted = chosen("- minimal: true\n  benchmark: Ours\n  accepted-by: A\n  accepted: 2026-05-01\n")
    (given,) = verdicts(ask(HARDENED, PODS, recipe("scratch"), chosen=accepted)).values()
    assert given == "unknown: built on a minimal base, and no result of the custom benchmark on this digest was collected"


def test_what_contests_hardening() -> None:
    (failing,) = ask(HARDENED, PODS, SYSTEM, FAILED, recipe(IRON_BANK)).subjects
    assert {source.path for source in failing.contested_by} == {
        "evidence/scans/xccdf.xml",
        "evidence/pipelines/cart/Dockerfile",
    }
    (general,) = ask(HARDENED, PODS, stored(labels={BASE: "debian:12"}), recipe(IRON_BANK)).subjects
    assert len(general.contested_by) == 2
    (alone,) = ask(HARDENED, PODS, recipe("debian:12")).subjects
    assert alone.contested_by == ()
    assert "Built on debian:12, published for general use" in alone.detail
    assert [(cited.kind, cited.name) for cited in alone.citations] == [("Base", "debian:12")]
    (own,) = ask(HARDENED, running(container("nginx:1"))).subjects
    assert [(cited.name, cited.source.path) for cited in own.citations] == [("nginx:1", "evidence/cluster/pods.json")]
    (failed,) = ask(HARDENED, PODS, SYSTEM, FAILED).subjects
    assert failed.contested_by == ()


OF_NAME = "unknown: the scan that names its system is not shown to have examined the digest that runs"
NO_RESULT = f"unknown: no result of {STIG} on this digest was collected"


@pytest.mark.parametrize(
    ("snapshots", "verdict"),
    [
        pytest.param((), "unknown: which system the image stands on is not known", id="no system"),
        pytest.param((CLEAN,), "unknown: which system the image stands on is not known", id="no system, a result"),
        pytest.param((SYSTEM,), NO_RESULT, id="no result"),
        pytest.param((SYSTEM_OF_NAME,), OF_NAME, id="no result, the system by name"),
        pytest.param((SYSTEM_OF_NAME, measured("RHEL_8_STIG", target=OF_DIGEST)), OF_NAME, id="another, the system by name"),
        pytest.param((SYSTEM_OF_NAME, SYSTEM), NO_RESULT, id="the system by name and by digest"),
        pytest.param((SYSTEM, CLEAN), "passes (reported)", id="measured"),
        pytest.param((SYSTEM, FAILED), "passes (reported)", id="measured, and failed"),
        pytest.param((SYSTEM, BY_TAG), RESULT_BY_TAG, id="by tag"),
        pytest.param(
            (SYSTEM, measured("RHEL_9_STIG", target=OF_DIGEST, counts=(0, 0, 5))),
            "unknown: the run tested nothing (all not applicable or not checked)",
            id="nothing was tested",
        ),
        pytest.param(
            (SYSTEM, measured("RHEL_8_STIG", target=OF_DIGEST)),
            f"fails (reported): was measured against RHEL_8_STIG and not against {STIG}",
            id="another benchmark",
        ),
        pytest.param((SYSTEM, measured("RHEL_8_STIG")), NO_RESULT, id="another benchmark, by tag"),
        pytest.param(
            (recipe("scratch"), measured("CIS Docker", target=OF_DIGEST)),
            "unknown: no published benchmark is known for the image, and none of the provider's own is named",
            id="no benchmark",
        ),
    ],
)
def test_benchmark(snapshots: tuple[object, ...], verdict: str) -> None:
    assert verdicts(ask(BENCHMARK, PODS, *snapshots)) == {CART: verdict}
    old = running(container(), taken=day(20, 10))
    assert verdicts(ask(BENCHMARK, old, *snapshots)) == {CART: STALE}


def test_what_to_do_about_an_image_that_was_not_measured() -> None:
    (unknown_system,) = ask(BENCHMARK, PODS).subjects
    assert unknown_system.next_step.startswith("scan the digest that runs with a scanner that names the system")
    (old,) = ask(BENCHMARK, running(container(), taken=day(20, 10)), SYSTEM).subjects
    assert old.next_step == ""
    (no_result,) = ask(BENCHMARK, PODS, SYSTEM).subjects
    assert no_result.next_step.startswith("Measure it")


def test_another_benchmark_is_named() -> None:
    (subject,) = ask(BENCHMARK, PODS, SYSTEM, measured("RHEL_8_STIG", target=OF_DIGEST)).subjects
    assert subject.title == f"{CART}: no result of {STIG}"
    assert f"{STIG} (DoD STIG) fits {CART}, for redhat 9.4" in subject.detail
    assert "collected of it: RHEL_8_STIG." in subject.detail


ROW = "- minimal: true\n  benchmark: Ours\n"
ACCEPTED = "  accepted-by: Larkspur\n  accepted: 2026-05-01\n"
TEXT = "  file: s.md\n"


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ("", "fails (stated): has no benchmark that an assessor accepted: as of 2026"),
        (ROW, "fails (stated): has no benchmark that an assessor accepted: Ours is chosen in decisions/benchmarks.yaml"),
        (ROW + ACCEPTED, "fails (stated): has no benchmark that an assessor accepted: Larkspur accepted it, but its text"),
        (ROW + ACCEPTED + TEXT, "passes (stated): Ours; Larkspur is named as who accepted it on 2026-05-01"),
        (
            ROW + ACCEPTED.replace("Larkspur", "ACME Cloud") + TEXT,
            "fails (stated): has no benchmark that an assessor accepted: Ours is accepted by Acme Cloud",
        ),
    ],
)
def test_custom(rows: str, verdict: str) -> None:
    system = "system: {provider: Acme Cloud}"
    state = ask(CUSTOM, PODS, recipe("scratch"), chosen=chosen(rows) if rows else (), system=system)
    (given,) = verdicts(state).values()
    assert given.startswith(verdict)
    assert state.label == ("stated by the provider" if verdict.startswith("passes") else "not enforced")


def test_a_custom_benchmark_is_shown_by_what_names_the_system() -> None:
    (subject,) = ask(CUSTOM, PODS, recipe("scratch"), chosen=chosen(ROW + ACCEPTED + TEXT)).subjects
    assert "evidence/pipelines/cart/Dockerfile" in [cited.source.path for cited in subject.citations]
    assert "Larkspur is named as" in subject.reason


def test_a_system_that_a_scan_of_the_name_alone_says_decides_nothing() -> None:
    alpine = measured(os_name="alpine 3.10.2", tool="Trivy", path="evidence/scans/trivy.json")
    of_digest = measured(os_name="alpine 3.10.2", tool="Trivy", target=OF_DIGEST, path="evidence/scans/trivy.json")
    assert verdicts(ask(CUSTOM, PODS, alpine)) == {CART: OF_NAME}
    assert verdicts(ask(CUSTOM, PODS, SYSTEM_OF_NAME)) == {CART: OF_NAME}
    (given,) = verdicts(ask(CUSTOM, PODS, of_digest)).values()
    assert given.startswith("fails (stated): has no benchmark that an assessor accepted: as of 2026")
    manifest = declared(container(digest=None))
    assert verdicts(ask(BENCHMARK, manifest, SYSTEM_OF_NAME)) == {CART: "unknown: the digest that runs is not known"}


def test_images_with_a_published_benchmark_are_no_subjects() -> None:
    assert ask(CUSTOM, PODS, SYSTEM).label == "none found"
    assert ask(CUSTOM, running(container(), whole=False), SYSTEM).label == "not collected"
    assert ask(CUSTOM).label == "not collected"
    assert verdicts(ask(CUSTOM, PODS)) == {CART: "unknown: which system the image stands on is not known"}


NEITHER = "unknown: its definition sets no user, and the image configuration was not collected"
BY_NAME = "unknown: the user is a name whose number is not known"
ROOT_ = "fails (observed): runs as root"


def dockle(state: Disposition, target: str = CART, **more: object) -> ScanSnapshot:
    made = measured("CIS", tool="Dockle", checks={"CIS-DI-0001": (state, "")}, target=target)
    return replace(made, targets=tuple(replace(each, **more) for each in made.targets))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("snapshots", "verdict"),
    [
        pytest.param((), NEITHER, id="nothing"),
        pytest.param((stored(user="10001"),), "passes (observed)", id="a number"),
        pytest.param((stored(user="10001:0"),), "passes (observed)", id="a number and a group"),
        pytest.param((stored(user="app"),), BY_NAME, id="a name"),
        pytest.param((stored(user=""),), ROOT_, id="none"),
        pytest.param((stored(user="0"),), ROOT_, id="zero"),
        pytest.param((stored(user="root:app"),), ROOT_, id="root"),
        pytest.param((stored(user=None),), NEITHER, id="not read"),
        pytest.param((recipe(user="10001", root=False),), "passes (declared)", id="a Dockerfile"),
        pytest.param((recipe(user="root", root=True),), "fails (declared): runs as root", id="a Dockerfile, root"),
        pytest.param((dockerfile(user="10001", root=False),), FOLDER, id="a Dockerfile by its folder"),
        pytest.param((dockerfile(user="root", root=True),), FOLDER, id="a Dockerfile by its folder, root"),
        pytest.param((stored(user="app"), recipe(user="10001", root=False)), "passes (declared)", id="a name and its number"),
        pytest.param((stored(user="10001"), recipe(user="root", root=True)), "passes (observed)", id="the registry is nearer"),
        pytest.param((dockle(Disposition.OPEN, digests=(RUNNING,)),), "fails (reported): runs as root", id="Dockle"),
        pytest.param((dockle(Disposition.PASSED, digests=(RUNNING,)),), "passes (reported)", id="Dockle, none"),
        pytest.param((dockle(Disposition.OPEN),), NEITHER, id="Dockle on the tag"),
    ],
)
def test_root_by_the_image(snapshots: tuple[object, ...], verdict: str) -> None:
    assert verdicts(ask(ROOT, PODS, *snapshots)) == {CART: verdict}


def test_the_user_of_one_of_two_digests() -> None:
    two = running(container(), container(digest=OTHER))
    one_only = "unknown: several digests run under this name, and the user of one of them was not collected"
    assert verdicts(ask(ROOT, two, stored(user="10001"))) == {CART: one_only}
    assert verdicts(ask(ROOT, two, dockle(Disposition.PASSED, digests=(RUNNING,)))) == {CART: one_only}
    assert verdicts(ask(ROOT, two, dockle(Disposition.PASSED, digests=(RUNNING, OTHER)))) == {CART: "passes (reported)"}
    assert verdicts(ask(ROOT, two, stored(user="10001"), stored(user="10001", digest=OTHER))) == {CART: "passes (observed)"}
    assert verdicts(ask(ROOT, two, stored(user="10001"), stored(user="0", digest=OTHER))) == {CART: ROOT_}
    assert verdicts(ask(ROOT, two, recipe(user="10001", root=False))) == {CART: "passes (declared)"}


def test_a_dockerfile_of_another_tag() -> None:
    made = recipe(user="10001", root=False)
    other = replace(made, evidence=replace(made.evidence, target="registry.example/shop/cart:2"))
    any_tag = replace(made, evidence=replace(made.evidence, target="registry.example/shop/cart"))
    assert verdicts(ask(ROOT, PODS, other)) == {CART: NEITHER}
    assert verdicts(ask(ROOT, PODS, any_tag)) == {CART: "passes (declared)"}


def test_a_list_that_a_scan_contradicts() -> None:
    def report(name: str, purl: str | None, *digests: str) -> ScanSnapshot:
        made = scan("CVE-2099-1", digests=digests or (RUNNING,))
        packages = (AffectedPackage(name=name, purl=purl),)
        return replace(made, results=tuple(structs.replace(each, packages=packages) for each in made.results))

    def listing(*names: str) -> ScanSnapshot:
        packages = PackageList(count=len(names), os_name="debian 12", names=names)
        return scan(packages=packages, failed=True, path="evidence/scans/bom.json")

    incomplete = "unknown: a scan of this digest names packages that the list leaves out"
    zlib = "pkg:deb/debian/zlib1g@1"
    assert verdicts(ask(SHELL, PODS, listing("zlib1g"), report("zlib1g", zlib))) == {CART: "passes (reported)"}
    (subject,) = ask(SHELL, PODS, listing("tini"), report("zlib1g", zlib)).subjects
    assert f"{subject.outcome}: {subject.reason}" == incomplete
    assert "it lacks zlib1g" in subject.next_step
    assert [source.path for source in subject.contested_by] == ["evidence/scans/trivy.json"]
    assert verdicts(ask(SHELL, PODS, listing("tini"), report("zlib1g", zlib, OTHER))) == {CART: "passes (reported)"}
    assert verdicts(ask(SHELL, PODS, listing("tini"), report("x/y", "pkg:npm/x/y@1"))) == {CART: incomplete}
    assert verdicts(ask(SHELL, PODS, listing("x/y", "y"), report("x:y", None))) == {CART: "passes (reported)"}


def test_a_tool_that_only_a_scan_names() -> None:
    def report(name: str, purl: str | None) -> ScanSnapshot:
        made = scan("CVE-2099-1")
        packages = (AffectedPackage(name=name, purl=purl),)
        return replace(made, results=tuple(structs.replace(each, packages=packages) for each in made.results))

    no_list = "unknown: no bill of materials of this digest was collected"
    assert verdicts(ask(SHELL, PODS, report("curl", "pkg:deb/debian/curl@8"))) == {
        CART: "fails (reported): holds a network tool"
    }
    assert verdicts(ask(SHELL, PODS, report("curl", "pkg:gem/curl@1"))) == {CART: no_list}
    assert verdicts(ask(SHELL, PODS, report("curl", None))) == {CART: no_list}
    assert verdicts(ask(SHELL, PODS, report("tini", "pkg:deb/debian/tini@1"))) == {CART: no_list}


def test_what_contests_the_user() -> None:
    (passing,) = ask(ROOT, PODS, stored(user="10001"), recipe(user="root", root=True)).subjects
    assert [source.path for source in passing.contested_by] == ["evidence/pipelines/cart/Dockerfile"]
    (failing,) = ask(ROOT, PODS, stored(user="0"), recipe(user="10001", root=False)).subjects
    assert len(failing.contested_by) == 2
    assert failing.title == f"{CART} runs as root"
    assert failing.detail.startswith("By its image configuration, the user is 0. What breaks out")
    (unnamed,) = ask(ROOT, PODS, stored(user="")).subjects
    assert "no user is named, which means root" in unnamed.detail
    assert unnamed.contested_by == ()


POD = """
apiVersion: v1
kind: PodList
items:
- apiVersion: v1
  kind: Pod
  metadata: {{name: cart, namespace: web, uid: u1}}
  spec: {{{pod}containers: [{{name: main, image: "registry.example/shop/cart:1"{own}}}{more}]}}
  status: {{phase: Running, containerStatuses: []}}
"""
SIDECAR = ', {name: side, image: "registry.example/shop/cart:1", securityContext: {runAsUser: 0}}'


def by_pod(*, pod: str = "", own: str = "", more: str = "", running_pod: bool = True) -> Posture:
    text = POD.format(pod=pod, own=own, more=more)
    text = (
        text
        if running_pod
        else text.replace("status:", "ended:").replace("kind: PodList", "kind: List").replace(", uid: u1", "")
    )
    known = cluster_facts(text)
    (state,) = judge(ROOT, CheckContext(system=read("", folder="x"), facts=known))
    return state


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ({}, NEITHER),
        ({"own": ", securityContext: {runAsUser: 7}"}, "passes (observed)"),
        ({"own": ", securityContext: {runAsUser: 0}"}, ROOT_),
        ({"own": ", securityContext: {runAsUser: 0, runAsNonRoot: true}"}, ROOT_),
        ({"own": ", securityContext: {runAsNonRoot: true}"}, "passes (observed)"),
        ({"own": ", securityContext: {runAsNonRoot: false}"}, NEITHER),
        ({"pod": "securityContext: {runAsUser: 7}, "}, "passes (observed)"),
        ({"pod": "securityContext: {runAsUser: 7}, ", "own": ", securityContext: {runAsUser: 0}"}, ROOT_),
        ({"pod": "securityContext: {runAsNonRoot: true}, ", "more": SIDECAR}, ROOT_),
        ({"own": ", securityContext: {runAsUser: 7}", "running_pod": False}, "passes (declared)"),
        ({"own": ", securityContext: {runAsUser: 0}", "running_pod": False}, "fails (declared): runs as root"),
        ({"own": ", securityContext: {windowsOptions: {runAsUserName: ContainerUser}}"}, "passes (observed)"),
        ({"own": ", securityContext: {windowsOptions: {runAsUserName: ContainerAdministrator}}"}, ROOT_),
        ({"pod": "securityContext: {windowsOptions: {runAsUserName: ContainerAdministrator}}, "}, ROOT_),
        (
            {"pod": "hostUsers: false, ", "own": ", securityContext: {runAsUser: 0}"},
            f"{ROOT_}, which its user namespace maps to another user of the node",
        ),
    ],
)
def test_root_by_the_pod(words: dict[str, object], verdict: str) -> None:
    assert verdicts(by_pod(**words)) == {CART: verdict}  # type: ignore[arg-type]


def test_a_template_of_which_no_pod_was_seen_declares_its_user() -> None:
    own = ", securityContext: {runAsUser: 7}"
    pods = f'{{containers: [{{name: main, image: "registry.example/shop/cart:1"{own}}}]}}'
    template = f"{{schedule: '0 1 * * *', jobTemplate: {{spec: {{template: {{spec: {pods}}}}}}}}}"
    nightly = (
        "apiVersion: batch/v1\nkind: CronJobList\nmetadata: {resourceVersion: '7'}\nitems:\n"
        "- apiVersion: batch/v1\n  kind: CronJob\n  metadata: {name: dump, namespace: web, uid: u2, resourceVersion: '3'}\n"
        f"  spec: {template}\n"
    )
    for files, verdict in (
        ((POD.format(pod="", own=own, more=""),), "passes (observed)"),
        ((POD.format(pod="", own=own, more=""), nightly), "passes (declared)"),
    ):
        (state,) = judge(ROOT, CheckContext(system=read("", folder="x"), facts=cluster_facts(*files)))
        assert verdicts(state) == {CART: verdict}


def test_the_user_of_another_container_says_nothing() -> None:
    other = ', {name: side, image: "a/b:1", securityContext: {runAsUser: 0}}'
    assert verdicts(by_pod(own=", securityContext: {runAsUser: 7}", more=other)) == {CART: "passes (observed)", "a/b:1": ROOT_}


def test_root_by_the_pod_says_which() -> None:
    (subject,) = by_pod(own=", securityContext: {runAsUser: 0}").subjects
    assert subject.detail.startswith("By the security context of web/Pod/cart, the user is 0. What breaks out")


def test_root_that_the_pod_sets_follows_from_its_privileges_and_root_of_the_image_does_not() -> None:
    (by_context,) = by_pod(own=", securityContext: {runAsUser: 0}").subjects
    assert ("container-privileges", "web/Pod/cart") in [(each.check, each.name) for each in by_context.follows_from]
    (mapped_away,) = by_pod(pod="hostUsers: false, ", own=", securityContext: {runAsUser: 0}").subjects
    (by_image,) = ask(ROOT, PODS, stored(user="0")).subjects
    assert mapped_away.follows_from == by_image.follows_from == ()


LISTED = PackageList(count=4, os_name="debian 12")


HOLDS_SHELL = "fails (reported): holds a shell"


def bill(packages: PackageList | None, **more: object) -> ScanSnapshot:
    return scan(packages=packages, failed=True, tool="Syft", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("snapshots", "verdict"),
    [
        pytest.param((), "unknown: no bill of materials of this digest was collected", id="none"),
        pytest.param((scan(),), "unknown: no bill of materials of this digest was collected", id="a scan without a list"),
        pytest.param((bill(LISTED),), "passes (reported)", id="nothing of the kind"),
        pytest.param((bill(replace(LISTED, os_name=None)),), "unknown: the list names language packages only", id="languages"),
        pytest.param((bill(LISTED, digests=()),), "unknown: no bill of materials of this digest was collected", id="by tag"),
        pytest.param((bill(replace(LISTED, tools=("bash", "dpkg"))),), "fails (reported): holds a package manager and a shell"),
        pytest.param((bill(LISTED), bill(replace(LISTED, tools=("bash",)), path="second.json")), HOLDS_SHELL),
        pytest.param((bill(replace(LISTED, tools=("bash",), os_name=None)),), HOLDS_SHELL, id="no system"),
        pytest.param(
            (bill(LISTED), bill(replace(LISTED, os_name=None), path="second.json")), "passes (reported)", id="two lists"
        ),
    ],
)
def test_shell(snapshots: tuple[object, ...], verdict: str) -> None:
    assert verdicts(ask(SHELL, PODS, *snapshots)) == {CART: verdict}


def test_shell_in_other_cases() -> None:
    (subject,) = ask(SHELL, PODS, bill(replace(LISTED, count=4000, tools=("bash", "zsh", "curl")))).subjects
    assert subject.detail.endswith("Of the packages that lists and scans of this digest name these help an attacker: "
                                   "network tool: curl; shell: bash, zsh.")  # fmt: skip
    two = bill(replace(LISTED, tools=("bash",))), bill(replace(LISTED, tools=("apt",)), path="second.json")
    (subject,) = ask(SHELL, PODS, *two).subjects
    assert (subject.reason, {each.source.path for each in subject.citations}) == (
        "holds a package manager and a shell",
        {"second.json", two[0].evidence.path},
    ), "what one list names is held, whatever the other leaves out"
    assert verdicts(ask(SHELL, running(container(digest=None)), bill(LISTED))) == {
        CART: "unknown: the digest that runs is not known"
    }
    assert verdicts(ask(SHELL, running(container(), taken=day(20, 10)), bill(LISTED))) == {CART: STALE}


KEV = "CVE-2099-1"
RUNS_WITH = f"fails (reported): runs with {KEV}, which is exploited"
CATALOG = AS_OF - timedelta(30)


@pytest.mark.parametrize(
    ("snapshots", "catalog", "verdict"),
    [
        pytest.param((), CATALOG, "unknown: no scan of this image's digest was collected", id="no scan"),
        pytest.param((scan("CVE-2099-2"),), CATALOG, "passes (reported)", id="none of it"),
        pytest.param((scan("CVE-2099-2"),), None, "unknown: the KEV catalog was not collected", id="no catalog"),
        pytest.param(
            (scan("CVE-2099-2"),), AS_OF - timedelta(31), "unknown: the KEV catalog is older than 30 days", id="an old catalog"
        ),
        pytest.param((scan(KEV),), CATALOG, RUNS_WITH, id="one of it"),
        pytest.param((scan(KEV),), None, RUNS_WITH, id="without a catalog"),
        pytest.param((scan(KEV, left_out="findings without a fix"),), CATALOG, RUNS_WITH),
        pytest.param((scan(KEV, taken=day(1, 9)),), CATALOG, RUNS_WITH, id="long ago"),
        pytest.param(
            (scan(KEV, digests=()),),
            CATALOG,
            "unknown: a scan of the tag lists a known exploited vulnerability, and does not name the digest that runs",
            id="by tag",
        ),
        pytest.param(
            (scan(left_out="findings without a fix"),),
            CATALOG,
            "unknown: the scan left out findings by severity or fix state",
            id="filtered",
        ),
        pytest.param(
            (scan(left_out="findings without a fix"), scan(tool="Grype", path="g.json")),
            CATALOG,
            "passes (reported)",
            id="and whole",
        ),
        pytest.param(
            (scan(taken=day(20, 10)),),
            CATALOG,
            "unknown: the newest scan of this image's digest is older than 30 days",
            id="an old scan",
        ),
        pytest.param((scan(taken=None),), CATALOG, "unknown: the scan carries no date", id="no date"),
        pytest.param((scan(digests=()),), CATALOG, TAG_ONLY, id="of the tag"),
    ],
)
def test_exploited(snapshots: tuple[object, ...], catalog: date | None, verdict: str) -> None:
    state = ask(EXPLOITED, PODS, *snapshots, exploited=lambda cve: cve == KEV, catalog=catalog)
    assert verdicts(state) == {CART: verdict}


def test_exploited_in_other_cases() -> None:
    (no_catalog,) = ask(EXPLOITED, PODS, scan()).subjects
    (old_catalog,) = ask(EXPLOITED, PODS, scan(), catalog=date(2026, 1, 1)).subjects
    (no_scan,) = ask(EXPLOITED, PODS, catalog=CATALOG).subjects
    assert "content add kev" in no_catalog.next_step
    assert "content add kev" in old_catalog.next_step
    assert no_scan.next_step == ""
    (subject,) = ask(EXPLOITED, PODS, scan(KEV, "CVE-2099-2"), exploited=lambda _: True).subjects
    assert subject.reason == "runs with CVE-2099-1, CVE-2099-2, which are exploited"
    assert subject.detail.startswith("CVE-2099-1, CVE-2099-2 are open on an image in production")
    shown = [(cited.kind, cited.name, cited.source.path) for cited in subject.citations]
    assert shown == [("Scan", CART, "evidence/scans/trivy.json")] * 2
    others = (scan(taken=day(1, 9), path="old.json", tool="Grype"), scan(left_out="x", path="part.json", tool="Clair"))
    (clean,) = ask(EXPLOITED, PODS, scan(), *others, catalog=CATALOG).subjects
    assert [cited.source.path for cited in clean.citations] == ["evidence/cluster/pods.json", "evidence/scans/trivy.json"]
    old = running(container(), taken=day(20, 10))
    assert verdicts(ask(EXPLOITED, old, scan(KEV), exploited=lambda _: True)) == {CART: STALE}


def test_what_a_scanner_suppressed_was_left_out() -> None:
    made = scan("CVE-2099-2")
    hidden = replace(made, results=tuple(structs.replace(each, disposition=Disposition.SUPPRESSED) for each in made.results))
    assert verdicts(ask(EXPLOITED, PODS, hidden, catalog=CATALOG)) == {
        CART: "unknown: the scan left out findings by severity or fix state"
    }


def validations(*subjects: ValidationSubject, by: str = "Larkspur", on: date = AS_OF) -> tuple[AssessorValidation, ...]:
    return tuple(
        AssessorValidation(subject=subject, by=by, day=on, sha256="a" * 64, place="line 1", file=f"decisions/{subject}.pdf")
        for subject in subjects
    )


def validated(*records: AssessorValidation) -> Posture:
    known = replace(image_facts(PODS), validations=records)
    return ask(VALIDATION, facts=known, system="system: {provider: Acme Cloud}")


def test_validation() -> None:
    assert validated().label == "not collected"
    whole = validated(*validations(*ValidationSubject))
    assert whole.label == "stated by the provider"
    assert [cited.source.path for each in whole.subjects for cited in each.citations] == [
        f"decisions/{name}.pdf" for name in ("hardening-process", "inventory-mechanism", "pipeline-tools")
    ]
    assert verdicts(
        validated(*validations(ValidationSubject.PIPELINE), *validations(ValidationSubject.HARDENING, by="ACME cloud"))
    ) == {
        "hardening-process": "unknown: the validation of the process of hardening images is the provider's own",
        "inventory-mechanism": "unknown: no assessor's validation of the mechanism that keeps count of running containers is "
        "recorded",
        "pipeline-tools": "passes (stated): Larkspur is named as assessor in line 1",
    }


def test_the_newest_validation_is_cited() -> None:
    older = validations(ValidationSubject.PIPELINE, by="Before", on=date(2025, 1, 1))
    (subject,) = validated(*older, *validations(ValidationSubject.PIPELINE)).passing
    assert "Larkspur is named as" in subject.reason


CHECKS = [HARDENED, BENCHMARK, CUSTOM, ROOT, SHELL, EXPLOITED]


@pytest.mark.parametrize("check", CHECKS)
def test_without_anything_that_runs(check) -> None:  # type: ignore[no-untyped-def]
    assert ask(check, SYSTEM).label == "not collected"
    assert ask(check, running(), SYSTEM).label == "none found"


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("kind", [ScanSnapshot, PipelineSnapshot, type(stored())])
def test_less_evidence_never_proves_more(check, kind) -> None:  # type: ignore[no-untyped-def]
    everything = (
        running(container(), container("nginx:1", digest=OTHER)),
        SYSTEM,
        FAILED,
        NOT_REVIEWED,
        recipe(IRON_BANK, user="10001", root=False),
        stored(user="app", labels={BASE: "debian:12"}),
        scan(KEV, packages=LISTED),
        bill(replace(LISTED, tools=("bash",)), path="bill.json"),
    )
    before = ask(check, *everything, exploited=lambda _: True, catalog=CATALOG)
    kept = [each for each in everything if not isinstance(each, kind)]
    after = ask(check, *kept, exploited=lambda _: True, catalog=CATALOG)
    contested = {each.name for each in before.subjects if each.contested_by}
    assert {each.name for each in after.passing} - contested <= {each.name for each in before.passing}
