"""The pages of the Key Security Indicators in the report: the list of all, and one for each theme with the same numbers."""

from collections.abc import Iterator
from dataclasses import replace

from generator.frameworks.fedramp_20x import THEMES
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Renderer, without_template
from generator.renderers.html_page import filled
from generator.renderers.indicators.index_view import index_view
from generator.renderers.indicators.rows import IndicatorsPage, ThemePage
from generator.renderers.indicators.theme_view import theme_view
from generator.renderers.report.pages import INDICATORS, theme_file
from generator.renderers.report.scripts import PageScript, find
from generator.renderers.report.shell import PageShell, marking_of, shell_alone, shell_of, system_of

_INDEX_TITLE = "Key Security Indicators of FedRAMP 20x: state, methods, history and scope"


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

    yield INDICATORS, _INDEX_TITLE, write_index(index_view(apart), shell(find()))
    for theme in THEMES:
        yield theme_file(theme), _theme_title(theme), write_theme(theme_view(apart, theme), shell())


def _theme_title(theme: str) -> str:
    return f"Key Security Indicators: {THEMES[theme].lower()}"


def _theme_page(theme: str) -> Renderer:
    file = theme_file(theme)
    return Renderer(
        name=f"indicators-{theme.lower()}-html",
        path=f"report/{file}",
        title=_theme_title(theme),
        applies=_has_indicators,
        render=without_template(lambda package: write_theme(theme_view(package, theme), shell_of(package, file))),
    )


def _has_indicators(package: AuthorizationPackage) -> bool:
    return package.indicators is not None


INDICATOR_PAGES = (
    Renderer(
        name="indicators-html",
        path=f"report/{INDICATORS}",
        title=_INDEX_TITLE,
        applies=_has_indicators,
        render=without_template(lambda package: write_index(index_view(package), shell_of(package, INDICATORS, (find(),)))),
    ),
    *map(_theme_page, THEMES),
)
