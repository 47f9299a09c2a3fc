"""Stages that a name promises: a make target `docker-build`, an input `sign-image`, a workflow `deploy.yml`.

A name proves nothing about what is done, so whatever is found through it is not `visible`; but a target called
`sign-images` is worth asking the owner about, and a product called `image-scanner` is not.
"""

from collections.abc import Callable, Iterable

from generator.model.pipeline import PipelineStage
from generator.parsers.late_patterns import late_re

_WORD = late_re(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+[a-z]*")
_ENDING = late_re(r"\.(ya?ml|sh|bash|py|js|ts)$")
_CLAUSES = late_re(r"[,;()]|\s&\s|\band\b(?!\s+push\b)|\bthen\b")
_DONE_ELSEWHERE = frozenset(
    "install installs setup upload download login notify slack skip without disable disabled no cleanup logs log"
    " comment cache".split()
)
_THINGS = frozenset(["image", "images", "container", "containers", "docker", "oci"])
_BUILD = frozenset(["build", "builds", "building", "rebuild", "bake", "buildx", "dockerize"])
_SCAN = frozenset("scan scans scanner scanning vuln vulnerability vulnerabilities cve cves trivy grype clair".split())
_CHECK = frozenset("check checks verify approve approved approval allowed allowlist whitelist deprecated policy".split())
_SECRET = frozenset(["secret", "secrets", "credential", "credentials"])
_DETECT = frozenset(["scan", "scans", "scanner", "scanning", "detect", "detection", "check", "checker"])
_MANIFEST = frozenset(["manifest", "manifests", "k8s", "kubernetes", "helm", "chart", "charts", "kustomize"])
_AUDIT = frozenset(["scan", "scans", "scanning", "checkov", "security", "audit", "policy", "polaris", "trivy"])
_DEPLOY = frozenset(["deploy", "deploys", "deployment", "redeploy", "rollout"])
_NOT_DEPLOYED = frozenset(
    "doc docs documentation site website pages page chart charts package packages test tests testing e2e integration"
    " kind k3d minikube status wait delete destroy debug undeploy report key keys cost preview lint validate".split()
)
_NOT_SIGNED = frozenset(
    ["verify", "verification", "commit", "commits", "test", "tests", "tag", "tags", "in", "off", "up", "out"]
)
_KO = frozenset(["build", "publish", "resolve", "apply", "release"])


def named_stages(phrases: Iterable[str]) -> dict[PipelineStage, str]:
    """Stages that any of the phrases names, with the phrase; each phrase is judged alone."""
    stages: dict[PipelineStage, str] = {}
    for phrase in phrases:
        for clause in _CLAUSES.split(phrase):
            words = [word.lower() for word in _WORD.findall(_ENDING.sub("", clause))]
            for stage in _stages_of(frozenset(words)):
                stages.setdefault(stage, phrase.strip())
    return stages


def mentions(phrase: str, words: Iterable[str]) -> bool:
    """Is any of the words a word of the phrase?"""
    return not {word.lower() for word in _WORD.findall(phrase)}.isdisjoint(words)


def _stages_of(words: frozenset[str]) -> list[PipelineStage]:
    stages = [PipelineStage.BASE_IMAGE_APPROVAL] if "base" in words and words & _THINGS and words & _CHECK else []
    if words & _DONE_ELSEWHERE:
        return stages
    return stages + [stage for stage, names in _RULES if names(words)]


def _builds(words: frozenset[str]) -> bool:
    alone = words <= _THINGS and bool(words)
    made = (bool(words & _THINGS) and bool(words & _BUILD)) or "dockerize" in words
    return alone or made or ("ko" in words and bool(words & _KO)) or bool(words & {"kaniko", "buildah", "jib"})


def _scans_secrets(words: frozenset[str]) -> bool:
    return (
        bool(words & {"gitleaks", "trufflehog"})
        or words == {"git", "secrets"}
        or (bool(words & _SECRET) and bool(words & _DETECT))
    )


def _lints(words: frozenset[str]) -> bool:
    return "hadolint" in words or (
        bool(words & {"dockerfile", "docker", "dockerfiles", "container", "containerfile"})
        and bool(words & {"lint", "linter", "linting"})
    )


def _scans_manifests(words: frozenset[str]) -> bool:
    return bool(words & {"kubesec", "kubescape", "kubelinter"}) or (bool(words & _MANIFEST) and bool(words & _AUDIT))


_MAKES_LISTS = frozenset(("sbom", "sboms", "cyclonedx", "spdx", "syft"))
_SIGNS = frozenset(("sign", "signing", "cosign", "notation", "notarize"))
_ATTESTS = frozenset(("attest", "attestation", "attestations", "provenance", "slsa"))
_RULES: tuple[tuple[PipelineStage, Callable[[frozenset[str]], object]], ...] = (
    (PipelineStage.DOCKERFILE_LINT, _lints),
    (PipelineStage.SECRETS_DETECTION, _scans_secrets),
    (PipelineStage.IMAGE_BUILD, _builds),
    (PipelineStage.IMAGE_SCAN, lambda words: words & _THINGS and words & _SCAN),
    (PipelineStage.MANIFEST_SCAN, _scans_manifests),
    (PipelineStage.SIGNING, lambda words: words & _SIGNS and not words & _NOT_SIGNED),
    (PipelineStage.SBOM, lambda words: words & _MAKES_LISTS or words >= {"software", "inventory"}),
    (PipelineStage.ATTESTATION, lambda words: words & _ATTESTS and "verify" not in words),
    (PipelineStage.DEPLOY, lambda words: words & _DEPLOY and not words & _NOT_DEPLOYED),
)
