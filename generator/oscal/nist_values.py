"""The names and values that NIST's metaschema 1.2.3 closes: what a property in NIST's namespace may be called and may say.

Facts from the `allowed-values` constraints whose list is closed, cited by their identifiers. Lists that allow other values
are left out: they forbid nothing. All versions from 1.1.2 on are judged by the lists of 1.2.3, which are the longest.
"""

from collections.abc import Mapping
from typing import Any

NIST_NAMESPACE = "http://csrc.nist.gov/ns/oscal"

ALWAYS = frozenset({"marking"})
"""oscal-metadata-prop-name-values: what any property may be called. Where no list below says more, nothing else is allowed."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LABELS = frozenset({"label", "sort-id", "alt-identifier"})
_ASSET = _words(
    "asset-type asset-id asset-tag public virtual vlan-id network-id label sort-id "
    "baseline-configuration-name allows-authenticated-scan function hardware-model model os-name "
    "os-version software-name software-version software-patch-level"
)
_PRODUCT = _words("version patch-level model release-date validation-type validation-reference")
_NETWORK = _words("ipv4-address ipv6-address direction uri fqdn")
_ORIGINATION = frozenset({"control-origination"})

NAMES: Mapping[str, frozenset[str]] = {
    "activities": frozenset({"method"}),  # oscal-activity-values
    "adds": _LABELS,  # oscal-profile-modify-alter-prop-name-values
    "controls": _LABELS | {"status"},  # oscal-control-prop-name
    "entries": frozenset({"type"}),  # oscal-risk-prop-name-values, of a risk log
    "facets": frozenset({"state"}),  # oscal-facet-prop-name-values
    "groups": _LABELS,  # oscal-group-prop-name
    "implemented-components": _ASSET | _PRODUCT,  # oscal-implemented-component-prop-name-values
    "inventory-items": _ASSET  # oscal-inventory-item-prop-name-values
    | _words("ipv4-address ipv6-address fqdn uri serial-number netbios-name mac-address physical-location is-scanned"),
    "locations": frozenset({"type"}),  # oscal-metadata-location-prop-name-values
    "metadata": frozenset({"keywords"}),  # oscal-metadata-prop-name-values
    "params": _LABELS | {"alt-label"},  # oscal-parameter-prop-name
    "parties": frozenset({"mail-stop", "office", "job-title"}),  # oscal-metadata-party-prop-name-values
    # oscal-part-prop-name, oscal-control-statement-part-prop-name, oscal-assesment-part-objective-name,
    # oscal-assessment-method-id-cardinality
    "parts": _LABELS | {"method", "method-id"},
    "remediations": frozenset({"type"}),  # oscal-response-prop-name
    "resources": frozenset({"type", "version", "published"}),  # oscal-back-matter-resource-prop-name-values
    "risks": frozenset({"false-positive", "accepted", "risk-adjusted", "priority"}),  # oscal-risk-prop-name-values
    # oscal-system-characteristics-prop-name-values
    "system-characteristics": _words(
        "identity-assurance-level authenticator-assurance-level federation-assurance-level "
        "cloud-deployment-model cloud-service-model"
    ),
    "system-information": frozenset({"privacy-designation"}),  # oscal-system-information-prop-name-values
    "users": frozenset({"type", "privilege-level"}),  # oscal-user-prop-name-values
}
"""By the JSON name of the list or object that holds the properties, in any model."""

NAMES_IN_MODEL: Mapping[tuple[str, str], frozenset[str]] = {
    ("catalog", "metadata"): frozenset({"keywords", "resolution-tool", "source-profile-uuid"}),
    ("component-definition", "components"): _ASSET | _PRODUCT,  # oscal-component-prop-name
    # oscal-implemented-requirement-statement-by-component-prop-name-values
    ("system-security-plan", "implemented-requirements"): _ORIGINATION,
    ("system-security-plan", "statements"): _ORIGINATION,
    ("system-security-plan", "by-components"): _ORIGINATION,
}
"""By model and JSON name, where the model matters."""

COMPONENT_NAMES = _ASSET | _PRODUCT | {"implementation-point", "leveraged-authorization-uuid", "inherited-uuid"}
"""oscal-component-prop-name-values: of a component of a system."""

NAMES_OF_TYPE: Mapping[str, frozenset[str]] = {
    "hardware": frozenset({"vendor-name"}),
    "interconnection": _NETWORK | {"isa-title", "isa-date", "isa-remote-system-name"},
    "service": _NETWORK | {"vendor-name"},
    "software": _NETWORK | {"vendor-name", "software-identifier"},
    "system": _NETWORK,
}
"""What a component of this type may have beside that (oscal-component-hardware-service-software-prop-name-values,
oscal-component-software-prop-name-values, oscal-component-interconnection-…-prop-name-values)."""

_YES_NO = frozenset({"yes", "no"})
_METHODS = frozenset({"INTERVIEW", "EXAMINE", "TEST"})
_LEVELS = frozenset({"1", "2", "3"})
_ORIGINS = _words("organization system-specific customer-configured customer-provided inherited")

VALUES: Mapping[tuple[str, str], frozenset[str]] = {
    ("activities", "method"): _METHODS,  # oscal-activity-type-values
    ("by-components", "control-origination"): _ORIGINS,
    ("components", "allows-authenticated-scan"): _YES_NO,  # oscal-component-prop-allows-authenticated-scan-values
    ("components", "direction"): frozenset({"incoming", "outgoing"}),  # oscal-component-prop-direction-values
    # oscal-component-prop-implementation-point-values
    ("components", "implementation-point"): frozenset({"internal", "external"}),
    ("components", "public"): _YES_NO,  # oscal-component-prop-is-public-values
    ("components", "virtual"): _YES_NO,  # oscal-component-prop-is-virtual-values
    ("facets", "state"): frozenset({"initial", "adjusted"}),  # oscal-facet-prop-state-values
    ("implemented-requirements", "control-origination"): _ORIGINS,  # oscal-…-prop-control-origination-values
    ("inventory-items", "allows-authenticated-scan"): _YES_NO,
    ("inventory-items", "is-scanned"): _YES_NO,  # oscal-inventory-item-prop-is-scanned-values
    ("parts", "method"): _METHODS,  # oscal-control-objective-part-method-prop-value
    # oscal-response-prop-type-value
    ("remediations", "type"): _words("avoid mitigate transfer accept share contingency none"),
    # oscal-back-matter-resource-prop-type-values
    ("resources", "type"): _words(
        "logo image screen-shot law regulation standard external-guidance acronyms citation policy procedure "
        "system-guide users-guide administrators-guide rules-of-behavior plan artifact evidence tool-output "
        "raw-data interview-notes questionnaire report agreement"
    ),
    ("statements", "control-origination"): _ORIGINS,
    # oscal-system-characteristics-prop-cloud-deployment-model-values, -cloud-service-model-values
    ("system-characteristics", "cloud-deployment-model"): _words(
        "public-cloud private-cloud community-cloud hybrid-cloud government-only-cloud other"
    ),
    ("system-characteristics", "cloud-service-model"): frozenset({"saas", "paas", "iaas", "other"}),
    # oscal-system-characteristics-prop-sp-800-63-assurance-level-values
    ("system-characteristics", "identity-assurance-level"): _LEVELS,
    ("system-characteristics", "authenticator-assurance-level"): _LEVELS,
    ("system-characteristics", "federation-assurance-level"): _LEVELS,
    ("system-information", "privacy-designation"): _YES_NO,  # oscal-system-information-prop-privacy-designation-values
    # oscal-user-prop-type-values, oscal-user-prop-privilege-level-values
    ("users", "type"): frozenset({"internal", "external", "general-public"}),
    ("users", "privilege-level"): frozenset({"privileged", "non-privileged", "no-logical-access"}),
}
"""By the holder's JSON name and the property's name: the closed lists of values."""


def is_nist(prop: Mapping[str, Any]) -> bool:
    """Whether a property is in NIST's namespace, which is also the one of a property that names none."""
    return bool(prop.get("ns", NIST_NAMESPACE) == NIST_NAMESPACE)


def names_for(model: str, holder: str, component_type: str) -> frozenset[str]:
    """What properties in NIST's namespace may be called there."""
    in_model = NAMES_IN_MODEL.get((model, holder))
    if in_model is not None:
        if model != "component-definition":
            return in_model | ALWAYS
        extra = {"software-identifier"} if component_type == "software" else set()
        return in_model | ALWAYS | extra
    if holder == "components":
        return COMPONENT_NAMES | NAMES_OF_TYPE.get(component_type, frozenset()) | ALWAYS
    return NAMES.get(holder, frozenset()) | ALWAYS
