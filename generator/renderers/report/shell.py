"""What all pages of the report share: head, navigation, colours, marking, and the policy that lets in no script but ours."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from generator.oscal.package import AuthorizationPackage
from generator.renderers.html_page import source
from generator.renderers.oscal_reading import value_of
from generator.renderers.report.pages import PAGES
from generator.renderers.report.scripts import Script, script


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A page of the report, seen from another one."""

    title: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """Values of `page.html`."""

    system: str
    as_of: str
    marking: str
    ways: tuple[Way, ...]
    style: Markup
    colours: Script
    scripts: tuple[Script, ...]
    policy: str


def shell_of(package: AuthorizationPackage, here: str, scripts: Iterable[Script] = ()) -> Shell:
    """Of the page whose file is `here`; `scripts` are its own, run at its end."""
    own = tuple(scripts)
    colours = script("report/colours.js")
    allowed = " ".join(f"'{one.digest}'" for one in (colours, *own))
    metadata = package.bundle.ssp.metadata
    return Shell(
        system=package.bundle.ssp.system_characteristics.system_name,
        as_of=package.as_of.isoformat(),
        marking=(value_of(metadata.props, "marking") or "").upper(),
        ways=tuple(Way(title=one.title, href=one.file, here=one.file == here) for one in PAGES if one.there(package)),
        style=Markup(source("report/page.css")),  # noqa: S704 - a file of this project
        colours=colours,
        scripts=own,
        policy=f"default-src 'none'; style-src 'unsafe-inline'; script-src {allowed}; base-uri 'none'; form-action 'none'",
    )
