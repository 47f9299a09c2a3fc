"""What is scanned, how, and whether it is in the inventory (RA-5, CM-8, CM-6)."""

from generator.claims.mechanisms import EXTERNAL_SERVICES, INVENTORY, VULNERABILITY_SCANNING
from generator.claims.plan_wording import PlannedRequirement
from generator.claims.stated import StatedTopic
from generator.claims.stated_requirement import StatedRequirement

SCAN_COVERAGE = StatedTopic(
    name="scan-coverage",
    subject="Scan coverage",
    requirements=(
        PlannedRequirement(
            requirement="asset-never-scanned",
            mechanism=VULNERABILITY_SCANNING,
            says=lambda scope: f"{scope.All} {scope.agree('is', 'are')} scanned for vulnerabilities",
            lacks=("was never scanned", "were never scanned"),
        ),
        PlannedRequirement(
            requirement="asset-scan-too-old",
            mechanism=VULNERABILITY_SCANNING,
            says=lambda scope: (
                f"The latest {scope.agree('scan', 'scans')} of {scope.all} {scope.agree('was', 'were')} at most 30 days "
                f"old on {scope.as_of.isoformat()}"
            ),
            lacks=("was last scanned more than 30 days ago", "were last scanned more than 30 days ago"),
        ),
        PlannedRequirement(
            requirement="scan-not-authenticated",
            mechanism=VULNERABILITY_SCANNING,
            says=lambda scope: f"Scanners log in with full rights to {scope.all}",
            lacks=("is scanned without a login that has full rights", "are scanned without a login that has full rights"),
        ),
        PlannedRequirement(
            requirement="scan-database-too-old",
            mechanism=VULNERABILITY_SCANNING,
            says=lambda scope: f"{scope.All} used a vulnerability database that was current on the day of the scan",
            lacks=("used an outdated vulnerability database", "used outdated vulnerability databases"),
            subject=("vulnerability scan", "vulnerability scans"),
            names=False,
        ),
        PlannedRequirement(
            requirement="scan-configuration-not-approved",
            mechanism=VULNERABILITY_SCANNING,
            says=lambda scope: f"{scope.All} ran with the approved configuration of the scanner",
            lacks=("ran with a configuration that is not approved", "ran with configurations that are not approved"),
            names=False,
        ),
        PlannedRequirement(
            requirement="scanned-not-in-inventory",
            mechanism=INVENTORY,
            says=lambda scope: f"{scope.All} {scope.agree('is an item', 'are items')} of the inventory",
            lacks=("is not in the inventory", "are not in the inventory"),
        ),
        StatedRequirement(requirement="compose-and-platform"),
        PlannedRequirement(
            requirement="service-authorization",
            mechanism=EXTERNAL_SERVICES,
            says=lambda scope: (
                f"{scope.All} of other providers {scope.agree('holds', 'hold')} a FedRAMP authorization or "
                f"{scope.agree('is', 'are')} accepted by a named person"
            ),
            lacks=("has neither an authorization nor an acceptance", "have neither an authorization nor an acceptance"),
        ),
        PlannedRequirement(
            requirement="validation-missing",
            mechanism=INVENTORY,
            # NOTE: the topic of validations names who validated what, and when
            says=lambda _: "",
            lacks=None,
        ),
    ),
)
