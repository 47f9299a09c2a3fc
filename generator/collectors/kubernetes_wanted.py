"""A kind that the collector asks for: where the API serves it, what it is evidence of, and how carefully it is written."""

from enum import StrEnum

import msgspec

WHOLE_GROUP = "*"


class SecretTreatment(StrEnum):
    """How much of an object is looked through for secrets before it is written. Metadata is cut in every kind."""

    METADATA = "metadata"
    """Nothing but the metadata can hold any: access rules, network policies, scanners' reports."""
    WORKLOAD = "workload"
    """Pods and pod templates: environment, command lines, probes."""
    CONFIGURATION = "configuration"
    """ConfigMaps: every value."""
    VALUES = "values"
    """Anything may stand anywhere: every text in the object."""
    NAMES = "names"
    """Secrets: a server-side table of names and types; values are never asked for, decoded or written."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """One resource of the API, or a whole group of them."""

    group: str
    """Empty for the core group."""
    kind: str
    """As its objects name it; `*` for every kind of the group."""
    resource: str
    """The kind in the API's paths: `pods`; `*` likewise."""
    namespaced: bool
    evidence: str
    """What a reader learns from it."""
    controls: tuple[str, ...]
    treatment: SecretTreatment = SecretTreatment.METADATA
    page: int = 500
    """Objects asked for at once: fewer where one object can be a megabyte."""

    @property
    def name(self) -> str:
        """`pods`, `constrainttemplates.templates.gatekeeper.sh`: as kubectl writes it."""
        return f"{self.resource}.{self.group}" if self.group else self.resource


def wanted(
    group: str,
    evidence: str,
    controls: str,
    *,
    namespaced: str = "",
    cluster: str = "",
    treatment: SecretTreatment = SecretTreatment.METADATA,
    page: int = 500,
) -> tuple[Wanted, ...]:
    """Several kinds of a group; `Kind=resource` where the plural is not formed by rule."""
    return tuple(
        Wanted(
            group=group,
            kind=kind,
            resource=resource or _plural(kind),
            namespaced=inside,
            evidence=evidence,
            controls=tuple(controls.split()),
            treatment=treatment,
            page=page,
        )
        for kinds, inside in ((namespaced, True), (cluster, False))
        for kind, _, resource in (each.partition("=") for each in kinds.split())
    )


def _plural(kind: str) -> str:
    """As the API forms it: `NetworkPolicy` -> `networkpolicies`. Where a project forms it otherwise, the table says so."""
    name = kind.lower()
    if name == WHOLE_GROUP:
        return name
    if name.endswith("y") and name[-2] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith("s") else f"{name}s"
