"""What leads from the internet to what runs in a cloud, part by part: a balancer, its listeners, target groups, a service.

Terraform and CloudFormation name the same parts and tie them by references (`terraform_ways`, `cloudformation_ways`). A part
that is open begins a way, which is followed to whatever runs or is kept behind it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.inventory import MANAGED_KIND
from generator.model.settings.base import Setting, Settings
from generator.model.settings.cloud_ways import CloudWay
from generator.parsers.cluster.declared_settings import declared

_GROUP = "cloud"
_MOST = 10_000
HTTPS = ((443, True),)
_ENCRYPTED = ("HTTPS", "TLS")


class OpenPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part that the internet reaches."""

    id: str
    kind: str
    """In one word, for keys: `FunctionUrl`."""
    what: str
    name: str
    ports: tuple[tuple[int, bool], ...] = HTTPS


@dataclass(slots=True)
class CloudParts:
    """The parts of one root module or stack."""

    _open: dict[str, OpenPart] = field(default_factory=dict)
    _leads: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _keys: dict[str, str] = field(default_factory=dict)
    _listened: dict[str, set[tuple[int, bool]]] = field(default_factory=lambda: defaultdict(set))

    def open(self, part: OpenPart) -> None:
        """A way begins here."""
        self._open[part.id] = part

    def lead(self, sources: Iterable[str], targets: Iterable[str]) -> None:
        """Each of the sources leads to each of the targets, by id."""
        reached = tuple(targets)
        for source in sources:
            self._leads[source].update(reached)

    def run(self, id_: str, key: str) -> None:
        """`namespace/Kind/name` of a part that runs, or that the cloud keeps."""
        self._keys[id_] = key

    def listen(self, balancers: Iterable[str], port: int | None, protocol: str) -> None:
        """A balancer's listener."""
        if port:
            for balancer in balancers:
                self._listened[balancer].add((port, protocol.upper() in _ENCRYPTED))

    def way(self, id_: str, source: EvidenceSource) -> Iterator[Setting[Settings]]:
        """The way that begins at a part; none where it is not open, or nothing is known behind it."""
        part = self._open.get(id_)
        behind = tuple(self._behind(id_)) if part else ()
        ends = tuple(sorted({key for key in behind if not _is_between(key)}))
        between = {self._keys.get(id_, ""), *(key for key in behind if _is_between(key))} - {""}
        if part and not ends:
            kept = [key for each in self._leads.get(id_, ()) if (key := self._keys.get(each))]
            ends, between = tuple(sorted(set(kept))), between - set(kept)
        if part and ends:
            ports = tuple(sorted(self._listened.get(id_, ()))) or part.ports
            says = CloudWay(what=part.what, leads_to=ends, through=tuple(sorted(between)), ports=ports)
            yield declared(_GROUP, part.kind, part.name, says, source)

    def _behind(self, id_: str) -> Iterator[str]:
        """Keys of everything up to the first that runs, on every branch."""
        left, seen = sorted(self._leads.get(id_, ())), {id_}
        while left and len(seen) < _MOST:
            part = left.pop()
            if part in seen:
                continue
            seen.add(part)
            key = self._keys.get(part, "")
            if key:
                yield key
            if not key or _is_between(key):
                left += self._leads.get(part, ())


def _is_between(key: str) -> bool:
    """Does the cloud keep it? What it keeps leads on, what runs answers."""
    return key.split("/")[1] == MANAGED_KIND


def texts(value: object, depth: int = 0) -> Iterator[str]:
    """All texts in a value, of what nests no deeper than infrastructure code does."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list) and depth <= _DEEPEST:
        for each in (list(value.values()) if isinstance(value, dict) else value)[:_MOST_MEMBERS]:
            yield from texts(each, depth + 1)


_DEEPEST, _MOST_MEMBERS = 12, 200
