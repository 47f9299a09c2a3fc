"""The appendices of a plan that are documents of their own, as resources (FedRAMP, "SSP Attachments", and the external
constraints `has-user-guide`, `has-rules-of-behavior`, `has-…-plan`)."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec.structs import replace

from generator.ids import Identifiers
from generator.model.evidence import EvidenceFile
from generator.oscal import types as o
from generator.oscal.common import Citations
from generator.oscal.fedramp_papers import CITATIONS

_KINDS: Mapping[str, tuple[str, str, str | None]] = MappingProxyType(
    {
        "C": ("Appendix C: Security Policies and Procedures", "policy", None),
        "D": ("Appendix D: User Guide", "users-guide", None),
        "F": ("Appendix F: Rules of Behavior", "rules-of-behavior", None),
        "G": ("Appendix G: Information System Contingency Plan", "plan", "information-system-contingency-plan"),
        "H": ("Appendix H: Configuration Management Plan", "plan", "configuration-management-plan"),
        "I": ("Appendix I: Incident Response Plan", "plan", "incident-response-plan"),
        "L": ("Appendix L: CSO-Specific Required Laws and Regulations", "law", None),
        "N": ("Appendix N: Continuous Monitoring Plan", "plan", "continuous-monitoring-plan"),
        "P": ("Appendix P: Supply Chain Risk Management Plan", "plan", "scrmp"),
    }
)
"""Letter to title, type and class of the resource."""


def title_of(letter: str) -> str:
    """What the template calls an appendix that people write."""
    return _KINDS[letter][0]


def citations_resource(ids: Identifiers) -> o.Resource:
    """FedRAMP's list of laws, regulations, standards and guidance, which every plan cites."""
    return o.Resource(
        uuid=ids.object("resource", "fedramp-citations"),
        title="FedRAMP Laws, Regulations, Standards and Guidance Reference",
        props=(o.Property(name="type", value="citation", class_="fedramp-citations"),),
        rlinks=(o.Rlink(href=CITATIONS),),
    )


def appendix_resources(files: Sequence[tuple[str, EvidenceFile]], cite: Citations) -> tuple[o.Resource, ...]:
    """A resource for each."""
    return tuple(_resource(letter, file, cite) for letter, file in files)


def _resource(letter: str, file: EvidenceFile, cite: Citations) -> o.Resource:
    title, kind, class_ = _KINDS[letter]
    made = cite.resource(file, cite.ids.object("resource", "appendix", letter))
    described = f"As the provider wrote it, {file.size} bytes."
    return replace(made, title=title, description=described, props=(o.Property(name="type", value=kind, class_=class_),))
