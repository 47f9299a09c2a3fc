"""The pages of the Key Security Indicators in the report: the list of all, and one for each theme with the same numbers."""

from collections.abc import Iterator
from dataclasses import replace

import msgspec

from generator.frameworks.fedramp_20x import THEMES
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument, Renderer
from generator.renderers.html_page import filled
from generator.renderers.indicators.index_view import index_view
from generator.renderers.indicators.rows import IndicatorsPage, ThemePage
from generator.renderers.indicators.theme_view import theme_view
from generator.renderers.report.pages import INDICATORS, theme_file
from generator.renderers.report.scripts import PageScript, find
from generator.renderers.report.shell import PageShell, marking_of, shell_alone, shell_of, system_of


class IndicatorsHtml(msgspec.Struct, frozen=True):
    """See `Renderer`."""

    name: str = "indicators-html"
    path: str = f"report/{INDICATORS}"
    title: str = "Key Security Indicators of FedRAMP 20x: state, methods, history and scope"
    template: str | None = None

    def applies(self, package: AuthorizationPackage) -> bool:
        """See `Renderer.applies`."""
        return package.indicators is not None

    def render(self, package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:  # noqa: ARG002 - no template of the user's
        """See `Renderer.render`."""
        return RenderedDocument(data=write_index(index_view(package), shell_of(package, INDICATORS, (find(),))))


class IndicatorThemeHtml(msgspec.Struct, frozen=True):
    """See `Renderer`: the page of one theme."""

    theme: str
    template: str | None = None

    @property
    def name(self) -> str:
        """See `Renderer.name`."""
        return f"indicators-{self.theme.lower()}-html"

    @property
    def path(self) -> str:
        """See `Renderer.path`."""
        return f"report/{theme_file(self.theme)}"

    @property
    def title(self) -> str:
        """See `Renderer.title`."""
        return f"Key Security Indicators: {THEMES[self.theme].lower()}"

    def applies(self, package: AuthorizationPackage) -> bool:
        """See `Renderer.applies`."""
        return package.indicators is not None

    def render(self, package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:  # noqa: ARG002 - no template of the user's
        """See `Renderer.render`."""
        return RenderedDocument(data=write_theme(theme_view(package, self.theme), shell_of(package, theme_file(self.theme))))


def write_index(page: IndicatorsPage, shell: PageShell) -> bytes:
    """The list as HTML; every text is escaped."""
    return filled("indicators.html", page=page, shell=shell).encode()


def write_theme(page: ThemePage, shell: PageShell) -> bytes:
    """A theme as HTML; every text is escaped."""
    return filled("indicators-theme.html", page=page, shell=shell).encode()


def pages_alone(package: AuthorizationPackage) -> Iterator[tuple[str, str, bytes]]:
    """(file, title, bytes) of the same pages with the same numbers, for a place where nothing else of the report is: no way
    to other pages of it, and files of the evidence by name and hash only (CDS-TRC-HMR)."""
    apart = replace(package, kept=frozenset())

    def shell(*scripts: PageScript) -> PageShell:
        as_of = apart.as_of.isoformat()
        return shell_alone(system=system_of(apart), as_of=as_of, marking=marking_of(apart), scripts=scripts)

    yield INDICATORS, IndicatorsHtml().title, write_index(index_view(apart), shell(find()))
    for theme in THEMES:
        yield theme_file(theme), IndicatorThemeHtml(theme=theme).title, write_theme(theme_view(apart, theme), shell())


INDICATOR_PAGES: tuple[Renderer, ...] = (IndicatorsHtml(), *(IndicatorThemeHtml(theme=theme) for theme in THEMES))
