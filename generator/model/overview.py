"""What a person says for FedRAMP's Certification Package Overview (CR26, FRC-CSO-PKG) beyond what the plan says."""

from datetime import date

import msgspec


class DocumentRepository(msgspec.Struct, frozen=True, kw_only=True):
    """A place where documents are kept."""

    types: tuple[str, ...]
    """`Trust Center`, `Secure Configuration Guidance`, …"""
    url: str
    description: str
    access: str | None
    """How to ask for access; None where everybody can read it."""


class CertifiedService(msgspec.Struct, frozen=True, kw_only=True):
    """A service of the offering that is in the certification (CDS-CSO-SVC)."""

    name: str
    description: str
    available: date


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """`cr26: overview:` in system.yaml."""

    website: str | None = None
    logo: str | None = None
    uei: str | None = None
    certification_type: str | None = None
    """`Rev5` or `20x`; None where it is not stated."""
    business_categories: tuple[str, ...] = ()
    trust_center: DocumentRepository | None = None
    secure_configuration: DocumentRepository | None = None
    repositories: tuple[DocumentRepository, ...] = ()
    next_report: date | None = None
    assessor_id: str | None = None
    services: tuple[CertifiedService, ...] = ()


NO_OVERVIEW = Overview()
