"""One list of containers out of what runs, what is declared and what has ended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.model.container_settings import FipsSetting, ServedPort
from generator.model.inventory import CalledHost, Container, ContainerPort, StartDependency

_Key = tuple[bool, str, str]
"""(init, name, image)"""
_Ids = tuple[str | None, bool | None, str | None]
"""(digest, is it only asked for, local image id)"""


@dataclass(slots=True)
class _UnionEntry:
    ids: set[_Ids] = field(default_factory=set)
    ports: set[ContainerPort] = field(default_factory=set)
    peers: set[str] = field(default_factory=set)
    calls: set[CalledHost] = field(default_factory=set)
    needs: set[StartDependency] = field(default_factory=set)
    serves: set[ServedPort] = field(default_factory=set)
    fips: set[FipsSetting] = field(default_factory=set)


def unite(certain: Sequence[Iterable[Container]], other: Iterable[Container]) -> tuple[Container, ...]:
    """Containers of the `certain` tiers, or of `other` where there are none; sorted.

    Digests come from the first tier that knows any, so that a pod's beats a pinned reference in a spec; two digests of
    one tag are two containers. What is only in `other` (ended pods, manifests beside running state) adds digests,
    ports and peers to containers known already, but no image: it does not run.
    """
    tiers = [_entries(each) for each in certain]
    last = _entries(other)
    keys = {key for tier in tiers for key in tier} or set(last)
    built = [each for key in keys for each in _containers(key, [tier[key] for tier in (*tiers, last) if key in tier])]
    return tuple(sorted(built, key=_order))


def _entries(containers: Iterable[Container]) -> dict[_Key, _UnionEntry]:
    entries: dict[_Key, _UnionEntry] = {}
    for each in containers:
        entry = entries.setdefault((each.init, each.name, each.image), _UnionEntry())
        entry.ports.update(each.ports)
        entry.peers.update(each.peers)
        entry.calls.update(each.calls)
        entry.needs.update(each.needs)
        entry.serves.update(each.serves)
        entry.fips.update(each.fips)
        if each.digest or each.image_id:
            entry.ids.add((each.digest, each.only_requested, each.image_id))
    return entries


def _containers(key: _Key, entries: Sequence[_UnionEntry]) -> list[Container]:
    init, name, image = key
    ids: set[_Ids] = next((each.ids for each in entries if each.ids), {(None, None, None)})
    reported = {digest for digest, only_requested, _ in ids if not only_requested}
    ports = tuple(sorted({port for each in entries for port in each.ports}))
    peers = tuple(sorted({peer for each in entries for peer in each.peers}))
    calls = tuple(sorted({call for each in entries for call in each.calls}, key=lambda each: each.order))
    needs = tuple(sorted({dependency for each in entries for dependency in each.needs}))
    serves = tuple(sorted({port for each in entries for port in each.serves}))
    fips = tuple(sorted({setting for each in entries for setting in each.fips}, key=str))
    return [
        Container(
            name=name,
            image=image,
            digest=digest,
            only_requested=only_requested,
            image_id=image_id,
            init=init,
            ports=ports,
            peers=peers,
            calls=calls,
            needs=needs,
            serves=serves,
            fips=fips,
        )
        for digest, only_requested, image_id in ids
        if not (only_requested and digest in reported)
    ]


def _order(each: Container) -> tuple[bool, str, str, str, str]:
    return each.init, each.name, each.image, each.digest or "", each.image_id or ""
