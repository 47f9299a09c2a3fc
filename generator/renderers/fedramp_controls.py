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
    held = {control.oscal_id for control in (*FEDRAMP_REV5.plan(baseline), *added)}
    plan = package.bundle.ssp.control_implementation
    implemented_requirements = tuple(
        implemented_requirement
        for implemented_requirement in plan.implemented_requirements
        if implemented_requirement.control_id in held
    )
    if not package.system.tailored:
        return implemented_requirements
    return tuple(
        replace(requirement, statements=tuple(statement for statement in requirement.statements if not _points(statement)))
        for requirement in implemented_requirements
    )


def _points(statement: o.Statement) -> bool:
    return any(
        prop.name == "text" and prop.value == BY_PART and prop.ns == NS
        for by_component in statement.by_components
        for prop in by_component.props
    )
