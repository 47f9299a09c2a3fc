"""How much people have still to state: keys of system.yaml that documents need, and places of the plan that are not filled.

One count for the command line and every page, so that "nothing is outstanding" is written where nothing is.
"""

import msgspec

from generator.oscal.package import AuthorizationPackage
from generator.renderers.appendix_q.rows import KEY as MODULES
from generator.renderers.appendix_q.rows import view as modules_of
from generator.renderers.ssp.docx import SSP_DOCX
from generator.renderers.ssp.view import view
from generator.text import counted


class OutstandingStatements(msgspec.Struct, frozen=True, kw_only=True):
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


class PlanQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that the plan or its Appendix Q has an empty field for: a line of the readiness report."""

    document: str
    """`System Security Plan`, `Appendix Q`."""
    place: str
    """`Table 8.1`, `Section 8.2`, `DIT-3`."""
    what: str
    """What is asked for; of Appendix Q a sentence in the assessor's voice."""
    count: int
    """How many fields of that kind are empty."""
    key: str
    """Where it is stated: a key of system.yaml, or a file of decisions."""


def plan_questions(package: AuthorizationPackage) -> tuple[PlanQuestion, ...]:
    """Everything, in the order of the documents. Empty where there is no plan."""
    if not SSP_DOCX.applies(package):
        return ()
    plan = tuple(
        PlanQuestion(document=SSP_DOCX.title, place=owing.table, what=owing.what, count=owing.count, key=owing.key)
        for owing in view(package).owing
    )
    modules = tuple(
        PlanQuestion(document="Appendix Q", place=row.reference, what=point, count=1, key=MODULES)
        for row in modules_of(package).rows
        for point in row.open_points
    )
    return (*plan, *modules)


def outstanding(package: AuthorizationPackage) -> OutstandingStatements:
    """What is not stated."""
    keys = len(package.system.outstanding)
    if not SSP_DOCX.applies(package):
        return OutstandingStatements(keys=keys, places=0, of_places=0)
    plan = view(package)
    return OutstandingStatements(keys=keys, places=plan.outstanding, of_places=plan.counted)
