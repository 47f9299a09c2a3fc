"""The values that FedRAMP accepts, and the names of its extensions.

Facts from two generations of GSA/fedramp-automation: the external constraints for OSCAL 1.1.2
(src/validations/constraints/fedramp-external-allowed-values.xml, constraint identifiers as given here), and where those are
silent, which is for the POA&M, the Rev. 5 registry (FedRAMP_extensions.xml and fedramp_values.xml).
"""

from collections.abc import Iterator, Mapping

import msgspec

from generator.text import headed_rows

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


_TABLE = """
inventory-item-public  inventory-items,components  public
    yes no
inventory-item-virtual  inventory-items,components  virtual
    yes no
inventory-item-allows-authenticated-scan  inventory-items,components  allows-authenticated-scan
    yes no
is-scanned  inventory-items,components  is-scanned
    yes no
scan-type  inventory-items,components  scan-type  extension
    infrastructure database web other not-applicable
cloud-service-model  system-characteristics  cloud-service-model
    iaas paas saas other
deployment-model  system-characteristics  cloud-deployment-model
    public-cloud private-cloud government-only-cloud hybrid-cloud other
authorization-type  system-characteristics  authorization-type  extension
    fedramp-jab fedramp-agency fedramp-li-saas
fedramp-version  metadata  fedramp-version  extension
    fedramp-3.0.0rc1-oscal-1.1.2
attachment-type  resources  type  extension
    law regulation standard guidance policy procedure guide rules-of-behavior plan system-security-plan artifact evidence
    screen-shot image tool-report raw-tool-output interview-notes questionnaire report fedramp-citations fedramp-acronyms
    fedramp-logo separation-of-duties-matrix logo personally-identifiable-information agreement isa-agreement
    incident-response-plan information-security-policies-and-procedures users-guide privacy-impact-assessment
    information-system-contingency-plan configuration-management-plan fedramp-poam no-oscal-ssp
user-type  users  type
    internal external privileged
user-privilege-level  users  privilege-level  extension  older=privileged,non-privileged,no-logical-access
    read read-write write no-access
user-sensitivity-level  users  sensitivity  extension
    high-risk severe moderate limited not-applicable
user-authentication  components  authentication-method  extension
    yes no not-applicable
interconnection-direction  components  interconnection-direction  extension  types=interconnection
    in out in/out
interconnection-security  components  interconnection-security  extension  types=interconnection
    ipsec vpn tls dtls certificate secure-file-transfer other
external-system-nature-of-agreement  components  nature-of-agreement  extension
    contract eula isa license mou other sla
control-origination  implemented-requirements,statements,by-components  control-origination  extension
    sp-corporate sp-system customer-configured customer-provided inherited
control-implementation-status  implemented-requirements  implementation-status  extension
    implemented partial planned alternative not-applicable
false-positive  risks  false-positive  extension
    investigating pending approved
operational-requirement  risks  operational-requirement  extension
    investigating pending approved
risk-adjustment  risks  risk-adjustment  extension
    investigating pending approved
vendor-dependency  risks  vendor-dependency  extension
    investigating tracking resolved
kev-catalog  risks  kev-catalog  extension
    yes no
sar-recommend-authorization  parts  recommend-authorization  extension
    yes no
"""
"""Of each rule its id, holders, property and what else binds it, and indented the values. The scan type not-applicable is named
by constraint scan-type-has-remarks and the inventory guide of 2025-01-21, not by scan-type."""


def _rules() -> Iterator[ValueRule]:
    for head, values in headed_rows(_TABLE):
        id_, holders, name, *options = head.split()
        stated = dict(option.partition("=")[::2] for option in options)
        for holder in holders.split(","):
            yield ValueRule(
                id=id_,
                holder=holder,
                name=name,
                values=_words(values),
                extension="extension" in stated,
                types=_words(stated.get("types", "").replace(",", " ")),
                older=_words(stated.get("older", "").replace(",", " ")),
            )


VALUE_RULES: Mapping[tuple[str, str], ValueRule] = {(rule.holder, rule.name): rule for rule in _rules()}

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
