"""Argo CD, Flux, who wrote which fields, and policy reports. See `generator.model.settings.change`."""

import msgspec

from generator.model.settings.change import Deployed, Managers, PolicyResults
from generator.parsers.cluster import foreign
from generator.parsers.cluster.plain import Plain, plain, truth
from generator.parsers.cluster.setting_subject import Subject

_OF_CLUSTER = (
    "kube-controller-manager",
    "kubelet",
    "kube-scheduler",
    "kube-apiserver",
    "deployment-controller",
    "hpa-controller",
)
_COUNTED = ("pass", "fail", "warn", "error", "skip")


class _Writer(msgspec.Struct):
    manager: str | None = None
    time: object = None
    subresource: str | None = None


class _Metadata(msgspec.Struct, rename="camel"):
    managed_fields: tuple[_Writer, ...] | None = None


class _Managed(msgspec.Struct):
    metadata: _Metadata | None = None


def read_application(subject: Subject) -> Deployed:
    """An Application of Argo CD."""
    found = plain(subject)
    sync, health = foreign.text(found.in_status("sync", "status")), foreign.text(found.in_status("health", "status"))
    automated = found.in_spec("syncPolicy", "automated")
    on = isinstance(automated, dict) and truth(automated.get("enabled")) is not False
    return Deployed(
        tool="Argo CD",
        in_step={"Synced": True, "OutOfSync": False}.get(sync),
        status=sync,
        health=health,
        automatic=on,
        heals=on and truth(foreign.members(automated).get("selfHeal")) is True,
    )


def read_kustomization(subject: Subject) -> Deployed:
    """A Kustomization of Flux: what it applied, it applies again at every interval."""
    found = plain(subject)
    return _of_flux(found, heals=True)


def read_release(subject: Subject) -> Deployed:
    """A HelmRelease of Flux: without drift detection, changes by hand stay until the chart or its values change."""
    found = plain(subject)
    mode = foreign.text(found.in_spec("driftDetection", "mode"))
    return _of_flux(found, heals=mode == "enabled")


def read_managers(subject: Subject) -> Managers | None:
    """Who wrote a workload's fields; None where the collector left that out. Status is not what anybody changed by hand."""
    found = subject.typed(_Managed)
    written = (found.metadata.managed_fields if found.metadata else None) or ()
    names = {(each.manager or "", str(each.time or "")[:10]) for each in written if not each.subresource}
    kept = tuple(sorted((name, day) for name, day in names if name and name not in _OF_CLUSTER))
    return Managers(managers=kept) if written else None


def read_report(subject: Subject) -> PolicyResults:
    """A policy report. The summary counts; where there is none, the results do."""
    found = plain(subject)
    results = [foreign.members(each) for each in foreign.entries(found.results)]
    outcomes = [foreign.text(each.get("result")) for each in results]
    summary = foreign.members(found.summary)
    counts = {key: foreign.number(summary.get(key)) if summary else outcomes.count(key) for key in _COUNTED}
    return PolicyResults(
        passed=counts["pass"] or 0,
        failed=counts["fail"] or 0,
        warned=counts["warn"] or 0,
        errors=counts["error"] or 0,
        skipped=counts["skip"] or 0,
        failing=tuple(sorted({foreign.text(each.get("policy")) for each in results if each.get("result") == "fail"} - {""})),
    )


def _of_flux(found: Plain, *, heals: bool) -> Deployed:
    status, reason = found.conditions().get("Ready", ("", ""))
    return Deployed(
        tool="Flux",
        in_step={"True": True, "False": False}.get(status),
        status=f"Ready is {status}: {reason}" if status else "",
        automatic=True,
        heals=heals,
        paused=truth(found.in_spec("suspend")) is True,
    )
