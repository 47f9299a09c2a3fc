"""Links of an image's chain that have evidence of their own: commit, provenance, signature, bill of materials, registry.

A link holds only by evidence about the very digest that runs: a signature or provenance that verifies, the answer of the
registry (SLSA v1.0, Verifying artifacts). What is present and was not verified is unknown: labels of the image and keyless
signatures without an expected identity are statements of whoever made them. Where several digests run under one name, what a
statement says of one is not shown of the others.
"""

from collections.abc import Sequence

import msgspec

from generator.checks.images.list_contradictions import INCOMPLETE, ListContradictions
from generator.checks.images.scan_coverage import DIGEST_UNKNOWN, TAG_ONLY, DigestCoverage
from generator.checks.populations import STALE
from generator.model.attestation import SignatureStatus
from generator.model.chain import ChainEvidence, LinkEvidence, LinkFault, LinkState
from generator.model.evidence import EvidenceSource
from generator.model.posture import Certainty, JudgedSubject, weakest
from generator.model.verdict_makers import cite, fails, passes, unknown

NOT_COLLECTED = "not collected"
_NOT_VERIFIED = "there, but not verified"
_NO_COMMIT = "neither a label nor a provenance statement names repository and commit"
_SEVERAL = "several digests run under this name, and the link is not shown for each of them"
_CERTAINTY = {
    "commit": Certainty.REPORTED,
    "provenance": Certainty.REPORTED,
    "signature": Certainty.REPORTED,
    "sbom": Certainty.OBSERVED,
    "registry": Certainty.OBSERVED,
}
"""What a link rests on that holds."""


class LinkQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """One link of one image, with what it is judged by."""

    name: str
    """Of the subject."""
    chain: ChainEvidence
    evidence: LinkEvidence
    covered: Sequence[DigestCoverage]
    """Every digest that runs, with its scans."""
    registries: frozenset[str]
    """Paths of the answers of registries."""
    contradictions: ListContradictions

    @property
    def in_registry(self) -> bool:
        """Does a registry answer it?"""
        return any(source.path in self.registries for source in self.evidence.sources)

    @property
    def is_broken(self) -> bool:
        """Was it looked for, and is not there or contradicted?"""
        return self.evidence.state is LinkState.BROKEN


def judge_evidence(question: LinkQuestion) -> JudgedSubject:
    """The verdict of one such link."""
    evidence, asset = question.evidence, (question.chain.asset_id,)
    cited = cite("Link", evidence.id, *evidence.sources)
    why, against = _unknown_because(question), _against(question)
    if why or against:
        rivals = () if why else against
        return unknown(question.name, why or INCOMPLETE, *cited, contested_by=rivals, asset_ids=asset)
    if question.is_broken:
        reason = f"is broken: {evidence.text[:1].lower()}{evidence.text[1:].removesuffix('.')}"
        return fails(question.name, reason, *cited, certainty=_CERTAINTY[evidence.id], asset_ids=asset)
    needed = [each.running.certainty or Certainty.OBSERVED for each in question.covered]
    by_scan = evidence.id == "sbom" and not question.in_registry
    certainty = weakest((_CERTAINTY[evidence.id], *needed, *((Certainty.REPORTED,) if by_scan else ())))
    return passes(question.name, *cited, certainty=certainty, asset_ids=asset)


def _unknown_because(question: LinkQuestion) -> str:
    """Why the evidence does not decide a link, as a clause; empty where it does."""
    evidence, broken = question.evidence, question.is_broken
    reasons = (
        (evidence.state is LinkState.NOT_COLLECTED or not evidence.sources, NOT_COLLECTED),
        (evidence.state is LinkState.NOT_ESTABLISHED, _NOT_VERIFIED),
        (broken and evidence.fault is LinkFault.NO_COMMIT, _NO_COMMIT),
        (any(each.running.stale for each in question.covered), STALE),
        (broken and not question.chain.digests, DIGEST_UNKNOWN),
    )
    return next((why for applies, why in reasons if applies), "" if broken else _not_shown(question))


def _not_shown(question: LinkQuestion) -> str:
    """Why a link that holds by what was collected is not shown for the very digests that run."""
    if any(not each.running.digest for each in question.covered):
        return DIGEST_UNKNOWN
    if len(question.covered) > 1:
        return _SEVERAL
    verified = any(each.standing is SignatureStatus.VERIFIED for each in question.chain.provenance)
    if question.evidence.id == "commit" and not verified:
        return _NOT_VERIFIED
    if question.evidence.id != "sbom" or question.in_registry:
        return ""
    paths = {source.path for source in question.evidence.sources}
    if not paths.isdisjoint(scan.evidence.path for each in question.covered for scan in each.covering):
        return ""
    by_tag = not paths.isdisjoint(scan.evidence.path for each in question.covered for scan in each.running.image.looks)
    return TAG_ONLY.replace("scan", "bill of materials") if by_tag else _NOT_VERIFIED


def _against(question: LinkQuestion) -> tuple[EvidenceSource, ...]:
    """Scans of the digest that name packages which no list among the evidence has. What a registry stores is not compared."""
    if question.evidence.id != "sbom" or question.is_broken or question.in_registry:
        return ()
    found = (question.contradictions.of(each) for each in question.covered)
    return tuple(sorted({source for each in found if each is not None for source in each.sources}))
