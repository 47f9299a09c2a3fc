"""FedRAMP CR26 accepted vulnerability information (VER-RPT-AVI), schema of 2026-06-24."""

import msgspec

from generator.model.system import Regime
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument
from generator.renderers.cr26.records import AcceptedVulnerability, Period, overview_uri, period, records
from generator.text import indented_json


class _AcceptedReport(msgspec.Struct, rename="camel", kw_only=True):
    certification_package_overview_uri: str
    report_period: Period
    accepted_vulnerabilities: tuple[AcceptedVulnerability, ...]


class Cr26AcceptedVulnerabilitiesJson(msgspec.Struct, frozen=True):
    """See `Renderer`."""

    name: str = "cr26-accepted-vulnerabilities-json"
    path: str = "cr26/accepted-vulnerabilities.json"
    title: str = "FedRAMP CR26 accepted vulnerabilities (VER-RPT-AVI)"
    template: str | None = None

    def applies(self, package: AuthorizationPackage) -> bool:
        """See `Renderer.applies`."""
        return package.system.regime is not Regime.LEGACY

    def render(self, package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:  # noqa: ARG002 - the contract
        """See `Renderer.render`."""
        return RenderedDocument(data=indented_json(view(package)))


def view(package: AuthorizationPackage) -> _AcceptedReport:
    """Each with the reason why its owner lives with it."""
    return _AcceptedReport(
        certification_package_overview_uri=overview_uri(package),
        report_period=period(package),
        accepted_vulnerabilities=tuple(record.accepted() for record in records(package) if record.is_accepted),
    )
