"""Makers of verdicts: the one way in which a check, and a method of an indicator, says what it finds of a subject."""

from collections.abc import Iterable
from functools import lru_cache

from msgspec.structs import replace

from generator.model.evidence import EvidenceSource
from generator.model.identifiers import AssetId
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, Outcome, SubjectKey
from generator.model.scan import Severity

_KEPT = 1 << 16
"""Distinct values of each kind that are kept while verdicts are made."""


@lru_cache(_KEPT)
def _citations(given: tuple[ObjectCitation, ...]) -> tuple[ObjectCitation, ...]:
    """Thirty requirements cite the same object: equal citations are one."""
    return given


@lru_cache(_KEPT)
def _asset_ids(given: tuple[AssetId, ...]) -> tuple[AssetId, ...]:
    return given


@lru_cache(_KEPT)
def _text(given: str) -> str:
    """Names and reasons, which checks word anew for each subject."""
    return given


def forget() -> None:
    """Free what is kept, once all verdicts are made. It only saves memory: equal values stay equal."""
    for kept in (_citations, _asset_ids, _text):
        kept.cache_clear()


def passes(
    name: str,
    *citations: ObjectCitation,
    certainty: Certainty,
    reason: str = "",
    contested_by: Iterable[EvidenceSource] = (),
    stated_by: str = "",
    asset_ids: Iterable[AssetId] = (),
) -> JudgedSubject:
    """The evidence shows that it meets the requirement. At least one citation."""
    return JudgedSubject(
        name=_text(name),
        outcome=Outcome.PASSES,
        certainty=certainty,
        reason=_text(reason),
        citations=_citations(citations),
        contested_by=tuple(contested_by),
        stated_by=stated_by,
        asset_ids=_asset_ids(tuple(asset_ids)),
    )


def fails(  # noqa: PLR0913 - what a verdict consists of; all but name, reason and evidence are optional
    name: str,
    reason: str,
    *citations: ObjectCitation,
    certainty: Certainty,
    next_step: str = "",
    contested_by: Iterable[EvidenceSource] = (),
    stated_by: str = "",
    title: str = "",
    detail: str = "",
    severity: Severity | None = None,
    asset_ids: Iterable[AssetId] = (),
    cause: str = "",
    follows_from: Iterable[SubjectKey] = (),
    questions: Iterable[str] = (),
) -> JudgedSubject:
    """The evidence shows that it does not. Where nothing is cited, the files of the cluster that do not hold it are."""
    return JudgedSubject(
        name=_text(name),
        outcome=Outcome.FAILS,
        certainty=certainty,
        reason=_text(reason),
        citations=_citations(citations),
        next_step=next_step,
        contested_by=tuple(contested_by),
        stated_by=stated_by,
        title=title,
        detail=detail,
        severity=severity,
        asset_ids=_asset_ids(tuple(asset_ids)),
        cause=cause,
        follows_from=tuple(follows_from),
        questions=tuple(questions),
    )


def unknown(
    name: str,
    reason: str,
    *citations: ObjectCitation,
    next_step: str = "",
    contested_by: Iterable[EvidenceSource] = (),
    asset_ids: Iterable[AssetId] = (),
) -> JudgedSubject:
    """The evidence does not decide it. `reason` is a clause by itself: `no scan of this image's digest was collected`."""
    return JudgedSubject(
        name=_text(name),
        outcome=Outcome.UNKNOWN,
        certainty=None,
        reason=_text(reason),
        citations=_citations(citations),
        next_step=next_step,
        contested_by=tuple(contested_by),
        asset_ids=_asset_ids(tuple(asset_ids)),
    )


def of_asset(verdict: JudgedSubject, asset_id: AssetId) -> JudgedSubject:
    """The verdict, of a subject that is this asset."""
    return replace(verdict, asset_ids=_asset_ids((asset_id,)))


def cite(kind: str, name: str, *sources: EvidenceSource) -> tuple[ObjectCitation, ...]:
    """Places in evidence as citations of something that is no object of a cluster: `cite("Image", asset_id, *sources)`."""
    return tuple(ObjectCitation(kind=kind, name=name, source=source) for source in sources)
