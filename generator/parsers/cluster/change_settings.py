"""Argo CD, Flux, who wrote which fields, and policy reports. See `generator.model.settings.change`."""

import msgspec

from generator.model.settings.change import Deployed, Managers, PolicyResults
from generator.parsers.cluster import foreign
from generator.parsers.cluster.plain_objects import Plain, plain, truth
from generator.parsers.cluster.setting_subject import SettingSubject

_OF_CLUSTER = (
    "kube-controller-manager",
    "kubelet",
    "kube-scheduler",
    "kube-apiserver",
    "deployment-controller",
    "hpa-controller",
)
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
    )


def read_kustomization(subject: SettingSubject) -> Deployed:
    """A Kustomization of Flux: what it applied, it applies again at every interval."""
    kustomization = plain(subject)
    return _of_flux(kustomization, heals=True)


def read_release(subject: SettingSubject) -> Deployed:
    """A HelmRelease of Flux: without drift detection, changes by hand stay until the chart or its values change."""
    release = plain(subject)
    mode = foreign.text(release.in_spec("driftDetection", "mode"))
    return _of_flux(release, heals=mode == "enabled")


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
    results = [foreign.members(each) for each in foreign.entries(policy_report.results)]
    outcomes = [foreign.text(each.get("result")) for each in results]
    summary = foreign.members(policy_report.summary)
    counts = {key: foreign.number(summary.get(key)) if summary else outcomes.count(key) for key in _COUNTED}
    return PolicyResults(
        passed=counts["pass"] or 0,
        failed=counts["fail"] or 0,
        warned=counts["warn"] or 0,
        errors=counts["error"] or 0,
        skipped=counts["skip"] or 0,
        failing=tuple(sorted({foreign.text(each.get("policy")) for each in results if each.get("result") == "fail"} - {""})),
    )


def _of_flux(object_: Plain, *, heals: bool) -> Deployed:
    status, reason = object_.conditions().get("Ready", ("", ""))
    return Deployed(
        tool="Flux",
        in_step={"True": True, "False": False}.get(status),
        status=f"Ready is {status}: {reason}" if status else "",
        automatic=True,
        heals=heals,
        paused=truth(object_.in_spec("suspend")) is True,
    )
