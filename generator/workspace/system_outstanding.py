"""What system.yaml does not say yet, and what each key is needed for."""

from generator.model.system import PROVIDER_ROLE, OutstandingKey, Regime
from generator.workspace.system_class import usual_regime
from generator.workspace.system_keys import BoundaryKeys, Cr26Keys, FileKeys, SystemKeys

_WHY = (
    ("system.id", "names the output folder and every identifier in the package"),
    ("system.name", "stands on the first page of every document"),
    ("system.description", "System Security Plan, section 3, and OSCAL system-characteristics"),
    ("system.provider", "the Cloud Service Provider on every workbook and document"),
    ("system.impact-level", "decides the control baseline; `moderate` is assumed until you say"),
    ("system.status", "OSCAL system-characteristics; `other` is written until you say"),
    ("system.deployment-model", "System Security Plan, Table 3.1"),
    ("system.service-model", "System Security Plan, Table 3.1"),
    ("boundary.description", "System Security Plan, section 8: what is inside the authorization boundary"),
    ("parties", "roles: system owner, point of contact of each POA&M item"),
    ("approved-registries", "without it no image can be said to come from an approved registry"),
)


def outstanding_keys(decoded: FileKeys) -> tuple[OutstandingKey, ...]:
    """What the file does not say yet, in the order of the file."""
    system_keys, boundary = decoded.system or SystemKeys(), decoded.boundary or BoundaryKeys()
    values: dict[str, object] = {
        "system.id": system_keys.id,
        "system.name": system_keys.name,
        "system.description": system_keys.description,
        "system.provider": system_keys.provider or any(PROVIDER_ROLE in party.roles for party in decoded.parties or ()),
        "system.impact-level": system_keys.impact_level,
        "system.status": system_keys.status,
        "system.deployment-model": system_keys.deployment_model,
        "system.service-model": system_keys.service_model,
        "boundary.description": boundary.description,
        "parties": decoded.parties,
        "approved-registries": decoded.approved_registries,
    }
    outstanding = [OutstandingKey(key=key, why=why) for key, why in _WHY if not values[key]]
    cr26 = decoded.cr26 or Cr26Keys()
    if (decoded.regime or usual_regime(decoded.frameworks or ())) is not Regime.LEGACY and not cr26.package_overview_uri:
        outstanding.append(
            OutstandingKey(key="cr26.package-overview-uri", why="required in every FedRAMP vulnerability report (VER-RPT-VDT)")
        )
    return tuple(outstanding)
