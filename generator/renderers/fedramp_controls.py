"""The controls of the plan that FedRAMP's own documents hold: without those that other frameworks add to the baseline.

Without what only OSCAL has of LI-SaaS, too: the controls that are not described, and statements that say where the parts stand.
"""

from msgspec.structs import replace

from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.frameworks.plan import tailored_to
from generator.oscal import types as o
from generator.oscal.common import NS
from generator.oscal.package import AuthorizationPackage
from generator.oscal.tailoring import BY_PART


def fedramp_requirements(package: AuthorizationPackage, *, attested: bool = False) -> tuple[o.ImplementedRequirement, ...]:
    """In the order of the plan; with `attested` also what LI-SaaS does not have described."""
    baseline = package.system.baseline.value
    added = tailored_to(baseline) if attested else ()
    held = {one.oscal_id for one in (*FEDRAMP_REV5.plan(baseline), *added)}
    plan = package.bundle.ssp.control_implementation
    found = tuple(one for one in plan.implemented_requirements if one.control_id in held)
    if not package.system.tailored:
        return found
    return tuple(replace(one, statements=tuple(each for each in one.statements if not _points(each))) for one in found)


def _points(statement: o.Statement) -> bool:
    return any(
        prop.name == "text" and prop.value == BY_PART and prop.ns == NS for one in statement.by_components for prop in one.props
    )
