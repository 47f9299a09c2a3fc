"""The envelope of an artifact: what an assessor wants to know of a file before opening it.

What no sidecar, report or person says is null, and named under `not-stated`: never a guess. 32 CFR 170.17(c)(2)(i)(A) and
170.24(b)(1): name, hash and algorithm, final form. FedRAMP Vulnerability Scanning Requirements: tool, version, configuration.
"""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from generator.deliverables.artifact_decisions import Marking
from generator.deliverables.sidecars import SidecarCollector
from generator.model.identifiers import Sha256


class EnvelopeStatus(StrEnum):
    """How far a file may be relied on."""

    AS_COLLECTED = "as collected"
    """A record as a tool or person left it: there is nothing in it to approve."""
    DRAFT = "draft"
    FINAL = "final"
    """A named person approved these very bytes."""


class CoveredPopulation(msgspec.Struct, frozen=True, kw_only=True):
    """What an artifact covers."""

    size: int
    of: str


class EnvelopeRedaction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that was removed from the file."""

    rule: str
    count: int
    field: str = ""
    by: str = ""
    """The collector, before it was written; or who redacted the copy."""
    reason: str = ""


class EvidenceEnvelope(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """Everything about one file of the delivery."""

    id: str
    """Of evidence that OSCAL cites, the uuid of its back-matter resource."""
    title: str
    path: str
    """In the delivery, below its payload."""
    kind: str
    """`evidence`, `how it was collected`, or `document`."""
    sha256: Sha256
    size: int
    media_type: str
    workspace_path: str | None = None
    """As the provider knows it, where that differs."""
    control_ids: tuple[str, ...] = ()
    requirement_ids: tuple[str, ...] = ()
    """Of CMMC Level 2."""
    objective_ids: tuple[str, ...] = ()
    source_system: str | None = None
    target: str | None = None
    collector: SidecarCollector | None = None
    identity: str | None = None
    command: str | None = None
    collected: datetime | date | None = None
    dated_by: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    population: CoveredPopulation | None = None
    sample_rule: str | None = None
    redactions: tuple[EnvelopeRedaction, ...] = ()
    original_sha256: str | None = None
    """Of what a redacted copy was made from."""
    marking: Marking = Marking.CUI
    marking_by: str = "default"
    status: EnvelopeStatus = EnvelopeStatus.AS_COLLECTED
    approved_by: str | None = None
    approved_role: str | None = None
    approved_on: date | None = None
    version: str | None = None
    supersedes: str | None = None
    valid_until: date | None = None
    valid_until_by: str | None = None
    not_stated: tuple[str, ...] = ()


_REQUIRED = ("source_system", "collector", "identity", "command", "collected", "start", "end", "population", "sample_rule")
"""What an assessor asks of evidence that somebody collected."""


def with_not_stated(envelope: EvidenceEnvelope) -> EvidenceEnvelope:
    """The envelope of a piece of evidence, with what is not stated about it named."""
    names = tuple(name.replace("_", "-") for name in _REQUIRED if getattr(envelope, name) is None)
    return msgspec.structs.replace(envelope, not_stated=names)
