"""A link between the commit and the running digest of an image is broken.

Subjects are the links of every image that runs; those that hold by construction (running, inventory, plan) are left out. A link
holds only by evidence about the very digest that runs: a signature or provenance that verifies, the answer of the registry, a
pipeline file (SLSA v1.0, Verifying artifacts). What is present and was not verified is unknown: labels of the image and keyless
signatures without an expected identity are statements of whoever made them. Where several digests run under one name, what a
statement says of one is not shown of the others.
"""

from collections.abc import Iterator, Sequence

from generator.checks.base import Check, CheckContext, Judgment, cite, fails, judged, not_collected, passes, unknown
from generator.checks.images.scan_coverage import (
    DIGEST_UNKNOWN,
    NO_DATE,
    STALE,
    TAG_ONLY,
    DigestCoverage,
    age,
    coverages,
    images_that_run,
    no_image,
    scan_day,
)
from generator.checks.mapping import mapped
from generator.facts.chain_admission import NO_POLICY
from generator.facts.chain_origin import COMMITS_DIFFER
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.attestation import SignatureStatus
from generator.model.chain import ChainLink, ImageChain, LinkState
from generator.model.identifiers import AssetId
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement, weakest
from generator.model.scan import Severity

_STEPS = {
    "commit": "Write `org.opencontainers.image.source` and `.revision` as labels while building, and build from that commit.",
    "provenance": "Attest provenance of the digest that is pushed (SLSA), deploy that digest, and collect the registry again.",
    "signature": "Sign the digest that is pushed, name the public key under `signing` in system.yaml, and collect again.",
    "sbom": "Attach a bill of materials to the digest that is pushed, and collect the registry again.",
    "registry": "Deploy the digest that the registry holds, or collect from the registry that it comes from.",
}
_NOT_COLLECTED = "not collected"
_NOT_VERIFIED = "there, but not verified"
_NO_PIPELINE = "no collected pipeline names this repository"
_NO_COMMIT = "neither a label nor a provenance statement names repository and commit"
_SEVERAL = "several digests run under this name, and the link is not shown for each of them"
_CERTAINTY = {
    "commit": Certainty.REPORTED,
    "pipeline": Certainty.DECLARED,
    "gates": Certainty.DECLARED,
    "provenance": Certainty.REPORTED,
    "signature": Certainty.REPORTED,
    "sbom": Certainty.OBSERVED,
    "registry": Certainty.OBSERVED,
    "admission": Certainty.DECLARED,
}
"""What a link rests on that holds; the scan is judged by the scans of each digest."""
_GATES_NOT_LISTED = "admission webhooks and policies were not listed whole"
_GATES = frozenset(
    ("admissionregistration.k8s.io", kind)
    for kind in (
        "MutatingWebhookConfiguration",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
    )
)
_OF_DIGEST = frozenset({"commit", "provenance", "signature", "sbom", "registry"})

_REQUIREMENT = PostureRequirement(
    id="chain-link-broken",
    area="Build pipeline",
    title="Evidence leads from the commit to what runs",
    problem="Broken link from commit to running image",
    asks="Does the evidence lead from the commit over pipeline, registry and admission to the very digest that runs?",
    rationale="One broken link is enough for something to run that was not built, scanned or approved as the package says.",
    fix="Correct the link that the report names: sign, attest, scan or deploy the very digest that was built.",
    reference="the report names the source of each link beside it (report/chains.html)",
    controls=mapped(fedramp="CA-2 CM-2 CM-3 CM-8 SI-3 SI-7"),
    subjects=("link of an image", "links of images"),
    severity=Severity.MODERATE,
)


def _judge(context: CheckContext) -> Judgment:
    facts = context.facts
    if not images_that_run(facts):
        return no_image(context)
    by_image: dict[AssetId, list[DigestCoverage]] = {}
    for coverage in coverages(facts):
        by_image.setdefault(coverage.running.name, []).append(coverage)
    registries = frozenset(each.evidence.path for each in facts.registries if each.images)
    chains = {chain.asset_id: chain for chain in facts.chains}
    subjects = [
        verdict
        for name, covered in by_image.items()
        if name in chains
        for verdict in _verdicts(chains[name], covered, registries, context)
    ]
    return judged(subjects) if subjects else not_collected("the links from commit to running image")


def _verdicts(
    chain: ImageChain, covered: Sequence[DigestCoverage], registries: frozenset[str], context: CheckContext
) -> Iterator[JudgedSubject]:
    for link in chain.links:
        if link.id == "scan":
            yield from (_scanned(each, link, context) for each in covered)
        elif link.id == "admission" and link.text.startswith(NO_POLICY) and not _gates_listed(context):
            yield unknown(_name(chain.asset_id, link), _GATES_NOT_LISTED, asset_ids=(chain.asset_id,))
        elif link.id in _CERTAINTY:
            yield _verdict(chain, link, covered, registries)


