"""Sentences about hardening, the chain from commit to digest, and what an assessor validated: counted, and never more."""

from datetime import date

import pytest
from replacing import replace

from generator.checks.images.chain_verdicts import LINKS
from generator.checks.judging import summary
from generator.checks.registry import CHECKS
from generator.claims.base import Basis
from generator.claims.hardening_guides import HardeningGuides
from generator.claims.image_chain import PARTS, ImageChainTopic
from generator.claims.registry import all_claims
from generator.claims.validations import Validations
from generator.graph.match import compare
from generator.model.chain import ChainLink, ImageChain, LinkState
from generator.model.claim import Claim, Support
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.hardening import (
    AssessorValidation,
    BaseKind,
    BenchmarkKind,
    BenchmarkResult,
    HardeningBenchmark,
    ImageHardening,
    StatedUser,
    ValidationSubject,
)
from generator.model.pipeline import HardeningManifest
from generator.model.posture import Certainty, Posture
from generator.model.verdict_makers import cite, fails, passes, unknown
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import facts

FILE = EvidenceSource("b" * 64, "evidence/scans/a.json")


def basis(of: SystemFacts) -> Basis:
    return Basis(system=read("", folder="x"), facts=of, comparison=compare((), ()), discrepancies=())


def said(claims: list[Claim], where: str) -> list[Claim]:
    return [one for one in claims if (f"{one.control}({one.part})" if one.part else one.control) == where]


def image(
    name: str, *, failed: int | None = None, root: bool | None = None, kind: BaseKind = BaseKind.UNKNOWN
) -> ImageHardening:
    results = (
        BenchmarkResult(
            tool="OpenSCAP",
            benchmark="b",
            version=None,
            fits=True,
            passed=5,
            failed=failed,
            not_reviewed=0,
            not_applicable=0,
            waived=0,
            day=date(2026, 11, 1),
            source=FILE,
        ),
    )
    return ImageHardening(
        asset_id=name,
        os_name="debian 12",
        os_by="Trivy",
        minimal=False,
        base=None,
        base_kind=kind,
        base_because="",
        benchmark=HardeningBenchmark(
            kind=BenchmarkKind.CIS, name="CIS Debian Linux 12 Benchmark", scope="debian 12", because="b"
        ),
        results=results if failed is not None else (),
        users=(StatedUser(user="0" if root else "10001", root=root, by="Dockle", source=FILE),) if root is not None else (),
        setuid=None,
        known_exploited=(),
        sources=(FILE,),
    )


def hardening(*images: ImageHardening) -> list[Claim]:
    return list(HardeningGuides().claims(basis(replace(facts(), hardening=images))))


def test_a_benchmark_that_nobody_named_is_not_said_to_be_known() -> None:
    nameless = HardeningBenchmark(kind=BenchmarkKind.CUSTOM, name="", scope="images without a distribution", because="b")
    (claim,) = hardening(image("a"), replace(image("b"), benchmark=nameless))
    assert claim.text == (
        "For 1 of 2 image classes in the inventory the benchmark that applies is known (1 CIS Level 2). For 1 of 2 no "
        "published benchmark fits, and none of the provider's own is named."
    )


def test_without_images_nothing_is_said_beside_the_verdicts() -> None:
    assert hardening() == []


HARDENING = ("image-not-hardened", "image-benchmark-missing", "image-runs-as-root", "image-has-shell-or-package-manager")
PROVENANCE = ("image-not-pinned", "registry-not-approved")


@pytest.mark.parametrize("name", [*HARDENING, *PROVENANCE])
def test_what_is_judged_of_images_is_counted_by_the_verdicts_and_nowhere_else(name: str) -> None:
    """Of five images that the facts tell much of, three were judged: no sentence counts five, or other ones."""
    (check,) = [each for each in CHECKS if each.id == name]
    subjects = (
        passes("a", *cite("Image", "a", FILE), certainty=Certainty.REPORTED),
        passes("b", *cite("Image", "b", FILE), certainty=Certainty.DECLARED),
        fails("c", "is worse", *cite("Image", "c", FILE), certainty=Certainty.REPORTED),
        unknown("d", "was not looked at"),
    )
    posture = Posture(
        requirement=check.requirement, cluster="", summary=summary(check.requirement, subjects), subjects=subjects
    )
    images = tuple(image(name, kind=BaseKind.IRON_BANK, root=False, failed=0) for name in "abcde")
    given = replace(basis(replace(facts(), hardening=images)), postures=(posture,))
    claims = [each for each in all_claims(given) if each.topic in ("image-hardening", "image-provenance")]
    counting = [each for each in claims if each.support is not Support.CONTEXT]
    assert {each.support for each in counting} == {Support.FOUND_NOT_ENFORCING}
    assert {each.requirements for each in counting} == {(name,)}
    assert all("3 of 4 images of workloads judged: 2 pass (1 reported, 1 declared), 1 fails" in each.text for each in counting)
    assert {each.control for each in counting} == {mapping.control for mapping in check.requirement.controls}


