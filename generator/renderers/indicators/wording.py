"""Words and numbers of an indicator that every document of FedRAMP 20x shares."""

from collections.abc import Mapping

from generator.frameworks.fedramp_20x import FORCE, RULES_VERSION
from generator.frameworks.fedramp_cr26 import CertificationClass
from generator.model.evidence import EvidenceSource
from generator.model.indicator import IndicatorAssessment, IndicatorResult, MethodKind, MethodResult
from generator.text import counted, listed

STATE_STYLES: Mapping[str, str] = {"enforced": "good", "not enforced": "bad", "not established": "warn"}
"""How a state is colored; its word stands in it."""


def judged_words(result: IndicatorResult) -> str:
    """`16 of 58`."""
    return f"{result.posture.judged:,} of {len(result.posture.subjects):,}"


def method_title(method: MethodResult) -> str:
    """`image-not-pinned`, or `Prowler: iam_no_root_access_key`."""
    if method.method.kind is MethodKind.REQUIREMENT:
        return method.method.name
    return f"{method.method.name}: {', '.join(method.method.rules)}"


def methods_words(result: IndicatorResult, certification: str) -> str:
    """`1 of the 2 automated methods that Class C must have`."""
    if result.optional:
        return f"{counted(len(result.counted), 'automated method')}; optional for Class {certification}"
    force = FORCE[CertificationClass(certification)]
    return (
        f"{len(result.counted)} of the {counted(result.required, 'automated method')} that Class {certification} {force} have"
    )


def force_of(assessment: IndicatorAssessment) -> str:
    """`must`."""
    return FORCE[CertificationClass(assessment.certification)]


def sources_of_indicator(result: IndicatorResult) -> tuple[EvidenceSource, ...]:
    """Each file that a verdict rests on, once, by path; without its places."""
    sources = (cited.source for subject in result.posture.subjects for cited in subject.citations)
    files = {(source.path, source.sha256) for source in sources}
    return tuple(EvidenceSource(sha256, path) for path, sha256 in sorted(files))


def stated_words(result: IndicatorResult) -> str:
    """Who states what; what is asked of a person where none does."""
    if result.reviews:
        each = (f"{review.what} (stated by {review.by}, {review.role}, on {review.day})" for review in result.reviews)
        return listed(each, len(result.reviews), separator="; ")
    if result.stated:
        return f"Not stated by a person: {result.stated.what}."
    return ""


def status_words(result: IndicatorResult) -> str:
    """The status that a person gave it; no other may."""
    statement = result.statement
    if statement is None or statement.status is None:
        return "not stated by a person"
    return f"{statement.status}, stated by {statement.by}, {statement.role}, on {statement.day}"


def rules_words(assessment: IndicatorAssessment) -> str:
    """Which version of the rules it is judged by."""
    rules = assessment.rules
    if rules is None:
        return (
            f"Mapped to FedRAMP's Consolidated Rules, version {RULES_VERSION}. No copy of the rules was added, so their texts "
            "are not shown: atopack content add fedramp-rules FILE."
        )
    ours = [each for each in rules.differences if each.from_table]
    others = len(rules.differences) - len(ours)
    earlier = f" {counted(others, 'difference')} from the version before." if others else ""
    return (
        f"FedRAMP's rules, version {rules.version} of {rules.dated}; "
        f"{counted(len(ours), 'difference') if ours else 'no difference'} from the table of version {RULES_VERSION}.{earlier}"
    )
