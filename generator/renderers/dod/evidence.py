"""What the package itself shows about a General Readiness Requirement: beside a person's answer, never instead of it."""

from collections.abc import Callable, Iterable, Mapping

from generator.limits import CELL_ENTRIES
from generator.model.platform import conditionally_open, words_of_all
from generator.oscal.package import AuthorizationPackage
from generator.text import listed


def shown(requirement: str, package: AuthorizationPackage) -> str:
    """Sentences; empty where nothing of what was collected or said is about it."""
    tell = _SHOWN.get(requirement)
    return tell(package) if tell else ""


def _locations(package: AuthorizationPackage) -> str:
    centers = [
        f"{data_center.name} ({data_center.address.city}, {data_center.address.state}, {data_center.address.country})"
        for data_center in package.system.plan.data_centers
    ]
    return f"The plan names as data centers: {_some(centers)}." if centers else ""


def _external(package: AuthorizationPackage) -> str:
    services = [
        " ".join((external_service.name, *(f"({host})" for host in external_service.hosts)))
        for external_service in package.system.external_services
    ]
    return f"The plan names as services outside of the boundary: {_some(services)}." if services else ""


def _entry_points(package: AuthorizationPackage) -> str:
    public = [workload.key for workload in package.workloads if workload.public]
    if not package.clusters:
        return ""
    ways = words_of_all(package.workloads).ways
    maybe, have = conditionally_open(package.workloads)
    keys = _some(each.key for each in maybe)
    host = f"These have {have}, and whether anybody outside reaches them is not stated: {keys}." if maybe else ""
    if not public and host:
        return host
    if not public:
        return f"No workload that was collected is reached from outside ({ways})."
    return f"Reached from outside ({ways}): {_some(public)}.{f' {host}' if host else ''}"


def _layers(package: AuthorizationPackage) -> str:
    entry_points = _entry_points(package)
    return f"{entry_points} The plan describes under SC-7 and SC-7(5) what network policies allow." if entry_points else ""


def _some(texts: Iterable[str]) -> str:
    return listed(texts, CELL_ENTRIES, separator="; ")


_SHOWN: Mapping[str, Callable[[AuthorizationPackage], str]] = {
    "GRR-3": _locations,
    "GRR-7": _external,
    "GRR-8": _entry_points,
    "GRR-9": _layers,
    "GRR-10": _layers,
}
