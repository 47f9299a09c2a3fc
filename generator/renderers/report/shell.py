"""What every page that this program writes shares: head, navigation, colors, marking, and the policy that lets in no script
but ours. Pages of the report lead to one another; a page that may be handed on alone leads to its own parts."""

from collections.abc import Iterable

import msgspec
from markupsafe import Markup

from generator.oscal.package import AuthorizationPackage
from generator.renderers.html_page import css_text, source
from generator.renderers.oscal_reading import value_of
from generator.renderers.report.pages import PAGES
from generator.renderers.report.scripts import PageScript, script

_LONGEST = 90
"""Characters that find room in one line above or below a printed page."""


class PageLink(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the report, seen from another one, or a part of this page."""

    title: str
    href: str
    here: bool = False


class PageShell(msgspec.Struct, frozen=True, kw_only=True):
    """Values of `page.html`."""

    system: str
    as_of: str
    marking: str
    ways: tuple[PageLink, ...]
    leads: str
    """What the navigation leads to, for who cannot see it."""
    style: Markup
    colors: PageScript
    scripts: tuple[PageScript, ...]
    policy: str
    banner: Markup
    """The marking above each printed page, as a string of the style; empty where there is none."""
    running: Markup
    """What stands below each printed page, likewise."""


def shell_of(package: AuthorizationPackage, here: str, scripts: Iterable[PageScript] = ()) -> PageShell:
    """Of the report's page whose file is `here`; `scripts` are its own, run at its end."""
    ways = (PageLink(title=page.title, href=page.file, here=page.file == here) for page in PAGES if page.there(package))
    return _shell(
        system=system_of(package),
        as_of=package.as_of.isoformat(),
        marking=marking_of(package),
        ways=tuple(ways),
        leads="Pages of this report",
        scripts=tuple(scripts),
    )


def shell_alone(
    *, system: str, as_of: str, marking: str, parts: Iterable[tuple[str, str]] = (), scripts: Iterable[PageScript] = ()
) -> PageShell:
    """Of a page that stands by itself; `parts` are titles and ids of what is on it."""
    ways = tuple(PageLink(title=title, href=f"#{name}") for title, name in parts)
    leads = "Parts of this page"
    return _shell(system=system, as_of=as_of, marking=marking, ways=ways, leads=leads, scripts=tuple(scripts))


def system_of(package: AuthorizationPackage) -> str:
    """What the system is called."""
    return package.bundle.ssp.system_characteristics.system_name


def marking_of(package: AuthorizationPackage) -> str:
    """What its documents are marked with; empty where with nothing."""
    return (value_of(package.bundle.ssp.metadata.props, "marking") or "").upper()


def _shell(
    *, system: str, as_of: str, marking: str, ways: tuple[PageLink, ...], leads: str, scripts: tuple[PageScript, ...]
) -> PageShell:
    colors = script("report/page.js")
    allowed = " ".join(f"'{page_script.digest}'" for page_script in (colors, *scripts))
    return PageShell(
        system=system,
        as_of=as_of,
        marking=marking,
        ways=ways,
        leads=leads,
        style=Markup(source("report/page.css")),  # noqa: S704 - a file of this project
        colors=colors,
        scripts=scripts,
        policy=f"default-src 'none'; style-src 'unsafe-inline'; script-src {allowed}; base-uri 'none'; form-action 'none'",
        banner=css_text(marking[:_LONGEST]) if marking else Markup(""),
        running=css_text(f"{system[:_LONGEST]}, {as_of}"),
    )
