"""The OSCAL versions this project reads and writes, and what each added to the one before.

From the processed metaschemas of the NIST releases 1.1.2 to 1.2.3, compared node by node. 1.1.3 and 1.2.0 loosened two
requirements, 1.2.0 brought the mapping model, 1.2.1 added `remarks` in twelve places; 1.2.2 and 1.2.3 changed no structure.
Releases: https://github.com/usnistgov/OSCAL/releases
"""

from enum import StrEnum

import msgspec

LATEST = "1.2.3"
SUPPORTED = ("1.1.2", "1.1.3", "1.2.0", "1.2.1", "1.2.2", LATEST)

MAPPING_SINCE = "1.2.0"
"""The version that brought the eighth model, mapping-collection."""


class VersionChange(StrEnum):
    """What a version did to a field."""

    ADDED = "added"
    OPTIONAL = "made optional"
    URI = "turned from a token into a URI"
    RESHAPED = "reshaped"


class LaterField(msgspec.Struct, frozen=True, kw_only=True):
    """A field that an older version lacks, or demands, or writes in another way."""

    since: str
    """The first version that has the field as 1.2.3 has it."""
    change: VersionChange
    inside: tuple[str, ...]
    """The JSON names of the objects (or lists of objects) the field stands in."""
    field: str
    definition: str
    """The name of those objects in oscal-bindings."""


LATER_FIELDS = (
    LaterField(since="1.1.3", change=VersionChange.OPTIONAL, inside=("protocols",), field="name", definition="Protocol"),
    LaterField(
        since="1.2.0",
        change=VersionChange.OPTIONAL,
        inside=("system-implementation",),
        field="users",
        definition="SystemImplementation",
    ),
    LaterField(since="1.2.0", change=VersionChange.URI, inside=("removes",), field="by-ns", definition="ModifyAlterRemove"),
    *(
        LaterField(since="1.2.1", change=VersionChange.ADDED, inside=inside, field="remarks", definition=definition)
        for definition, inside in (
            ("AssociatedRisk", ("related-risks",)),
            ("ImportComponentDefinition", ("import-component-definitions",)),
            ("LoggedBy", ("logged-by",)),
            ("Matching", ("matching",)),
            ("ModifyAlterRemove", ("removes",)),
            ("PoamItemRelatedFinding", ("related-findings",)),
            ("PortRange", ("port-ranges",)),
            ("RelatedObservation", ("related-observations",)),
            ("SelectObjectiveById", ("include-objectives", "exclude-objectives")),
            ("TaskTimingAtFrequency", ("at-frequency",)),
            ("TaskTimingDateRange", ("within-date-range",)),
            ("TaskTimingOnDate", ("on-date",)),
        )
    ),
    *(
        LaterField(
            since="1.2.1",
            change=VersionChange.RESHAPED,
            inside=("mappings", "maps", "provenance"),
            field="confidence-score",
            definition=definition,
        )
        for definition in ("Map", "Mapping", "MappingProvenance")
    ),
)


def is_supported(version: str) -> bool:
    """Whether documents of this version can be checked and written."""
    return version in SUPPORTED


def fields_newer_than(version: str) -> tuple[LaterField, ...]:
    """What a document of this version must do without (or, where a field was made optional later, must have)."""
    limit = SUPPORTED.index(version)
    return tuple(later for later in LATER_FIELDS if SUPPORTED.index(later.since) > limit)


def has_mapping_model(version: str) -> bool:
    """Whether this version knows the mapping-collection model."""
    return SUPPORTED.index(version) >= SUPPORTED.index(MAPPING_SINCE)
