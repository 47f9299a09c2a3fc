"""Signatures, provenance and lists of parts of the images that pipelines push."""

import json

import pytest
from checks.cluster_evidence import posture, verdicts
from checks.pipeline_evidence import BUILD, FILE, IMAGE, PUSH, SUBJECT, definition, workflow
from posture.manifests import container, deployment

from generator.checks.base import Check
from generator.checks.pipelines import pipeline_attests, pipeline_sbom, pipeline_signs
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.model.registry import ReferrerKind, RegistryImage, RegistryReferrer, RegistrySnapshot

SIGNS, ATTESTS, SBOM = pipeline_signs.CHECK, pipeline_attests.CHECK, pipeline_sbom.CHECK
SIGN = f"cosign sign --yes {IMAGE}:1"
NOT_SIGNED = "fails (declared): is pushed, and no step signs it"
NO_ORIGIN = "fails (declared): is pushed, and no step attests its provenance"
NO_LIST = "fails (declared): is pushed, and no step lists what is in it"
ATTEST = "cosign attest --predicate p.json --type {} " + f"{IMAGE}:1"
BUILDX = "docker buildx build --push -t " + f"{IMAGE}:1 "
ATTEST_BOM = ATTEST.format("cyclonedx")


def action(name: str, **inputs: str) -> str:
    return f"uses: {name}@v1\n        with: {json.dumps({key.replace('_', '-'): value for key, value in inputs.items()})}"


