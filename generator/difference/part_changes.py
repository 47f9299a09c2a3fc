"""What came to the system and what went: images, workloads, ports, ways in, flows, external services, control statuses."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.difference.sides import Flows, Image, Pair, Parts, Running


class Kind(StrEnum):
    """What changed, in the order in which it is told."""

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


ORDER = tuple(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of the system."""

    kind: Kind
    subject: str
    """What came, went or changed."""
    detail: str = ""
    """`3.4.0 → 3.4.1`, ports of a flow."""

    @property
    def key(self) -> str:
        """How people name it in `decisions/significant-changes.yaml`: `image came: registry.example/shop/cart`."""
        return f"{self.kind}: {self.subject}"


def part_changes(old: Parts, new: Parts) -> tuple[Change, ...]:
    """All changes that two security plans show."""
    found = [
        *_came_and_went(Kind.EXTERNAL_CAME, Kind.EXTERNAL_WENT, old.externals, new.externals),
        *_came_and_went(Kind.WORKLOAD_CAME, Kind.WORKLOAD_WENT, set(old.workloads), set(new.workloads)),
        *_came_and_went(Kind.SERVICE_CAME, Kind.SERVICE_WENT, old.services, new.services),
        *_came_and_went(Kind.ASSET_CAME, Kind.ASSET_WENT, old.assets, new.assets),
        *_doors(old.workloads, new.workloads),
        *_ports(old.workloads, new.workloads),
        *_images(old.images, new.images),
        *_controls(old.controls, new.controls),
    ]
    return _sorted(found)


def flow_changes(old: Flows, new: Flows) -> tuple[Change, ...]:
    """Flows that came and went, with their ports."""
    came = [(pair, new) for pair in new.ports.keys() - old.ports.keys()]
    went = [(pair, old) for pair in old.ports.keys() - new.ports.keys()]
    return _sorted((
        *(_flow(pair, side, Kind.FLOW_CAME, Kind.INNER_FLOW_CAME) for pair, side in came),
        *(_flow(pair, side, Kind.FLOW_WENT, Kind.INNER_FLOW_WENT) for pair, side in went),
    ))  # fmt: skip


def _sorted(found: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(found, key=lambda one: (ORDER.index(one.kind), one.subject, one.detail)))


def _flow(pair: Pair, side: Flows, crossing: Kind, inner: Kind) -> Change:
    kind = crossing if pair in side.crossing else inner
    return Change(kind=kind, subject=f"{pair[0]} -> {pair[1]}", detail=side.ports[pair])


def _came_and_went(came: Kind, went: Kind, old: Iterable[str], new: Iterable[str]) -> Iterator[Change]:
    before, after = set(old), set(new)
    yield from (Change(kind=came, subject=one) for one in after - before)
    yield from (Change(kind=went, subject=one) for one in before - after)


def _doors(old: Mapping[str, Running], new: Mapping[str, Running]) -> Iterator[Change]:
    """A new workload with a way in from outside is two changes: a reader must not miss the door."""
    for name in sorted(old.keys() | new.keys()):
        was, now = name in old and old[name].public, name in new and new[name].public
        if was != now:
            yield Change(kind=Kind.OPENED if now else Kind.SHUT, subject=name)


def _ports(old: Mapping[str, Running], new: Mapping[str, Running]) -> Iterator[Change]:
    """Of a workload that came or went its ports go with it."""
    for name in old.keys() & new.keys():
        yield from (Change(kind=Kind.PORT_CAME, subject=f"{name} {port}") for port in new[name].ports - old[name].ports)
        yield from (Change(kind=Kind.PORT_WENT, subject=f"{name} {port}") for port in old[name].ports - new[name].ports)


def _images(old: Mapping[str, Image], new: Mapping[str, Image]) -> Iterator[Change]:
    before, after = _by_repository(old), _by_repository(new)
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name, {}), after.get(name, {})
        if not was or not now:
            kind, versions = (Kind.IMAGE_CAME, now) if now else (Kind.IMAGE_WENT, was)
            yield Change(kind=kind, subject=name, detail=", ".join(sorted(filter(None, versions))))
        elif was.keys() != now.keys():
            yield Change(kind=Kind.IMAGE_VERSION, subject=name, detail=f"{_versions(was)} → {_versions(now)}")
        elif any(was[version] and now[version] and was[version] != now[version] for version in was):
            rebuilt = sorted(version for version in was if was[version] != now[version])
            yield Change(kind=Kind.IMAGE_REBUILT, subject=name, detail=", ".join(rebuilt))


def _versions(found: Mapping[str, frozenset[str]]) -> str:
    return ", ".join(sorted(version or "no version" for version in found))


def _by_repository(images: Mapping[str, Image]) -> Mapping[str, dict[str, frozenset[str]]]:
    found: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for image in images.values():
        found[image.repository][image.version] = image.digests
    return found


def _controls(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for control in old.keys() | new.keys():
        was, now = old.get(control), new.get(control)
        if was != now:
            yield Change(kind=Kind.CONTROL, subject=_spelled(control), detail=f"{_status(was)} → {_status(now)}")


def _spelled(control: str) -> str:
    base, _, enhancement = control.upper().partition(".")
    return f"{base}({enhancement})" if enhancement else base


def _status(value: str | None) -> str:
    return "not in the plan" if value is None else value or "none"
