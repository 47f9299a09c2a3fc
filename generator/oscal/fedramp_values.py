"""The values that FedRAMP accepts, and the names of its extensions.

Facts from two generations of GSA/fedramp-automation: the external constraints for OSCAL 1.1.2
(src/validations/constraints/fedramp-external-allowed-values.xml, constraint identifiers as given here), and where those are
silent, which is for the POA&M, the Rev. 5 registry (FedRAMP_extensions.xml and fedramp_values.xml).
"""

from collections.abc import Mapping

import msgspec

FEDRAMP_NAMESPACE = "http://fedramp.gov/ns/oscal"
OLDER_NAMESPACE = "https://fedramp.gov/ns/oscal"
"""What the Rev. 5 templates of 2023 use. ADR 0011 of GSA/fedramp-automation made it http."""


def identifier_type(namespace: str) -> str:
    """Of the id that FedRAMP gave a system: the namespace itself; in the rules of 2023 (`has-system-id`) the site above it."""
    return namespace.removesuffix("/ns/oscal") if namespace == OLDER_NAMESPACE else namespace


class ValueRule(msgspec.Struct, frozen=True, kw_only=True):
    """What a property of one name may say, for one kind of holder."""

    id: str
    """FedRAMP's identifier of the constraint or of the registry's value set."""
    holder: str
    """The JSON name that the holder stands under."""
    name: str
    values: frozenset[str]
    extension: bool = False
    """It binds the property in FedRAMP's namespace only, not one of the same name in NIST's."""
    types: frozenset[str] = frozenset()
    """The component types it binds; empty for all."""
    older: frozenset[str] = frozenset()
    """What it may say instead in FedRAMP's older namespace."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _rule(
    rule: str, holder: str, name: str, values: str, *, extension: bool = False, types: str = "", older: str = ""
) -> ValueRule:
    return ValueRule(
        id=rule,
        holder=holder,
        name=name,
        values=_words(values),
        extension=extension,
        types=_words(types),
        older=_words(older),
    )


_DEVIATION = "investigating pending approved"
_SCANS = "infrastructure database web other not-applicable"
"""not-applicable: named by constraint scan-type-has-remarks and the inventory guide of 2025-01-21, not by scan-type."""

_RULES = (
    *(
        _rule(f"inventory-item-{name}", holder, name, "yes no")
        for name in ("public", "virtual", "allows-authenticated-scan")
        for holder in ("inventory-items", "components")
    ),
    _rule("is-scanned", "inventory-items", "is-scanned", "yes no"),
    _rule("is-scanned", "components", "is-scanned", "yes no"),
    _rule("scan-type", "inventory-items", "scan-type", _SCANS, extension=True),
    _rule("scan-type", "components", "scan-type", _SCANS, extension=True),
    _rule("cloud-service-model", "system-characteristics", "cloud-service-model", "iaas paas saas other"),
    _rule(
        "deployment-model",
        "system-characteristics",
        "cloud-deployment-model",
        "public-cloud private-cloud government-only-cloud hybrid-cloud other",
    ),
    _rule(
        "authorization-type",
        "system-characteristics",
        "authorization-type",
        "fedramp-jab fedramp-agency fedramp-li-saas",
        extension=True,
    ),
    _rule("fedramp-version", "metadata", "fedramp-version", "fedramp-3.0.0rc1-oscal-1.1.2", extension=True),
    _rule(
        "attachment-type",
        "resources",
        "type",
        "law regulation standard guidance policy procedure guide rules-of-behavior plan system-security-plan artifact "
        "evidence screen-shot image tool-report raw-tool-output interview-notes questionnaire report fedramp-citations "
        "fedramp-acronyms fedramp-logo separation-of-duties-matrix logo personally-identifiable-information agreement "
        "isa-agreement incident-response-plan information-security-policies-and-procedures users-guide "
        "privacy-impact-assessment information-system-contingency-plan configuration-management-plan fedramp-poam "
        "no-oscal-ssp",
        extension=True,
    ),
    _rule("user-type", "users", "type", "internal external privileged"),
    _rule(
        "user-privilege-level",
        "users",
        "privilege-level",
        "read read-write write no-access",
        extension=True,
        older="privileged non-privileged no-logical-access",
    ),
    _rule("user-sensitivity-level", "users", "sensitivity", "high-risk severe moderate limited not-applicable", extension=True),
    _rule("user-authentication", "components", "authentication-method", "yes no not-applicable", extension=True),
    _rule(
        "interconnection-direction",
        "components",
        "interconnection-direction",
        "in out in/out",
        extension=True,
        types="interconnection",
    ),
    _rule(
        "interconnection-security",
        "components",
        "interconnection-security",
        "ipsec vpn tls dtls certificate secure-file-transfer other",
        extension=True,
        types="interconnection",
    ),
    _rule(
        "external-system-nature-of-agreement",
        "components",
        "nature-of-agreement",
        "contract eula isa license mou other sla",
        extension=True,
    ),
    *(
        _rule(
            "control-origination",
            holder,
            "control-origination",
            "sp-corporate sp-system customer-configured customer-provided inherited",
            extension=True,
        )
        for holder in ("implemented-requirements", "statements", "by-components")
    ),
    _rule(
        "control-implementation-status",
        "implemented-requirements",
        "implementation-status",
        "implemented partial planned alternative not-applicable",
        extension=True,
    ),
    _rule("false-positive", "risks", "false-positive", _DEVIATION, extension=True),
    _rule("operational-requirement", "risks", "operational-requirement", _DEVIATION, extension=True),
    _rule("risk-adjustment", "risks", "risk-adjustment", _DEVIATION, extension=True),
    _rule("vendor-dependency", "risks", "vendor-dependency", "investigating tracking resolved", extension=True),
    _rule("kev-catalog", "risks", "kev-catalog", "yes no", extension=True),
    _rule("sar-recommend-authorization", "parts", "recommend-authorization", "yes no", extension=True),
)


VALUE_RULES: Mapping[tuple[str, str], ValueRule] = {(rule.holder, rule.name): rule for rule in _RULES}

COMPONENT_TYPES = _words(
    "interconnection software hardware service policy physical process-procedure plan guidance standard "
    "validation this-system system network client connection"
)
"""component-type: of the components of a system security plan."""

IMPLEMENTATION_STATES = _words("implemented partial planned alternative not-applicable")
"""control-implementation-status: of a by-component."""

SECURITY_LEVELS = frozenset({"fips-199-low", "fips-199-moderate", "fips-199-high"})
"""security-level: sensitivity, impact, and the base and selected impact of information types."""

ADDRESS_TYPES = frozenset({"work"})
"""address-type: of a party."""

INFORMATION_TYPE_SYSTEM = "https://doi.org/10.6028/NIST.SP.800-60v2r1"
"""information-type-system. NIST's own list has it with http; FedRAMP's binds a FedRAMP document."""

RISK_LEVELS = frozenset({"low", "moderate", "high"})
"""likelihood and impact-level of the Rev. 5 registry: facets named likelihood, impact or risk in FedRAMP's naming system."""

