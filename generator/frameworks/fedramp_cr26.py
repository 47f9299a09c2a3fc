"""FedRAMP's Consolidated Rules for 2026, as far as vulnerability reports need them.

Vulnerability Evaluation and Reporting (VER) is binding for Rev5 providers from 2026-12-07, with grace until 2027-03-07
(providers/updating/deadlines/rev5). Field names and required fields: FedRAMP schema
`fedramp-vulnerability-detail-report-schema-2026-06-24` and its common definitions.
"""

from datetime import date

SCHEMA_DATE = date(2026, 6, 24)
BINDING_FROM = date(2026, 12, 7)
GRACE_ENDS = date(2027, 3, 7)

URI_OWED = "urn:atopack:owed:certification-package-overview"
"""Stands where the schema demands the address of the Certification Package Overview and system.yaml does not say it."""
