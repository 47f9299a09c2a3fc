"""FedRAMP CR26 historical vulnerability activity (VER-TFR-MRH), schema of 2026-06-24: all that the ledger knows."""

from datetime import timedelta

import msgspec

from generator.oscal.common import moment
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Renderer, under_cr26, without_template
from generator.renderers.cr26.records import AcceptedVulnerability, VulnerabilityDetail, overview_uri, records
from generator.text import indented_json


class _HistoryReport(msgspec.Struct, rename="camel", kw_only=True):
    certification_package_overview_uri: str
    generated_at: str
    active_vulnerabilities: tuple[VulnerabilityDetail, ...]
    accepted_vulnerabilities: tuple[AcceptedVulnerability, ...]


def view(package: AuthorizationPackage) -> _HistoryReport:
    """Everything that is not accepted, closed ones with their disposition; and what is. As of the end of the day."""
    rows = records(package)
    return _HistoryReport(
        certification_package_overview_uri=overview_uri(package),
        generated_at=moment(package.as_of + timedelta(days=1)),
        active_vulnerabilities=tuple(row.wire for row in rows if not row.is_accepted),
        accepted_vulnerabilities=tuple(row.accepted() for row in rows if row.is_accepted),
    )


HISTORY_JSON = Renderer(
    name="cr26-history-json",
    path="cr26/historical-activity.json",
    title="FedRAMP CR26 historical vulnerability activity (VER-TFR-MRH)",
    applies=under_cr26,
    render=without_template(lambda package: indented_json(view(package))),
)
