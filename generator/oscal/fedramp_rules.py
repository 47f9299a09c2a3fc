"""FedRAMP's constraints for OSCAL 1.1.2, each judged by `atopack validate` or named with the reason why it is not.

Source: GSA/fedramp-automation, src/validations/constraints/fedramp-external-constraints.xml (develop). A test compares the ids
with that file, and asks of each judged one that something is broken for it in a test.
"""

from collections.abc import Mapping

JUDGED = tuple(
    """
aggregate-parameters-warning authentication-method-has-remarks by-component-has-responsible-role
categorization-has-correct-system-attribute categorization-has-information-type-id cia-impact-has-adjustment-justification
cia-impact-has-selected component-has-authentication-method component-has-non-provider-responsible-role
component-has-provider-responsible-role component-has-used-by-link data-center-alternate data-center-count
data-center-country-code data-center-primary data-center-us extraneous-implemented-requirements
fedramp-citations-has-correct-link fedramp-version fully-operational-date-is-valid fully-operational-date-type
has-authenticator-assurance-level has-authorization-boundary-diagram has-authorization-boundary-diagram-caption
has-authorization-boundary-diagram-description has-authorization-boundary-diagram-link
has-authorization-boundary-diagram-link-rel-allowed-value has-cloud-deployment-model has-cloud-deployment-model-remarks
has-cloud-service-model has-cloud-service-model-remarks has-configuration-management-plan has-data-flow-diagram
has-data-flow-diagram-caption has-data-flow-diagram-description has-data-flow-diagram-link
has-data-flow-diagram-link-rel-allowed-value has-federation-assurance-level has-fedramp-citations has-fully-operational-date
has-identity-assurance-level has-incident-response-plan has-information-system-contingency-plan has-inventory-items
has-network-architecture-diagram has-network-architecture-diagram-caption has-network-architecture-diagram-description
has-network-architecture-diagram-link has-network-architecture-diagram-link-rel-allowed-value has-published-date
has-required-parameters has-required-response-points has-rules-of-behavior has-security-impact-level
has-security-sensitivity-level has-system-id has-system-name-short has-user-guide implementation-status-has-remarks
incomplete-implemented-requirements information-type-has-availability-impact information-type-has-class
information-type-has-confidentiality-impact information-type-has-integrity-impact
leveraged-authorization-has-authorization-type leveraged-authorization-has-impact-level
leveraged-authorization-has-system-identifier leveraged-authorization-has-valid-impact-level marking
misplaced-response-components missing-response-components network-component-has-connection-security-prop
network-component-has-implementation-point non-provider-responsible-role-references-user party-has-name
resource-has-base64-or-rlink resource-has-title responsible-party-is-person responsible-party-prepared-by
responsible-party-prepared-by-location-valid responsible-party-prepared-for responsible-party-prepared-for-location-valid
role-defined-authorizing-official-poc role-defined-information-system-security-officer role-defined-prepared-by
role-defined-prepared-for role-defined-system-owner saas-has-leveraged-authorization
security-sensitivity-level-matches-security-impact-level statement-has-this-system-component unique-inventory-item-asset-id
used-by-link-references-component user-has-authorized-privilege user-has-role-id user-has-user-type
""".split()
)
NOT_JUDGED: Mapping[str, str] = {
    "prop-response-point-has-cardinality-one": "of a catalog, which a provider does not write",
    "import-profile-has-available-document": "needs a network",
    "import-profile-resolves-to-fedramp-content": "needs the resolved profile; FedRAMP's own is recognized by its address",
    "has-data-flow-diagram-uuid": "the schema demands it",
    "has-authorization-boundary-diagram-link-href-target": "every reference and attachment is resolved for all documents",
    "has-data-flow-diagram-link-href-target": "every reference and attachment is resolved for all documents",
    "has-network-architecture-diagram-link-href-target": "every reference and attachment is resolved for all documents",
    "has-authorization-boundary-diagram-link-rel": "judged with the value that rel must have",
    "has-data-flow-diagram-link-rel": "judged with the value that rel must have",
    "has-network-architecture-diagram-link-rel": "judged with the value that rel must have",
    "has-data-flow": "judged with its diagram",
    "has-network-architecture": "judged with its diagram",
    "has-data-flow-description": "the schema demands it",
}
"""By id, why."""
