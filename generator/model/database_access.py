"""Databases that run in the system, and the ways that lead to them from outside."""

from dataclasses import dataclass

from generator.model.evidence import EvidenceSource


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class OutsideWay:
    """One way from outside."""

    name: str
    """`NodePort service shop/db`, `published port 5432`, `Ingress shop/front`, `host port 5432`."""
    ports: tuple[int, ...]
    """Sorted; empty where it is not known."""
    source: EvidenceSource
    on_host: bool = False
    """Published on a host: who reaches that is not stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseAccess:
    """One workload that runs a database."""

    cluster: str
    workload: str
    """`namespace/Kind/name`."""
    product: str
    """By its image: `PostgreSQL`."""
    image: str
    ways: tuple[OutsideWay, ...]
    """Sorted; of a database that is not open, none."""
    known: bool
    """Were Services and Ingresses collected? Where they were not, no way is no answer."""
    running: bool
    """False where only manifests or a Compose file say so."""
    sources: tuple[EvidenceSource, ...]
