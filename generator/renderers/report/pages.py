"""Every page of the report, in the order of its navigation, and whether a package has it."""

from collections.abc import Callable

import msgspec

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import in_every_package

FRONT = "index.html"
CROSSCHECK = "crosscheck.html"
READINESS = "readiness.html"
REQUIREMENTS = "requirements.html"
CHAINS = "chains.html"
PICTURES = "pictures.html"
DISCREPANCIES = "discrepancies.html"
INVENTORY = "inventory.html"
POAM = "poam.html"
CANDIDATES = "candidates.html"
GAPS = "gaps.html"
STATEMENTS = "statements.html"
EVIDENCE = "evidence.html"
UNMATCHED = "unmatched.html"
CONTROLS = "controls.html"
INDICATORS = "indicators.html"


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page."""

    file: str
    title: str
    there: Callable[[AuthorizationPackage], bool] = in_every_package


def theme_file(theme: str) -> str:
    """The page of one theme of the Key Security Indicators: `indicators-svc.html`. The list of all leads to it."""
    return f"indicators-{theme.lower()}.html"


PAGES: tuple[ReportPage, ...] = (
    ReportPage(file=FRONT, title="At a glance"),
    ReportPage(file=READINESS, title="Readiness"),
    ReportPage(file=REQUIREMENTS, title="Requirements", there=lambda package: bool(package.postures)),
    ReportPage(file=INDICATORS, title="Indicators", there=lambda package: package.indicators is not None),
    ReportPage(file=DISCREPANCIES, title="Discrepancies"),
    ReportPage(file=INVENTORY, title="Inventory"),
    ReportPage(file=POAM, title="POA&M"),
    ReportPage(file=CONTROLS, title="Controls"),
    ReportPage(file=CANDIDATES, title="Candidates"),
    ReportPage(file=CHAINS, title="Images", there=lambda package: bool(package.chains)),
    ReportPage(file=PICTURES, title="Pictures", there=lambda package: bool(package.pictures)),
    ReportPage(file=GAPS, title="Gaps"),
    ReportPage(file=UNMATCHED, title="Unmatched scans"),
    ReportPage(file=STATEMENTS, title="Proof"),
    ReportPage(file=EVIDENCE, title="Evidence"),
    ReportPage(file=CROSSCHECK, title="Cross-check"),
)
