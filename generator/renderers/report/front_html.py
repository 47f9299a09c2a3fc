"""The front page of the report: the state of the system at a glance, what cannot wait, and the way to every other page."""

from generator.renderers.base import Renderer, without_template
from generator.renderers.html_page import filled
from generator.renderers.report.front_rows import FrontPage
from generator.renderers.report.front_view import view
from generator.renderers.report.pages import FRONT
from generator.renderers.report.shell import PageShell, shell_of


def write(page: FrontPage, shell: PageShell) -> bytes:
    """The page as HTML; every text is escaped."""
    return filled("report/front.html", page=page, shell=shell).encode()


def front_html(documents: tuple[Renderer, ...] = ()) -> Renderer:
    """The page that everybody opens first; `documents` are what the package has beside the report."""
    return Renderer(
        name="front-html",
        path=f"report/{FRONT}",
        title="Report: begin here",
        render=without_template(lambda package: write(view(package, documents), shell_of(package, FRONT))),
    )
