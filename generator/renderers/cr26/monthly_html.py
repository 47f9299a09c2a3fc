"""The monthly activity report as a page (VER-TFR-MHR: in a form that people read, at least every month).

It may be handed on alone: it leads to its own parts and to no other file.
"""

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Renderer, under_cr26, without_template
from generator.renderers.cr26.monthly_rows import MonthlyPage
from generator.renderers.cr26.monthly_view import view
from generator.renderers.html_page import filled
from generator.renderers.poam.trend_chart import drawn
from generator.renderers.report.shell import PageShell, marking_of, shell_alone, system_of

_PARTS = (
    ("By impact", "ratings"),
    ("Overdue", "overdue"),
    ("Incidents", "incidents"),
    ("Accepted", "accepted"),
    ("Answers missing", "questions"),
    ("Detected", "new"),
    ("Closed", "closed"),
    ("Detection", "detection"),
    ("All active", "active"),
)


def write(page: MonthlyPage, shell: PageShell) -> bytes:
    """The page; every text is escaped."""
    return filled("cr26-monthly.html", page=page, shell=shell, chart=drawn(page.trend)).encode()


def _rendered(package: AuthorizationPackage) -> bytes:
    day, marking = package.as_of.isoformat(), marking_of(package)
    return write(view(package), shell_alone(system=system_of(package), as_of=day, marking=marking, parts=_PARTS))


MONTHLY_HTML = Renderer(
    name="cr26-monthly-html",
    path="cr26/monthly-report.html",
    title="Monthly vulnerability activity report (VER-TFR-MHR)",
    applies=under_cr26,
    render=without_template(_rendered),
)
