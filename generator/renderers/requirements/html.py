"""The requirement matrix: area, requirement, state, evidence and gap, in one page that filters itself.

Self-contained, as all pages of the report are (`report.shell`); without its script, or printed, it shows everything.
"""

from generator.renderers.base import Renderer, without_template
from generator.renderers.html_page import filled
from generator.renderers.report.pages import REQUIREMENTS
from generator.renderers.report.scripts import script
from generator.renderers.report.shell import PageShell, shell_of
from generator.renderers.requirements.rows import MatrixPage
from generator.renderers.requirements.view import view

_TEMPLATE, _SCRIPT = "requirements.html", "requirements.js"


def write(page: MatrixPage, shell: PageShell) -> bytes:
    """The page as HTML; every text is escaped."""
    return filled(_TEMPLATE, page=page, shell=shell).encode()


REQUIREMENTS_HTML = Renderer(
    name="requirements-html",
    path=f"report/{REQUIREMENTS}",
    title="Requirement matrix",
    applies=lambda package: bool(package.postures),
    render=without_template(lambda package: write(view(package), shell_of(package, REQUIREMENTS, (script(_SCRIPT),)))),
)
