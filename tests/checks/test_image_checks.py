"""Hardened images, validations and chains: each check found, not found, and in part."""

from collections.abc import Iterable

from generator.checks.base import CheckEvidence, Unanswered
from generator.checks.registry import CHECKS, run_all
from generator.facts.signatures import Keys
from generator.graph.match import compare
from generator.model.attestation import COSIGN_PAYLOAD, MessageSignature, SignedMessage
from generator.model.comparison import Discrepancy
from generator.model.evidence import Gap
from generator.model.hardening import AssessorValidation, ValidationSubject
from generator.model.scan import Disposition, PackageList, Severity
from generator.workspace.system_yaml import read
from tests.facts.images_made import (
    CART,
    COMMIT,
    REPOSITORY,
    RUNNING,
    attestation,
    dockerfile,
    facts,
    measured,
    stored,
    workflow,
)
from tests.facts.scans_made import day, pods, scan

CLUSTER = pods("c/pods.json", day(19), {"cart": CART}, digest=RUNNING)
TWO = pods("c/pods.json", day(19), {"cart": CART, "till": "registry.example/shop/till:1"}, digest=RUNNING)
SIGNED, BOM = SignedMessage(b"bytes", (MessageSignature(b"signature"),)), "https://cyclonedx.org/bom"
SYSTEM = measured(os_name="redhat 9.4", tool="Trivy", path="evidence/scans/trivy.json")


def _answers(check_id: str, *snapshots: object, **more: object) -> list[Discrepancy | Unanswered]:
    check = next(one for one in CHECKS if one.id == check_id)
    evidence = CheckEvidence(system=read("", folder="x"), facts=facts(*snapshots, **more), comparison=compare((), ()))  # type: ignore[arg-type]
    assert check.needs(evidence) is None
    return list(check.run(evidence))


def _needs(check_id: str, *snapshots: object) -> str | None:
    check = next(one for one in CHECKS if one.id == check_id)
    return check.needs(CheckEvidence(system=read("", folder="x"), facts=facts(*snapshots), comparison=compare((), ())))


def _subjects(answers: Iterable[Discrepancy | Unanswered]) -> list[str]:
    return [one.subject for one in answers if isinstance(one, Discrepancy)]


def test_image_not_hardened() -> None:
    name = "image-not-hardened"
    assert "what images are built on" in (_needs(name, CLUSTER) or "")
    (one,) = _answers(name, CLUSTER, dockerfile(base="debian:12"))
    assert isinstance(one, Discrepancy)
    assert (one.subject, one.severity) == (CART, Severity.HIGH)
    assert "Built on debian:12" in one.detail
    assert _answers(name, CLUSTER, dockerfile(base="registry1.dso.mil/ironbank/debian:12")) == []
    assert _answers(name, CLUSTER, dockerfile(base="scratch")) == []
    assert _answers(name, CLUSTER, dockerfile(base="rockylinux:9"), SYSTEM, measured("RHEL_9_STIG")) == []


def test_image_not_hardened_in_part() -> None:
    (one,) = _answers("image-not-hardened", TWO, dockerfile(base="cgr.dev/acme/static"))
    assert isinstance(one, Unanswered)
    assert (one.path, one.of) == ("registry.example/shop/till:1", "image")


def test_image_benchmark_missing() -> None:
    name = "image-benchmark-missing"
    assert "results of a benchmark" in (_needs(name, CLUSTER, SYSTEM) or "")
    (one,) = _answers(name, CLUSTER, SYSTEM, measured("RHEL_8_STIG"))
    assert isinstance(one, Discrepancy)
    assert one.subject == "Red Hat Enterprise Linux 9 STIG"
    assert "Other benchmarks were measured on some of them (RHEL_8_STIG)" in one.detail
    assert _answers(name, CLUSTER, SYSTEM, measured("RHEL_9_STIG")) == []
    (unknown,) = _answers(name, CLUSTER, measured("RHEL_9_STIG"))
    assert isinstance(unknown, Unanswered)


def test_distroless_benchmark_not_accepted() -> None:
    name = "distroless-benchmark-not-accepted"
    assert _needs(name, CLUSTER) is not None
    (one,) = _answers(name, CLUSTER, dockerfile(base="scratch"))
    assert isinstance(one, Discrepancy)
    assert (one.subject, one.asset_ids) == ("images without a distribution", (CART,))
    assert _answers(name, CLUSTER, SYSTEM) == []


