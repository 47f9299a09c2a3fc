"""FedRAMP CR26 accepted vulnerability information (VER-RPT-AVI), schema of 2026-06-24."""

import msgspec

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Renderer, under_cr26, without_template
from generator.renderers.cr26.records import AcceptedVulnerability, Period, overview_uri, period, records
from generator.text import indented_json


class _AcceptedReport(msgspec.Struct, rename="camel", kw_only=True):
    certification_package_overview_uri: str
    report_period: Period
    accepted_vulnerabilities: tuple[AcceptedVulnerability, ...]


def view(package: AuthorizationPackage) -> _AcceptedReport:
    """Each with the reason why its owner lives with it."""
    return _AcceptedReport(
        certification_package_overview_uri=overview_uri(package),
        report_period=period(package),
        accepted_vulnerabilities=tuple(record.accepted() for record in records(package) if record.is_accepted),
    )


ACCEPTED_VULNERABILITIES_JSON = Renderer(
    name="cr26-accepted-vulnerabilities-json",
    path="cr26/accepted-vulnerabilities.json",
    title="FedRAMP CR26 accepted vulnerabilities (VER-RPT-AVI)",
    applies=under_cr26,
    render=without_template(lambda package: indented_json(view(package))),
)