CASES = [
    (SIGNS, workflow(BUILD, PUSH, SIGN), "passes (declared): cosign signs it"),
    (SIGNS, workflow(BUILD, PUSH, f"notation sign {IMAGE}@sha256:aa"), "passes (declared): notation signs it"),
    (SIGNS, workflow(BUILD, f"DOCKER_CONTENT_TRUST=1 {PUSH}"), "passes (declared): Docker Content Trust signs it"),
    (SIGNS, workflow(BUILD, PUSH), NOT_SIGNED),
    (SIGNS, workflow(BUILD, PUSH, "cosign sign --yes registry.example/other:1"), NOT_SIGNED),
    (
        SIGNS,
        workflow(BUILD, PUSH, "cosign sign --yes $IMAGES"),
        "unknown: whether cosign signs the image that is pushed is not",
    ),
    (SIGNS, workflow(BUILD, PUSH, "cosign sign-blob --yes cart.tgz"), f"{NOT_SIGNED}: cosign signs files, and not the image"),
    (SIGNS, workflow(BUILD, PUSH, "gpg --detach-sign cart.tgz"), f"{NOT_SIGNED}: gpg signs files, and not the image"),
    (SIGNS, workflow(BUILD, PUSH, "minisign -S -m cart"), f"{NOT_SIGNED}: minisign signs files, and not the image"),
    (SIGNS, workflow(BUILD, PUSH, "helm package --sign chart"), f"{NOT_SIGNED}: helm package --sign signs files"),
    (SIGNS, workflow(BUILD, PUSH, "cosign sign-blob --yes x", SIGN), "passes (declared): cosign signs it"),
    (SIGNS, workflow(BUILD, PUSH, "./ci/sign.sh"), "unknown: the step is in ./ci/sign.sh, which was not collected"),
    (SIGNS, workflow(BUILD, PUSH, "./ci/all.sh"), "unknown: the step may be in ./ci/all.sh, which was not collected"),
    # provenance
    (ATTESTS, workflow(BUILD, PUSH, ATTEST.format("slsaprovenance")), "passes (declared): cosign attest attests it"),
    (ATTESTS, workflow(BUILD, PUSH, ATTEST.format("https://slsa.dev/provenance/v1")), "passes (declared): cosign attest"),
    (ATTESTS, workflow(BUILD, PUSH), NO_ORIGIN),
    (
        ATTESTS,
        workflow(BUILD, PUSH, ATTEST_BOM),
        f"{NO_ORIGIN}: cosign attest states what is in it, and not where it comes from",
    ),
    (ATTESTS, workflow(BUILD, PUSH, f"cosign attest --predicate p {IMAGE}:1"), f"{NO_ORIGIN}: cosign attest states"),
    (ATTESTS, workflow(BUILD, PUSH, f"syft attest {IMAGE}:1"), f"{NO_ORIGIN}: syft attest states"),
    (ATTESTS, workflow(BUILD, PUSH, "npm publish --provenance"), f"{NO_ORIGIN}: npm provenance is about files"),
    (
        ATTESTS,
        workflow(BUILD, PUSH, "cosign attest-blob --type slsaprovenance x"),
        f"{NO_ORIGIN}: cosign attest is about files",
    ),
    (ATTESTS, workflow(BUILD, PUSH, ATTEST.format("$TYPE")), "unknown: the predicate type is a variable"),
    (
        ATTESTS,
        workflow(BUILD, PUSH, action("actions/attest-build-provenance", subject_name=IMAGE, subject_digest="sha256:aa")),
        "passes (declared): GitHub attestation (actions/attest-build-provenance) attests it",
    ),
    (ATTESTS, workflow(BUILD, PUSH, action("actions/attest-build-provenance", subject_path="bin/*")), f"{NO_ORIGIN}: GitHub"),
    (
        ATTESTS,
        workflow(BUILD, PUSH, action("actions/attest-sbom", subject_name=IMAGE, sbom_path="sbom.json")),
        f"{NO_ORIGIN}: GitHub attestation (actions/attest-sbom) states what is in it",
    ),
    (ATTESTS, workflow(BUILD, PUSH, action("actions/attest", subject_name=IMAGE)), "unknown: the predicate type is a variable"),
    (
        ATTESTS,
        workflow(BUILD, PUSH, action("actions/attest", subject_name=IMAGE, predicate_type="https://slsa.dev/provenance/v1")),
        "passes (declared): GitHub attestation",
    ),
    (ATTESTS, workflow(f"{BUILDX}--provenance=mode=max ."), "passes (declared): BuildKit provenance attests it"),
    (ATTESTS, workflow(f"{BUILDX}--provenance=false ."), f"{NO_ORIGIN}: BuildKit's provenance is switched off"),
    (ATTESTS, workflow(f"{BUILDX}."), "unknown: BuildKit adds provenance to a push by default, which the file does not show"),
    # lists of parts
    (SBOM, workflow(BUILD, PUSH, f"syft {IMAGE}:1 -o cyclonedx-json=s.json", ATTEST_BOM), "passes (declared): syft lists it"),
    (
        SBOM,
        workflow(BUILD, PUSH, f"syft {IMAGE}:1 -o spdx-json=s.json", action("actions/upload-artifact", path="s.json")),
        "passes (declared): syft lists it",
    ),
    (SBOM, workflow(BUILD, PUSH, f"syft {IMAGE}:1"), "unknown: whether the list that syft writes is kept is not in the file"),
    (SBOM, workflow(BUILD, PUSH, f"syft {IMAGE}:1", "oras attach x s.json"), "passes (declared): syft lists it"),
    (SBOM, workflow(f"{BUILDX}--sbom=true ."), "passes (declared): BuildKit SBOM lists it"),
    (SBOM, workflow(BUILD, PUSH), NO_LIST),
    (SBOM, workflow(BUILD, PUSH, "npx @cyclonedx/cyclonedx-npm"), f"{NO_LIST}: CycloneDX lists source code, and not the image"),
    (SBOM, workflow(BUILD, PUSH, "cdxgen ."), f"{NO_LIST}: cdxgen lists source code"),
    (SBOM, workflow(BUILD, PUSH, "trivy fs --format cyclonedx ."), f"{NO_LIST}: trivy lists source code"),
    (SBOM, workflow(BUILD, PUSH, "syft dir:."), f"{NO_LIST}: syft lists source code"),
    (SBOM, workflow(BUILD, PUSH, "syft ."), f"{NO_LIST}: syft lists source code"),
    (
        SBOM,
        workflow(BUILD, PUSH, f"trivy image --format cyclonedx {IMAGE}:1", "gh release upload v1 s.json"),
        "passes (declared): trivy lists it",
    ),
]


