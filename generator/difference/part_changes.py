"""What came to the system and what went: images, workloads, ports, ways in, flows, external services, control statuses."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from generator.difference.sides import ComparedImage, Flows, Pair, Parts, Running
from generator.frameworks.base import printed_id


class ChangeKind(StrEnum):
    """What changed, in the order in which it is shown."""

    EXTERNAL_CAME = "external service came"
    EXTERNAL_WENT = "external service went"
    OPENED = "opened to the outside"
    SHUT = "shut to the outside"
    FLOW_CAME = "flow over the boundary came"
    FLOW_WENT = "flow over the boundary went"
    INNER_FLOW_CAME = "flow inside came"
    INNER_FLOW_WENT = "flow inside went"
    WORKLOAD_CAME = "workload came"
    WORKLOAD_WENT = "workload went"
    PORT_CAME = "port came"
    PORT_WENT = "port went"
    SERVICE_CAME = "service came"
    SERVICE_WENT = "service went"
    IMAGE_CAME = "image came"
    IMAGE_WENT = "image went"
    IMAGE_VERSION = "image version changed"
    IMAGE_REBUILT = "image was built again"
    ASSET_CAME = "asset came"
    ASSET_WENT = "asset went"
    CONTROL = "control status changed"


ORDER = tuple(ChangeKind)


class SystemChange(msgspec.Struct, frozen=True, kw_only=True):
    """One change of the system."""

    kind: ChangeKind
    subject: str
    """What came, went or changed."""
    detail: str = ""
    """`3.4.0 → 3.4.1`, ports of a flow."""
    first_collected: bool = False
    """It came, and the older package holds nothing of its kind or its namespace: it may have been there before."""

    @property
    def key(self) -> str:
        """How people name it in `decisions/significant-changes.yaml`: `image came: registry.example/shop/cart`."""
        return f"{self.kind}: {self.subject}"


def part_changes(old: Parts, new: Parts) -> tuple[SystemChange, ...]:
    """All changes that two security plans show."""
    changes = [
        *_came_and_went(ChangeKind.EXTERNAL_CAME, ChangeKind.EXTERNAL_WENT, old.externals, new.externals),
        *_workloads(old.workloads, new.workloads),
        *_came_and_went(ChangeKind.SERVICE_CAME, ChangeKind.SERVICE_WENT, old.services, new.services),
        *_came_and_went(ChangeKind.ASSET_CAME, ChangeKind.ASSET_WENT, old.assets, new.assets),
        *_doors(old.workloads, new.workloads),
        *_ports(old.workloads, new.workloads),
        *_images(old.images, new.images),
        *_controls(old.controls, new.controls),
    ]
    return _sorted(changes)


def flow_changes(old: Flows, new: Flows) -> tuple[SystemChange, ...]:
    """Flows that came and went, with their ports."""
    came = [(pair, new) for pair in new.ports.keys() - old.ports.keys()]
    first = not old.ports
    went = [(pair, old) for pair in old.ports.keys() - new.ports.keys()]
    return _sorted((
        *(_flow(pair, side, ChangeKind.FLOW_CAME, ChangeKind.INNER_FLOW_CAME, first=first) for pair, side in came),
        *(_flow(pair, side, ChangeKind.FLOW_WENT, ChangeKind.INNER_FLOW_WENT) for pair, side in went),
    ))  # fmt: skip


def _sorted(changes: Iterable[SystemChange]) -> tuple[SystemChange, ...]:
    return tuple(sorted(changes, key=lambda change: (ORDER.index(change.kind), change.subject, change.detail)))


def _flow(pair: Pair, side: Flows, crossing: ChangeKind, inner: ChangeKind, *, first: bool = False) -> SystemChange:
    kind = crossing if pair in side.crossing else inner
    return SystemChange(kind=kind, subject=f"{pair[0]} -> {pair[1]}", detail=side.ports[pair], first_collected=first)


def _came_and_went(came: ChangeKind, went: ChangeKind, old: Iterable[str], new: Iterable[str]) -> Iterator[SystemChange]:
    before, after = set(old), set(new)
    yield from (SystemChange(kind=came, subject=subject, first_collected=not before) for subject in after - before)
    yield from (SystemChange(kind=went, subject=subject) for subject in before - after)


def _workloads(old: Mapping[str, Running], new: Mapping[str, Running]) -> Iterator[SystemChange]:
    """A namespace of which the older package holds no workload may not have been collected."""
    namespaces = {_namespace(name) for name in old}
    for change in _came_and_went(ChangeKind.WORKLOAD_CAME, ChangeKind.WORKLOAD_WENT, set(old), set(new)):
        came = change.kind is ChangeKind.WORKLOAD_CAME
        yield replace(change, first_collected=came and _namespace(change.subject) not in namespaces)


def _namespace(workload: str) -> str:
    """Of `namespace/Kind/name`, with the cluster before it where there are several."""
    return workload.rsplit("/", 2)[0]


def _doors(old: Mapping[str, Running], new: Mapping[str, Running]) -> Iterator[SystemChange]:
    """A new workload with a way in from outside is two changes: a reader must not miss the door."""
    for name in sorted(old.keys() | new.keys()):
        was, now = name in old and old[name].public, name in new and new[name].public
        if was != now:
            yield SystemChange(kind=ChangeKind.OPENED if now else ChangeKind.SHUT, subject=name)


def _ports(old: Mapping[str, Running], new: Mapping[str, Running]) -> Iterator[SystemChange]:
    """Of a workload that came or went its ports go with it. Without any port, ports were not collected."""
    first = not any(workload.ports for workload in old.values())
    for name in old.keys() & new.keys():
        yield from (
            SystemChange(kind=ChangeKind.PORT_CAME, subject=f"{name} {port}", first_collected=first)
            for port in new[name].ports - old[name].ports
        )
        yield from (
            SystemChange(kind=ChangeKind.PORT_WENT, subject=f"{name} {port}") for port in old[name].ports - new[name].ports
        )


def _images(old: Mapping[str, ComparedImage], new: Mapping[str, ComparedImage]) -> Iterator[SystemChange]:
    before, after = _by_repository(old), _by_repository(new)
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name, {}), after.get(name, {})
        if not was or not now:
            kind, versions = (ChangeKind.IMAGE_CAME, now) if now else (ChangeKind.IMAGE_WENT, was)
            detail = ", ".join(sorted(filter(None, versions)))
            yield SystemChange(kind=kind, subject=name, detail=detail, first_collected=not before)
        elif was.keys() != now.keys():
            yield SystemChange(kind=ChangeKind.IMAGE_VERSION, subject=name, detail=f"{_versions(was)} → {_versions(now)}")
        elif any(was[version] and now[version] and was[version] != now[version] for version in was):
            rebuilt = sorted(version for version in was if was[version] != now[version])
            yield SystemChange(kind=ChangeKind.IMAGE_REBUILT, subject=name, detail=", ".join(rebuilt))


def _versions(versions: Mapping[str, frozenset[str]]) -> str:
    return ", ".join(sorted(version or "no version" for version in versions))


def _by_repository(images: Mapping[str, ComparedImage]) -> Mapping[str, dict[str, frozenset[str]]]:
    digests_by_repository: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for image in images.values():
        digests_by_repository[image.repository][image.version] = image.digests
    return digests_by_repository


def _controls(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[SystemChange]:
    for control in old.keys() | new.keys():
        was, now = old.get(control), new.get(control)
        if was != now:
            yield SystemChange(kind=ChangeKind.CONTROL, subject=printed_id(control), detail=f"{_status(was)} → {_status(now)}")


def _status(value: str | None) -> str:
    return "not in the plan" if value is None else value or "none"
