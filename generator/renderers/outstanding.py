"""How much people have still to state: keys of system.yaml that documents need, and places of the plan that are not filled.

One count for the command line and every page, so that "nothing is outstanding" is written where nothing is.
"""

from dataclasses import dataclass

from generator.oscal.package import AuthorizationPackage
from generator.renderers.ssp.docx import SSP_DOCX
from generator.renderers.ssp.view import view
from generator.text import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class OutstandingStatements:
    """Of one package."""

    keys: int
    """Keys of system.yaml."""
    places: int
    """Of the System Security Plan's front matter that are not filled; 0 where there is no plan."""
    of_places: int

    @property
    def sentence(self) -> str:
        """`2 keys of system.yaml and 7 of 94 places of the plan's front matter are not stated`; empty where nothing is."""
        parts = [counted(self.keys, "key of system.yaml", "keys of system.yaml")] if self.keys else []
        if self.places:
            parts.append(f"{self.places:,} of {counted(self.of_places, 'place')} of the plan's front matter")
        verb = "is" if self.keys + self.places == 1 else "are"
        return f"{' and '.join(parts)} {verb} not stated" if parts else ""


def outstanding(package: AuthorizationPackage) -> OutstandingStatements:
    """What is not stated."""
    keys = len(package.system.outstanding)
    if not SSP_DOCX.applies(package):
        return OutstandingStatements(keys=keys, places=0, of_places=0)
    plan = view(package)
    return OutstandingStatements(keys=keys, places=plan.outstanding, of_places=plan.counted)
