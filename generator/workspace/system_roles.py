"""Roles of people and organizations: those that a document of the package looks for, and those that OSCAL defines.

NIST OSCAL metadata, allowed values of `role/@id`; FedRAMP's Guide to OSCAL-based FedRAMP Content, section 4.
"""

_DOCUMENTS = (
    "assessor asset-administrator asset-owner authorizing-official authorizing-official-poc cloud-service-provider "
    "information-system-security-officer prepared-by prepared-for privacy-poc provider sales-contact security-contact "
    "system-owner system-poc-management system-poc-other system-poc-technical"
)
_OSCAL = (
    "configuration-management contact content-approver creator distributor help-desk incident-response maintainer "
    "network-operations security-operations"
)
ROLES = tuple(sorted((*_DOCUMENTS.split(), *_OSCAL.split())))
"""What `roles` of a party in system.yaml may name."""
