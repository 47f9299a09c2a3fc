"""An image runs that stands on a general-purpose base, and nothing shows that it was hardened.

Shown by the benchmark that fits, measured on the very digest without a failed rule, or by a base that its publisher hardens. An
approved registry shows no hardening, a label of the image is its own statement, and a Dockerfile that is joined by the name of
its folder may belong to another image. Deviations that the authorizing official accepted are decided later, in the plan: a rule
that failed counts here (FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Hardened Images; NIST SP 800-190,
section 4.1.2). Signed provenance that names the base is not read yet.
"""

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.images.scan_coverage import (
    DIGEST_UNKNOWN,
    DigestCoverage,
    RunningDigest,
    judged_digests,
    not_of,
    of_results,
)
from generator.checks.mapping import mapped
from generator.checks.populations import STALE, images
from generator.facts.digests import Digests
from generator.model.hardening import BaseKind, ImageHardening
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement, weakest
from generator.model.scan import Severity
from generator.model.verdict_makers import cite, fails, passes, unknown
from generator.text import counted

_REQUIREMENT = PostureRequirement(
    id="image-not-hardened",
    area="Hardened images",
    title="Images that run are hardened",
    problem="Image on a general-purpose base",
    asks=(
        "Does every image that runs stand on a hardened base, or was the benchmark that fits it measured on the image itself?"
    ),
    rationale="General-purpose images hold software and settings that an attacker can use; the guidance rules them out.",
    fix="Rebuild it on a hardened base, or harden it to the benchmark that fits and collect the result.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Hardened Images",
    controls=mapped(fedramp="CM-6 SC-39"),
    subjects=("image of a workload", "images of workloads"),
    severity=Severity.HIGH,
)


_NOT_KNOWN = "what the image is built on is not known"
_APPROVED_ONLY = "an approved registry does not show hardening"
_NOT_ACCEPTED = "built on a minimal base, and no custom benchmark was accepted"
_NOT_MEASURED = "built on a minimal base, and no result of the custom benchmark on this digest was collected"
_NOT_REVIEWED = "rules of the benchmark that fits were waived or not reviewed"
_RESULT_BY_TAG = "the benchmark result names the tag, not the digest that runs"
_COLLECT = "collect its configuration from the registry (`atopack collect registry`), its Dockerfile or its benchmark results"


def _judge(context: CheckContext) -> Judgment:
    digests = Digests.of(context.facts.registries)
    hardening = {each.asset_id: each for each in context.facts.hardening}
    return judged_digests(context, lambda each: _verdict(each, hardening.get(each.running.name), digests, context))


def _verdict(
    coverage: DigestCoverage, hardening: ImageHardening | None, digests: Digests, context: CheckContext
) -> JudgedSubject:
    running, name = coverage.running, coverage.running.name
    if hardening is None or running.stale:
        return unknown(name, STALE if running.stale else _NOT_KNOWN, *running.cited)
    fitting = [each for each in hardening.fitting if each.passed + each.failed]
    measured = [each for each in fitting if not not_of(running, each.digests, digests)]
    failed = sum(each.failed for each in measured)
    base = weakest((hardening.base_certainty or Certainty.STATED, context.certainty_of(running)))
    shown = cite("Base", hardening.base or name, *(hardening.base_sources or running.sources[:1]))
    hardened = hardening.base_certainty and hardening.base_kind in (BaseKind.IRON_BANK, BaseKind.VENDOR)
    rivals = tuple(cited.source for cited in shown)
    if failed:
        results = tuple(each.source for each in measured)
        return fails(
            name,
            f"fails {counted(failed, 'rule')} of {measured[0].benchmark}",
            *of_results(measured),
            certainty=Certainty.REPORTED,
            contested_by=(*results, *rivals) if hardened else (),
            cause="benchmark failed",
        )
    if measured and not any(each.not_reviewed or each.waived for each in measured):
        return passes(name, *running.cited, *of_results(measured), certainty=coverage.certainty)
    if hardened:
        return passes(name, *running.cited, *shown, certainty=base, reason=hardening.base_because)
    if measured or fitting:
        why = _NOT_REVIEWED if measured else _RESULT_BY_TAG if running.digest else DIGEST_UNKNOWN
        return unknown(name, why, *running.cited)
    return _of_base(hardening, running, shown, base)


def _of_base(
    hardening: ImageHardening, running: RunningDigest, shown: tuple[ObjectCitation, ...], certainty: Certainty
) -> JudgedSubject:
    """Nothing was measured, and the base is not known to be hardened."""
    name = running.name
    if not hardening.base_certainty or hardening.base_kind is not BaseKind.GENERAL:
        return unknown(name, _doubt(hardening), *running.cited, next_step=_COLLECT)
    rivals = tuple(dict.fromkeys(cited.source for cited in shown))
    return fails(
        name,
        "stands on a general-purpose base",
        *shown,
        certainty=certainty,
        contested_by=rivals if len({source.path for source in rivals}) > 1 else (),
        title=f"{name} stands on a general-purpose base",
        detail=f"{hardening.base_because[:1].upper()}{hardening.base_because[1:]}. No result of a benchmark that fits it was "
        "collected, so nothing shows that it was hardened. General-purpose images may not be used inside the boundary.",
    )


def _doubt(hardening: ImageHardening) -> str:
    if hardening.base_doubt or hardening.base_kind is BaseKind.UNKNOWN:
        return hardening.base_doubt or _NOT_KNOWN
    if hardening.base_kind is BaseKind.APPROVED:
        return _APPROVED_ONLY
    accepted = hardening.benchmark is not None and hardening.benchmark.accepted is not None
    return _NOT_MEASURED if accepted else _NOT_ACCEPTED


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=images)