def test_image_runs_as_root() -> None:
    name = "image-runs-as-root"
    assert _needs(name, CLUSTER) is not None
    assert _subjects(_answers(name, CLUSTER, stored(user=""))) == [CART]
    assert _answers(name, CLUSTER, stored(user="10001")) == []
    (unknown,) = _answers(name, TWO, dockerfile(user="app", root=False))
    assert isinstance(unknown, Unanswered)


def test_image_has_shell_or_package_manager_is_informational() -> None:
    name = "image-has-shell-or-package-manager"
    assert _needs(name, CLUSTER) is not None
    (one,) = _answers(name, CLUSTER, measured(packages=PackageList(count=4, tools=("bash", "dpkg"))))
    assert isinstance(one, Discrepancy)
    assert one.severity is Severity.INFORMATIONAL
    assert one.title == f"{CART} holds a package manager and a shell"
    assert _answers(name, CLUSTER, measured(packages=PackageList(count=4))) == []
    (unknown,) = _answers(name, TWO, measured(packages=PackageList(count=4)))
    assert isinstance(unknown, Unanswered)


def test_image_known_exploited() -> None:
    name, found = "image-known-exploited", scan("s.json", CART, ["CVE-2099-1"], day(18))
    assert _needs(name, CLUSTER) is not None
    (one,) = _answers(name, CLUSTER, found, exploited=lambda _cve: True)
    assert isinstance(one, Discrepancy)
    assert "CVE-2099-1 is open" in one.detail
    assert [source.path for source in one.sources] == ["s.json"]
    assert _answers(name, CLUSTER, found) == []


def test_validation_missing() -> None:
    from dataclasses import replace

    check = next(one for one in CHECKS if one.id == "validation-missing")
    assert _needs("validation-missing") is not None
    assert _subjects(_answers("validation-missing", CLUSTER)) == ["hardening-process", "pipeline-tools", "inventory-mechanism"]
    done = tuple(
        AssessorValidation(subject=subject, by="Larkspur", day=day(1).date(), sha256="a" * 64, place="line 1")
        for subject in ValidationSubject
    )
    known = replace(facts(CLUSTER), validations=done)
    assert list(check.run(CheckEvidence(system=read("", folder="x"), facts=known, comparison=compare((), ())))) == []


def test_chain_link_broken() -> None:
    name = "chain-link-broken"
    assert _needs(name, CLUSTER) is not None
    subjects = _subjects(_answers(name, CLUSTER, stored()))
    assert subjects == [f"{CART} ({link})" for link in ("commit", "provenance", "signature", "sbom")]
    signed = Keys((lambda _value, _message: True,), 1)
    whole = attestation(repository=REPOSITORY, revision=COMMIT, signed=SIGNED)
    held = stored(said=(whole, attestation(predicate_type=COSIGN_PAYLOAD, signed=SIGNED), attestation(predicate_type=BOM)))
    assert _subjects(_answers(name, CLUSTER, held, keys=signed)) == []


def test_what_other_checks_report_is_not_reported_twice() -> None:
    snapshots = (CLUSTER, workflow("registry.example/shop/till:1"), stored())
    evidence = CheckEvidence(system=read("", folder="x"), facts=facts(*snapshots), comparison=compare((), ()))
    _, found, _ = run_all(evidence)
    assert "image-built-by-unknown" in {one.check for one in found}
    assert not [one for one in found if one.check == "chain-link-broken" and "(pipeline)" in one.subject]


def test_a_check_that_could_be_made_in_part_counts_images() -> None:
    evidence = CheckEvidence(
        system=read("", folder="x"), facts=facts(TWO, dockerfile(user="app", root=False)), comparison=compare((), ())
    )
    _, _, gaps = run_all(evidence)
    (gap,) = [one for one in gaps if one.place == "image-runs-as-root"]
    assert isinstance(gap, Gap)
    assert gap.path == "evidence/"
    assert "of 1 image it is not known which user the image runs as" in gap.reason


def test_dockle_decides_where_nothing_else_does() -> None:
    found = measured("CIS Docker Benchmark", tool="Dockle", checks={"CIS-DI-0001": (Disposition.OPEN, "")})
    assert _subjects(_answers("image-runs-as-root", CLUSTER, found)) == [CART]