def test_what_images_hold_is_said_by_the_verdicts_and_by_nothing_else() -> None:
    requirement = next(check.requirement for check in CHECKS if check.id == "image-has-shell-or-package-manager")
    subjects = (
        fails("a", "holds a shell", certainty=Certainty.REPORTED),
        unknown("b", "a scan of this digest names packages that the list leaves out"),
    )
    posture = Posture(requirement=requirement, cluster="", summary="1 of 2 judged.", subjects=subjects)
    given = replace(basis(replace(facts(), hardening=(image("a"), image("b")))), postures=(posture,))
    (claim,) = [each for each in all_claims(given) if each.control == "CM-7" and "shell" in each.text]
    assert claim.support is Support.FOUND_NOT_ENFORCING
    assert claim.text.endswith("1 of 2 judged. Action required (1): a: holds a shell.")
    left = replace(given, postures=(replace(posture, subjects=subjects[1:]),))
    (open_,) = [each for each in all_claims(left) if requirement.id in each.requirements]
    assert open_.support is Support.NOT_ESTABLISHED


def chain(name: str, **states: LinkState) -> ImageChain:
    links = tuple(
        ChainLink(
            id=rule.id,
            title=rule.title,
            question=rule.question,
            controls=rule.controls,
            origin=rule.source,
            state=states.get(rule.id, LinkState.NOT_COLLECTED),
            text="t",
            sources=(FILE,) if rule.id in states else (),
        )
        for rule in LINKS
    )
    return ImageChain(asset_id=name, digests=(), links=links)


def chained(*chains: ImageChain) -> list[Claim]:
    return list(ImageChainTopic().claims(replace(basis(facts()), chains=chains)))


def test_links_are_spoken_of_at_controls_that_they_name() -> None:
    named = {rule.id: rule.controls for rule in LINKS}
    assert {each for wanted in PARTS.values() for each in wanted} == set(named) - {"inventory", "items"}
    for where, wanted in PARTS.items():
        assert all(where.rpartition("(")[0] in named[each] for each in wanted), where


def test_the_chain_is_counted_link_by_link() -> None:
    (one,) = said(chained(chain("a", registry=LinkState.HOLDS), chain("b", registry=LinkState.BROKEN)), "CM-2(a)")
    assert one.support is Support.FOUND_NOT_ENFORCING
    assert (
        one.text == "Links from commit to what runs, over 2 image classes: “Registry” holds for 1 of 2, is broken for 1 of 2."
    )
    (one,) = said(chained(chain("a", registry=LinkState.HOLDS), chain("b")), "CM-2(a)")
    assert one.support is Support.NOT_ESTABLISHED
    (one,) = said(chained(chain("a", registry=LinkState.NOT_ESTABLISHED)), "CM-2(a)")
    assert one.support is Support.CONTEXT
    (one,) = said(chained(chain("a")), "CM-2(a)")
    assert (one.support, one.text) == (
        Support.NOT_COLLECTED,
        "No evidence of “Registry” was collected for any of 1 image class.",
    )
    assert chained() == []


def test_a_validation_is_told_as_what_a_person_says() -> None:
    one = AssessorValidation(
        subject=ValidationSubject.HARDENING,
        by="Larkspur",
        day=date(2026, 5, 1),
        sha256="c" * 64,
        place="decisions/validations.yaml, line 1",
    )
    claims = list(Validations().claims(basis(replace(facts(), validations=(one,)))))
    (hardened,) = said(claims, "CM-6(b)")
    assert hardened.support is Support.CONTEXT
    assert hardened.text.startswith("The provider states that Larkspur validated the hardening of images on 2026-05-01")
    assert said(claims, "CM-8(a)")[0].support is Support.NOT_COLLECTED


def _manifest(*, missing: tuple[str, ...] = (), unchecked: tuple[str, ...] = ()) -> HardeningManifest:
    return HardeningManifest(
        image="shop/cart", tags=("1",), base=None, missing=missing, vendor=None, resources=2, unchecked=unchecked, source=FILE
    )


def test_hardening_manifests_speak_of_their_parts_and_of_what_they_fetch() -> None:
    whole = replace(image("a"), manifests=(_manifest(),))
    lacking = replace(image("b"), manifests=(_manifest(missing=("tags",), unchecked=("a.rpm",)),))
    about = basis(replace(facts(), hardening=(whole,)))
    (fetched,) = said(list(HardeningGuides().claims(about)), "SI-7(a)")
    assert (fetched.support, fetched.sources) == (Support.FOUND, (FILE,))
    assert "of 2 resources that they fetch, 2 are pinned by a checksum or digest" in fetched.text
    both = list(HardeningGuides().claims(basis(replace(facts(), hardening=(whole, lacking)))))
    (fetched,) = said(both, "SI-7(a)")
    assert (fetched.support, fetched.in_part) == (Support.FOUND_NOT_ENFORCING, True)
    assert "of 4 resources that they fetch, 3 are" in fetched.text
    parts = next(one for one in said(both, "CM-6(b)") if "hardening manifests" in one.text)
    assert "1 of 2 manifests have every part that Iron Bank asks for" in parts.text
    assert said(list(HardeningGuides().claims(basis(replace(facts(), hardening=(image("a"),))))), "SI-7(a)") == []
