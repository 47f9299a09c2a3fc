"""Databases that run in the system, and the ways that lead to them from outside."""

from enum import StrEnum

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.posture import Certainty


class KnownBy(StrEnum):
    """What tells that a workload runs a database, the surest first."""

    IMAGE = "image"
    """The name of its image."""
    LABEL = "label"
    """A label of the workload, or the chart that it was installed from: what somebody called it."""
    PACKAGES = "packages"
    """Lists of the packages of the digest that runs: the server is in the image, and may run or not."""
    PORT = "port"
    """A port that a container declares, which is usually that of a database, or of a proxy before one."""


class OutsideWay(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One way from outside."""

    name: str
    """`NodePort service shop/db`, `published port 5432`, `Ingress shop/front`, `host port 5432`."""
    ports: tuple[int, ...]
    """Sorted; empty where it is not known."""
    inner: tuple[int, ...] = ()
    """Ports of the workload that it leads to, sorted; empty where they are not known."""
    source: EvidenceSource
    on_host: bool = False
    """Published on a host: who reaches that is not stated."""


class DatabaseAccess(msgspec.Struct, frozen=True, kw_only=True):
    """One workload that runs a database."""

    cluster: str
    workload: str
    """`namespace/Kind/name`."""
    product: str
    """`PostgreSQL`."""
    known_by: KnownBy
    shown: str
    """What tells it, to follow the name of the workload: `runs PostgreSQL`, `holds Redis by the packages of its image`."""
    certainty: Certainty
    """How sure that is."""
    listens: tuple[int, ...] = ()
    """Ports of databases that its containers declare, sorted."""
    ways: tuple[OutsideWay, ...]
    """All that lead to the workload, sorted."""
    known: bool
    """Were Services and Ingresses collected? Where they were not, no way is no answer."""
    running: bool
    """False where only manifests or a Compose file say so."""
    sources: tuple[EvidenceSource, ...]
    lists: tuple[EvidenceSource, ...] = ()
    """Lists of packages that name the server, where these tell it; sorted."""

    @property
    def open_ways(self) -> tuple[OutsideWay, ...]:
        """Those that lead to the database. What its name is, is reached by every way; of what only holds one, or only declares
        its port, a way to another port leads to another program."""
        if self.known_by in (KnownBy.IMAGE, KnownBy.LABEL):
            return self.ways
        return tuple(way for way in self.ways if self.listens and (not way.inner or {*way.inner} & {*self.listens}))

    @property
    def undecided_ways(self) -> tuple[OutsideWay, ...]:
        """Where nothing tells at which port it listens: every way may lead to it."""
        return self.ways if self.known_by is KnownBy.PACKAGES and not self.listens else ()
