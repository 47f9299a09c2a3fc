"""Argo CD, Flux, who wrote which fields, and policy reports. See `generator.model.settings.change`."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from generator.model.settings.change import Deployed, Managers, ObjectResults, PolicyResults
from generator.parsers.cluster import foreign
from generator.parsers.cluster.plain_objects import Plain, moment, plain, truth
from generator.parsers.cluster.setting_subject import SettingSubject

_OF_CLUSTER = tuple(
    "kube-controller-manager kubelet kube-scheduler kube-apiserver deployment-controller hpa-controller".split()
)
_Members = Mapping[str, object]
_COUNTED = ("pass", "fail", "warn", "error", "skip")


class _FieldManager(msgspec.Struct):
    manager: str | None = None
    time: object = None
    subresource: str | None = None


class _ManagedMetadata(msgspec.Struct, rename="camel"):
    managed_fields: tuple[_FieldManager, ...] | None = None


class _ManagedObject(msgspec.Struct):
    metadata: _ManagedMetadata | None = None


def read_application(subject: SettingSubject) -> Deployed:
    """An Application of Argo CD."""
    application = plain(subject)
    sync, health = (
        foreign.text(application.in_status("sync", "status")),
        foreign.text(application.in_status("health", "status")),
    )
    automated = application.in_spec("syncPolicy", "automated")
    on = isinstance(automated, dict) and truth(automated.get("enabled")) is not False
    return Deployed(
        tool="Argo CD",
        in_step={"Synced": True, "OutOfSync": False}.get(sync),
        status=sync,
        health=health,
        automatic=on,
        heals=on and truth(foreign.members(automated).get("selfHeal")) is True,
        refreshed=moment(application.in_status("reconciledAt")),
        ignores=bool(foreign.entries(application.in_spec("ignoreDifferences"))),
    )


def read_kustomization(subject: SettingSubject) -> Deployed:
    """A Kustomization of Flux: what it applied, it applies again at every interval."""
    return _of_flux(plain(subject), heals=True)


def read_release(subject: SettingSubject) -> Deployed:
    """A HelmRelease of Flux: without drift detection, changes by hand stay until the chart or its values change."""
    release = plain(subject)
    mode = foreign.text(release.in_spec("driftDetection", "mode"))
    ignored = bool(foreign.entries(release.in_spec("driftDetection", "ignore")))
    return replace(_of_flux(release, heals=mode == "enabled"), ignores=ignored)


def read_managers(subject: SettingSubject) -> Managers | None:
    """Who wrote a workload's fields; None where the collector left that out. Status is not what anybody changed by hand."""
    managed_object = subject.typed(_ManagedObject)
    written = (managed_object.metadata.managed_fields if managed_object.metadata else None) or ()
    names = {(each.manager or "", str(each.time or "")[:10]) for each in written if not each.subresource}
    kept = tuple(sorted((name, day) for name, day in names if name and name not in _OF_CLUSTER))
    return Managers(managers=kept) if written else None


def read_report(subject: SettingSubject) -> PolicyResults:
    """A policy report. The summary counts; where there is none, the results do."""
    policy_report = plain(subject)
    results = foreign.rows(policy_report.results)
    outcomes = [foreign.text(each.get("result")) for each in results]
    summary = foreign.members(policy_report.summary)
    counts = {key: (foreign.number(summary.get(key)) if summary else outcomes.count(key)) or 0 for key in _COUNTED}
    scope, failing = foreign.members(policy_report.scope), _failing(results)
    objects = (_of_object(scope, counts, failing),) if scope else tuple(sorted(_by_object(results)))
    return PolicyResults(
        passed=counts["pass"],
        failed=counts["fail"],
        warned=counts["warn"],
        errors=counts["error"],
        skipped=counts["skip"],
        failing=failing,
        objects=objects,
    )


def _by_object(results: Sequence[_Members]) -> Iterator[ObjectResults]:
    """A report about many objects, as older ones: each result names those that it is about."""
    of: dict[str, list[_Members]] = {}
    named: dict[str, _Members] = {}
    for result in results:
        for reference in map(foreign.members, foreign.entries(result.get("resources") or result.get("subjects"))):
            key = "/".join(foreign.text(reference.get(part)) for part in ("namespace", "kind", "name"))
            of.setdefault(key, []).append(result)
            named[key] = reference
    for key, about in of.items():
        outcomes = [foreign.text(each.get("result")) for each in about]
        yield _of_object(named[key], {each: outcomes.count(each) for each in _COUNTED}, _failing(about))


def _of_object(reference: _Members, counts: Mapping[str, int], failing: tuple[str, ...]) -> ObjectResults:
    return ObjectResults(
        namespace=foreign.text(reference.get("namespace")),
        kind=foreign.text(reference.get("kind")),
        name=foreign.text(reference.get("name")),
        passed=counts["pass"],
        failed=counts["fail"],
        warned=counts["warn"],
        errors=counts["error"],
        skipped=counts["skip"],
        failing=failing,
    )


def _failing(results: Sequence[_Members]) -> tuple[str, ...]:
    return tuple(sorted({foreign.text(each.get("policy")) for each in results if each.get("result") == "fail"} - {""}))


def _of_flux(object_: Plain, *, heals: bool) -> Deployed:
    status, reason = object_.conditions().get("Ready", ("", ""))
    return Deployed(
        tool="Flux",
        in_step={"True": True, "False": False}.get(status),
        status=f"Ready is {status}: {reason}" if status else "",
        automatic=True,
        heals=heals,
        paused=truth(object_.in_spec("suspend")) is True,
        current=_is_current(object_),
    )


def _is_current(object_: Plain) -> bool | None:
    """https://fluxcd.io/flux/components/kustomize/kustomizations/#observed-generation."""
    wanted, seen = foreign.members(object_.metadata).get("generation"), object_.in_status("observedGeneration")
    return foreign.number(wanted) == foreign.number(seen) if wanted is not None and seen is not None else None
