"""The readiness report as a Word document: summary first, then actions, evidence to collect, statements, and each family."""

import msgspec

from generator.documents.word import DocumentProperties, append, render
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument
from generator.renderers.readiness.blocks import blocks
from generator.renderers.readiness.rows import ReadinessReport
from generator.renderers.readiness.view import view
from generator.resources import data
from generator.text import form_date

_TITLE = "Readiness Report"
_TEMPLATE = "templates/docx/executive-summary.docx"


class ReadinessDocx(msgspec.Struct, frozen=True):
    """See `Renderer`."""

    name: str = "readiness-docx"
    path: str = "readiness/Readiness-Report.docx"
    title: str = "Readiness report, by the provider: what evidence shows of each control"
    template: str | None = None

    def applies(self, package: AuthorizationPackage) -> bool:  # noqa: ARG002 - every package has a plan
        """See `Renderer.applies`."""
        return True

    def render(self, package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:
        """See `Renderer.render`."""
        return self.write(self.view(package), template)

    def view(self, package: AuthorizationPackage) -> ReadinessReport:
        """See `SplitRenderer.view`."""
        return view(package)

    def write(self, rows: ReadinessReport, template: bytes | None) -> RenderedDocument:  # noqa: ARG002 - no template of the user's
        """See `SplitRenderer.write`."""
        report = rows
        opened = (data("templates") / "docx" / "executive-summary.docx").read_bytes()
        covered = render(opened, _cover(report), where=_TEMPLATE)
        return RenderedDocument(
            data=append(covered, blocks(report), properties=_properties(report), date=report.as_of, where=_TEMPLATE)
        )


READINESS_DOCX = ReadinessDocx()


def _cover(report: ReadinessReport) -> dict[str, str]:
    return {
        "system": report.system,
        "title": _TITLE,
        "subtitle": report.baseline,
        "provider": report.provider or "Provider not stated",
        "date": f"As of {form_date(report.as_of)}",
        "marking": report.marking,
    }


def _properties(report: ReadinessReport) -> DocumentProperties:
    return DocumentProperties(
        title=f"{report.system}: {_TITLE}",
        subject=f"{report.baseline}, as of {report.as_of.isoformat()}",
        author=report.provider or "atopack",
    )