EXTENSIONS = _words(
    "CORE POAM-ID assessment-type asset-type authentication-method authorization-date "
    "authorization-recommendation authorization-type authorized-users checksum circuit "
    "communicates-externally connection-security control-objective-implementation-status "
    "control-origination cryptographic-module-usage csp-validated description diagram-label discrepancies "
    "discrepancies-reason discrepencies-reason end-of-life-date false-positive fedramp-version "
    "fully-operational-date ia-manual-review ia-validated impact-level impacted-control-id "
    "implementation-status import-profile information information-type interconnection-compliance "
    "interconnection-data-categorization interconnection-data-type interconnection-direction "
    "interconnection-hosting-environment interconnection-risk interconnection-security "
    "interconnection-type inventory-item-state ipv4-address ipv4-subnet iso-iec-17020-identifier "
    "kev-catalog kev-due-date label last-accessed leveraged-authorization-uuid "
    "leveraged-system-identifier login-id login-url method name nature-of-agreement operational-requirement "
    "party-uuid planned-completion-date plugin-id poam-id port priority privacy-designation "
    "privacy-threshold-analysis-q1 privacy-threshold-analysis-q2 privacy-threshold-analysis-q3 "
    "privacy-threshold-analysis-q4 privilege-level privilege-uuid pta-1 pta-2 pta-3 pta-4 purpose "
    "recommend-authorization resolution-resource response-point risk-adjustment sampling scan-percentage "
    "scan-type security-eauth-level sensitivity service-processor significant-changes-scope sorn-id "
    "sort-id still-supported system-id test-type title title-short type used-by user-uuid users-external "
    "users-external-future users-internal users-internal-future vendor vendor-dependency vendor-name "
    "version vulnerability-id"
)
"""The names that either generation uses in FedRAMP's namespace. Another name there is most likely a slip.
`method` stands in FedRAMP's LI-SaaS profile alone: what is done with a control."""
