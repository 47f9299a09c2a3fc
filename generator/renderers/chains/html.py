"""The page about images: for each a picture and a table of its chain from commit to running digest, and how far it is hardened.

Self-contained, as all pages of the report are (`report.shell`). The pictures stand in the page; `drawing.chain` escapes their
texts.
"""

from markupsafe import Markup

from generator.renderers.base import Renderer, without_template
from generator.renderers.chains.rows import ChainsPage
from generator.renderers.chains.view import view
from generator.renderers.html_page import filled
from generator.renderers.report.pages import CHAINS
from generator.renderers.report.scripts import find
from generator.renderers.report.shell import PageShell, shell_of

_TEMPLATE = "chains.html"


def write(page: ChainsPage, shell: PageShell) -> bytes:
    """The page as HTML; every text is escaped, in the pictures already."""
    return filled(_TEMPLATE, page=page, shell=shell, drawn=Markup).encode()


CHAINS_HTML = Renderer(
    name="chains-html",
    path=f"report/{CHAINS}",
    title="Images: from commit to running digest, and hardening",
    applies=lambda package: bool(package.chains),
    render=without_template(lambda package: write(view(package), shell_of(package, CHAINS, (find(),)))),
)