def _gates_listed(context: CheckContext) -> bool:
    """Were the objects that admit or refuse listed whole in every cluster, so that their absence is absence?"""
    return all(configuration.complete >= _GATES for configuration in context.facts.configurations)


def _verdict(
    chain: ImageChain, link: ChainLink, covered: Sequence[DigestCoverage], registries: frozenset[str]
) -> JudgedSubject:
    name, asset = _name(chain.asset_id, link), (chain.asset_id,)
    cited = cite("Link", link.title, *link.sources)
    why = _unknown_because(chain, link, covered, registries)
    if why:
        return unknown(name, why, *cited, next_step=_STEPS.get(link.id, ""), asset_ids=asset)
    if link.state is LinkState.BROKEN:
        return fails(
            name,
            f"is broken: {link.text[:1].lower()}{link.text[1:].removesuffix('.')}",
            *cited,
            certainty=_CERTAINTY[link.id],
            cause=link.title.lower(),
            title=f"{chain.asset_id}: {link.title.lower()}",
            detail=f"{link.question} {link.text} Asked for by: {link.origin}.",
            next_step=_STEPS.get(link.id, ""),
            asset_ids=asset,
        )
    needed = [each.running.certainty or Certainty.OBSERVED for each in covered] if link.id in _OF_DIGEST else []
    by_scan = link.id == "sbom" and not _in_registry(link, registries)
    certainty = weakest((_CERTAINTY[link.id], *needed, *((Certainty.REPORTED,) if by_scan else ())))
    return passes(name, *cited, certainty=certainty, asset_ids=asset)


def _unknown_because(chain: ImageChain, link: ChainLink, covered: Sequence[DigestCoverage], registries: frozenset[str]) -> str:
    """Why the evidence does not decide a link, as a clause; empty where it does."""
    broken = link.state is LinkState.BROKEN
    reasons = (
        (link.id == "pipeline" and link.state in (LinkState.NOT_COLLECTED, LinkState.BROKEN), _NO_PIPELINE),
        (link.state is LinkState.NOT_COLLECTED or not link.sources, _NOT_COLLECTED),
        (link.state is LinkState.UNVERIFIED, _NOT_VERIFIED),
        (broken and link.id == "commit" and not link.text.startswith(COMMITS_DIFFER), _NO_COMMIT),
        (link.id in _OF_DIGEST and any(each.running.stale for each in covered), STALE),
        (broken and link.id in _OF_DIGEST and not chain.digests, DIGEST_UNKNOWN),
    )
    shown = _not_shown(chain, link, covered, registries) if link.id in _OF_DIGEST and not broken else ""
    return next((why for applies, why in reasons if applies), shown)


def _not_shown(chain: ImageChain, link: ChainLink, covered: Sequence[DigestCoverage], registries: frozenset[str]) -> str:
    """Why a link that holds by what was collected is not shown for the very digests that run."""
    if any(not each.running.digest for each in covered):
        return DIGEST_UNKNOWN
    if len(covered) > 1:
        return _SEVERAL
    verified = any(each.standing is SignatureStatus.VERIFIED for each in chain.provenance)
    if link.id == "commit" and not verified:
        return _NOT_VERIFIED
    if link.id != "sbom" or _in_registry(link, registries):
        return ""
    paths = {source.path for source in link.sources}
    if not paths.isdisjoint(scan.evidence.path for each in covered for scan in each.covering):
        return ""
    by_tag = not paths.isdisjoint(scan.evidence.path for each in covered for scan in each.running.image.looks)
    return TAG_ONLY.replace("scan", "bill of materials") if by_tag else _NOT_VERIFIED


def _in_registry(link: ChainLink, registries: frozenset[str]) -> bool:
    return any(source.path in registries for source in link.sources)


def _scanned(coverage: DigestCoverage, link: ChainLink, context: CheckContext) -> JudgedSubject:
    """Was this digest scanned within 30 days?"""
    name, asset = _name(coverage.running.name, link), (coverage.running.name,)
    dated = [scan for scan in coverage.scans if scan_day(scan)]
    if coverage.missing_because or not dated:
        return unknown(name, coverage.missing_because or NO_DATE, *coverage.running.cited, asset_ids=asset)
    days = age(dated[0], context.facts.as_of) or 0
    cited = coverage.cited(dated[0])
    if days <= SCAN_WINDOW_DAYS:
        return passes(name, *cited, certainty=coverage.certainty, asset_ids=asset)
    reason = f"is broken: the digest that runs was scanned last {days} days before the as-of date"
    return fails(name, reason, *cited, certainty=Certainty.REPORTED, asset_ids=asset)


def _name(asset_id: AssetId, link: ChainLink) -> str:
    return f"{asset_id} ({link.id})"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge)
