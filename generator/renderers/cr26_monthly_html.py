"""The monthly activity report as a page (VER-TFR-MHR: in a form that people read, at least every month).

Self-contained: no script, nothing loaded from elsewhere.
"""

from dataclasses import dataclass

from generator.model.system import Regime
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Rendered
from generator.renderers.cr26_monthly_rows import MonthlyPage
from generator.renderers.cr26_monthly_view import view
from generator.renderers.html_page import filled
from generator.renderers.trend_chart import drawn


@dataclass(frozen=True, slots=True)
class Cr26MonthlyHtml:
    """See `Renderer`."""

    name: str = "cr26-monthly-html"
    path: str = "cr26/monthly-report.html"
    title: str = "Monthly vulnerability activity report (VER-TFR-MHR)"
    template: str | None = None

    def applies(self, package: AuthorizationPackage) -> bool:
        """See `Renderer.applies`."""
        return package.system.regime is not Regime.LEGACY

    def render(self, package: AuthorizationPackage, template: bytes | None) -> Rendered:  # noqa: ARG002 - the contract
        """See `Renderer.render`."""
        return Rendered(data=write(view(package)))


def write(page: MonthlyPage) -> bytes:
    """The page; every text is escaped."""
    return filled("cr26-monthly.html", page=page, chart=drawn(page.trend)).encode()
