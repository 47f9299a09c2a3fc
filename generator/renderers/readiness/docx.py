"""The readiness report as a Word document: summary first, then actions, evidence to collect, statements, and each family."""

from generator.documents.word import DocumentProperties, append, render
from generator.renderers.base import RenderedDocument, SplitRenderer, in_turn
from generator.renderers.readiness.blocks import blocks
from generator.renderers.readiness.rows import ReadinessReport
from generator.renderers.readiness.view import view
from generator.resources import data
from generator.text import form_date

_TITLE = "Readiness Report"
_TEMPLATE = "templates/docx/executive-summary.docx"


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


def _write(report: ReadinessReport, _: bytes | None) -> RenderedDocument:
    covered = render((data("templates") / "docx" / "executive-summary.docx").read_bytes(), _cover(report), where=_TEMPLATE)
    return RenderedDocument(
        data=append(covered, blocks(report), properties=_properties(report), date=report.as_of, where=_TEMPLATE)
    )


READINESS_DOCX = SplitRenderer(
    name="readiness-docx",
    path="readiness/Readiness-Report.docx",
    title="Readiness report, by the provider: what evidence shows of each control",
    view=view,
    write=_write,
    render=in_turn(view, _write),
)
