"""Every control of FedRAMP's Rev5 baselines, in the order of SSP Appendix A."""

from collections.abc import Mapping

from generator.frameworks.rev5 import (
    access_control,
    acquisition,
    assessment,
    audit,
    awareness,
    communications,
    configuration,
    contingency,
    identification,
    incident_response,
    integrity,
    maintenance,
    media,
    personnel,
    physical,
    planning,
    risk,
    supply_chain,
)
from generator.frameworks.rev5.rows import BaselineRow

ROWS: tuple[BaselineRow, ...] = (
    *access_control.ROWS,
    *awareness.ROWS,
    *audit.ROWS,
    *assessment.ROWS,
    *configuration.ROWS,
    *contingency.ROWS,
    *identification.ROWS,
    *incident_response.ROWS,
    *maintenance.ROWS,
    *media.ROWS,
    *physical.ROWS,
    *planning.ROWS,
    *personnel.ROWS,
    *risk.ROWS,
    *acquisition.ROWS,
    *communications.ROWS,
    *integrity.ROWS,
    *supply_chain.ROWS,
)

BY_ID: Mapping[str, BaselineRow] = {row.id: row for row in ROWS}

FAMILIES: Mapping[str, str] = {
    "AC": "Access Control",
    "AT": "Awareness and Training",
    "AU": "Audit and Accountability",
    "CA": "Assessment, Authorization, and Monitoring",
    "CM": "Configuration Management",
    "CP": "Contingency Planning",
    "IA": "Identification and Authentication",
    "IR": "Incident Response",
    "MA": "Maintenance",
    "MP": "Media Protection",
    "PE": "Physical and Environmental Protection",
    "PL": "Planning",
    "PS": "Personnel Security",
    "RA": "Risk Assessment",
    "SA": "System and Services Acquisition",
    "SC": "System and Communications Protection",
    "SI": "System and Information Integrity",
    "SR": "Supply Chain Risk Management",
}
"""NIST SP 800-53 Rev. 5, table 1, as far as FedRAMP's baselines have the families."""