@pytest.mark.parametrize(("check", "made", "verdict"), CASES)
def test_an_image_and_what_is_handed_on_with_it(check: Check, made: PipelineSnapshot, verdict: str) -> None:
    found = verdicts(posture(check, made))
    assert set(found) == {SUBJECT}
    assert found[SUBJECT].startswith(verdict), found[SUBJECT]


def test_one_pipeline_does_not_speak_for_another() -> None:
    other = "evidence/pipelines/other.yml"
    found = verdicts(posture(SIGNS, workflow(BUILD, PUSH, SIGN), workflow(BUILD, PUSH, path=other)))
    assert found == {SUBJECT: "passes (declared): cosign signs it", f"{other}: {IMAGE}": NOT_SIGNED}


def test_tekton_chains_signs_beside_the_pipeline() -> None:
    task = """
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: build}
spec:
  steps:
  - name: push
    image: docker
    script: |
      docker build -t registry.example/cart:1 .
      docker push registry.example/cart:1
"""
    made = definition(task, "evidence/pipelines/task.yaml")
    (found,) = verdicts(posture(SIGNS, made)).values()
    assert found == "unknown: signing by Tekton Chains or the registry is not in the file"
    (found,) = verdicts(posture(ATTESTS, made)).values()
    assert found == "unknown: provenance by Tekton Chains is not in the file"


def _registry(digest: str, **referrer: object) -> RegistrySnapshot:
    path = "evidence/registry/cart.json"
    evidence = EvidenceFile(path=path, sha256="e" * 64, size=1, media_type="x")
    stored = RegistryReferrer(subject=digest, digest=f"sha256:{'c' * 64}", **{"kind": ReferrerKind.ATTESTATION, **referrer})  # type: ignore[arg-type]
    image = RegistryImage(
        registry="registry.example",
        repository="cart",
        tags=("1",),
        digest=digest,
        is_index=False,
        platforms=(),
        referrers=(stored,),
        source=evidence.source,
    )
    return RegistrySnapshot(evidence=evidence, registry="registry.example", taken=None, images=(image,))


def test_what_the_registry_holds_of_the_digest_that_runs_is_observed() -> None:
    digest, other = f"sha256:{'a' * 64}", f"sha256:{'b' * 64}"
    runs, made = deployment(container(image=f"{IMAGE}:1@{digest}")), workflow(BUILD, PUSH)
    held = "passes (observed): the registry has it for the digest that runs"
    origin = {"predicate_types": ("https://slsa.dev/provenance/v1",)}
    bill = {"predicate_types": ("https://cyclonedx.org/bom",)}
    assert verdicts(posture(ATTESTS, made, runs, _registry(digest, **origin))) == {SUBJECT: held}
    assert verdicts(posture(ATTESTS, made, runs, _registry(digest, **bill))) == {SUBJECT: NO_ORIGIN}
    assert verdicts(posture(ATTESTS, made, runs, _registry(other, **origin))) == {SUBJECT: NO_ORIGIN}
    assert verdicts(posture(ATTESTS, made, runs, _registry(digest, read=False, **origin))) == {SUBJECT: NO_ORIGIN}
    assert verdicts(posture(SBOM, made, runs, _registry(digest, **bill))) == {SUBJECT: held}
    assert verdicts(posture(SBOM, made, runs, _registry(digest, kind=ReferrerKind.SBOM))) == {SUBJECT: held}
    assert verdicts(posture(SBOM, made, _registry(digest, **bill))) == {SUBJECT: NO_LIST}
    assert verdicts(posture(SIGNS, made, runs, _registry(digest, kind=ReferrerKind.SIGNATURE))) == {SUBJECT: NOT_SIGNED}


@pytest.mark.parametrize("check", [SIGNS, ATTESTS, SBOM])
def test_without_pushes_or_pipelines(check: Check) -> None:
    assert posture(check).label == "not collected"
    assert posture(check, workflow("make test")).label == "none found"
    found = verdicts(posture(check, workflow("make docker-build")))
    assert found == {
        f"{FILE}: an image that it does not name": "unknown: the step may be in make docker-build, which was not collected"
    }
