"""Asks every check, and words the result: how many of how many were judged, and why the others are unknown."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from generator.checks.base import NO_CLUSTER, Check, CheckContext, Judgment, is_kubernetes, not_collected
from generator.model.asset import AssetKind
from generator.model.grouping import grouped
from generator.model.inventory import Workload
from generator.model.platform import Platform, platform_of, platforms_of, words_of_all
from generator.model.posture import (
    Absence,
    JudgedSubject,
    ObjectCitation,
    Outcome,
    Posture,
    PostureRequirement,
    PostureState,
    subjects_by_certainty,
    weakest,
)
from generator.model.settings.base import ClusterConfiguration
from generator.text import agreeing, counted, listed

_WORST_FIRST = (Outcome.FAILS, Outcome.UNKNOWN, Outcome.PASSES)
_MOST_REASONS = 4
_PLACED = ("workload", "image in a namespace", "namespace", "namespace in which something runs")
"""Subjects of checks of Kubernetes that what runs on another platform could be taken for."""


def judge_all(checks: Iterable[Check], context: CheckContext) -> tuple[Posture, ...]:
    """The state of every requirement, in the order of the checks and then of the clusters."""
    return tuple(posture for check in checks for posture in judge(check, context))


def judge(check: Check, context: CheckContext) -> Iterator[Posture]:
    """One requirement: in each cluster, or once."""
    clusters = context.facts.configurations
    if check.kubernetes:
        clusters = tuple(each for each in clusters if is_kubernetes(each))
        elsewhere = "" if clusters else _elsewhere(context)
        if elsewhere:
            yield _posture(
                check, dataclasses.replace(context, configuration=NO_CLUSTER), lambda _: _of_another_platform(elsewhere)
            )
            return
        yield from (_with_note(each, context) for each in _by_cluster(check, _of_kubernetes(context), clusters))
        return
    yield from _by_cluster(check, context, clusters)


def _by_cluster(check: Check, context: CheckContext, clusters: Sequence[ClusterConfiguration]) -> Iterator[Posture]:
    if not check.per_cluster:
        yield _posture(check, dataclasses.replace(context, configuration=NO_CLUSTER), check.judge)
    elif not clusters:
        yield _posture(check, context, lambda _: not_collected("a cluster"))
    for configuration in clusters if check.per_cluster else ():
        yield _posture(check, dataclasses.replace(context, configuration=configuration), check.judge)


def _of_kubernetes(context: CheckContext) -> CheckContext:
    """What a check of Kubernetes looks at: a project of Compose is no namespace, and an app has no pod."""
    workloads = tuple(each for each in context.facts.workloads if _runs_on_kubernetes(each))
    return dataclasses.replace(context, facts=replace(context.facts, workloads=workloads))


def _runs_on_kubernetes(workload: Workload) -> bool:
    return platform_of(workload.kind, workload.namespace) is Platform.KUBERNETES


def _with_note(posture: Posture, context: CheckContext) -> Posture:
    """Says which workloads are not among its subjects, where others run beside these."""
    others = [
        each
        for each in context.facts.workloads
        if not _runs_on_kubernetes(each) and posture.cluster in ("", each.cluster) and each.containers
    ]
    if not others or not posture.subjects or posture.requirement.subjects[0] not in _PLACED:
        return posture
    platforms = listed(sorted(each.value for each in platforms_of(others)))
    count, verb = counted(len(others), "workload"), agreeing(len(others), "is", "are")
    note = f"It is judged for Kubernetes only: {count} on {platforms} {verb} not among these."
    return replace(posture, notes=(*posture.notes, note))


def _elsewhere(context: CheckContext) -> str:
    """What everything that was collected runs on, as `Compose and Cloud Foundry`; empty where some of it may be Kubernetes."""
    platforms = platforms_of(context.facts.workloads)
    managed = any(asset.kind is AssetKind.CLUSTER and asset.product != Platform.ECS for asset in context.facts.assets)
    return "" if managed or Platform.KUBERNETES in platforms else listed(sorted(map(_shown, platforms)))


def _shown(platform: Platform) -> str:
    return "services of a cloud" if platform is Platform.CLOUD else platform.value


def _of_another_platform(platforms: str) -> Judgment:
    reason = f"It is judged for Kubernetes only, and what was collected runs on {platforms}."
    needs = "a cluster of Kubernetes, where the system has one"
    return Judgment(absence=Absence(state=PostureState.NOT_COLLECTED, reason=reason, needs=needs))


def _posture(check: Check, context: CheckContext, ask: Callable[[CheckContext], Judgment]) -> Posture:
    judgment = ask(context)
    clusters = [context.cluster] if context.cluster else [view.name for view in context.facts.clusters]
    files = tuple(file for cluster in clusters for file in context.files(cluster))
    judged = (*judgment.subjects, *_not_listed(check, context, judgment))
    subjects = tuple(sorted((_cited(each, files) for each in _once(judged)), key=lambda each: each.name))
    absence = None if subjects else judgment.absence
    reason = absence.reason if absence else ""
    return Posture(
        requirement=check.requirement,
        cluster=context.cluster,
        place_word=words_of_all(context.workloads).place[0],
        summary=summary(check.requirement, subjects) if subjects else reason,
        subjects=subjects,
        absence=absence,
        notes=judgment.notes,
    )


def _not_listed(check: Check, context: CheckContext, judgment: Judgment) -> Iterable[JudgedSubject]:
    """What stands for subjects that no list shows: beside those that were judged, and in place of *none found*."""
    none_found = judgment.absence is not None and judgment.absence.state is PostureState.NONE_FOUND
    unlisted = check.population(context) if judgment.subjects or none_found else ()
    return (replace(each, unlisted=True) for each in unlisted)


def summary(requirement: PostureRequirement, subjects: Sequence[JudgedSubject]) -> str:
    """`10 of 14 workloads judged: 8 pass (7 observed, 1 declared), 2 fail (observed). 4 unknown: no pod was collected (4).`"""
    outcomes = Counter(each.outcome for each in subjects)
    decided = len(subjects) - outcomes[Outcome.UNKNOWN]
    words = {Outcome.PASSES: ("passes", "pass"), Outcome.FAILS: ("fails", "fail")}
    results = [
        f"{outcomes[outcome]:,} {agreeing(outcomes[outcome], *forms)}{_certainties(subjects, outcome)}"
        for outcome, forms in words.items()
        if outcomes[outcome]
    ]
    total = counted(len(subjects), *requirement.subjects)
    return f"{decided:,} of {total} judged{': ' if results else ''}{', '.join(results)}.{_unknown(subjects)}"


def _certainties(subjects: Sequence[JudgedSubject], outcome: Outcome) -> str:
    """Each certainty with its number, which stands alone where all have the same."""
    shares = subjects_by_certainty(each for each in subjects if each.outcome is outcome)
    if len(shares) <= 1:
        return "".join(f" ({certainty})" for certainty in shares)
    return f" ({', '.join(f'{len(share):,} {certainty}' for certainty, share in shares.items())})"


def _unknown(subjects: Sequence[JudgedSubject]) -> str:
    reasons = Counter(each.reason for each in subjects if each.outcome is Outcome.UNKNOWN)
    if not reasons:
        return ""
    first = [f"{reason} ({number:,})" for reason, number in reasons.most_common(_MOST_REASONS)]
    left = len(reasons) - len(first)
    more = f"; and {counted(left, 'other reason')}" if left else ""
    total = reasons.total()
    return f" {total:,} unknown: {'; '.join(first)}{more}."


def _once(subjects: Iterable[JudgedSubject]) -> Iterator[JudgedSubject]:
    """A subject has one verdict: the worst that was given, with the reasons of those that are as bad."""
    by_name = grouped((each.name, each) for each in subjects)
    yield from map(worst_of, by_name.values())


def worst_of(given: Sequence[JudgedSubject]) -> JudgedSubject:
    """The worst of several verdicts of one subject, with the reasons of those that are as bad; at least one is given."""
    worst = min((each.outcome for each in given), key=_WORST_FIRST.index)
    return _joined([each for each in given if each.outcome is worst])


def _joined(given: Sequence[JudgedSubject]) -> JudgedSubject:
    first = given[0]
    if len(given) == 1:
        return first
    certainties = [each.certainty for each in given if each.certainty is not None]
    return replace(
        first,
        certainty=weakest(certainties) if certainties else None,
        reason="; ".join(dict.fromkeys(each.reason for each in given if each.reason)),
        detail=" ".join(dict.fromkeys(each.detail for each in given if each.detail)),
        citations=tuple(dict.fromkeys(cited for each in given for cited in each.citations)),
        contested_by=tuple(dict.fromkeys(source for each in given for source in each.contested_by)),
        asset_ids=tuple(dict.fromkeys(asset for each in given for asset in each.asset_ids)),
        follows_from=first.follows_from if all(each.follows_from for each in given) else (),
    )


def _cited(subject: JudgedSubject, files: tuple[ObjectCitation, ...]) -> JudgedSubject:
    """What is absent can be shown by nothing but the files that do not hold it."""
    return replace(subject, citations=files) if subject.outcome is Outcome.FAILS and not subject.citations else subject
