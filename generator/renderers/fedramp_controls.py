"""The controls of the plan that FedRAMP's own documents speak of: without those that other frameworks add to the baseline."""

from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.oscal import types as o
from generator.oscal.package import AuthorizationPackage


def fedramp_requirements(package: AuthorizationPackage) -> tuple[o.ImplementedRequirement, ...]:
    """In the order of the plan."""
    held = {one.oscal_id for one in FEDRAMP_REV5.plan(package.system.baseline.value)}
    plan = package.bundle.ssp.control_implementation
    return tuple(one for one in plan.implemented_requirements if one.control_id in held)
