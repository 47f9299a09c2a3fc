"""What FedRAMP expects of a plan's controls, compared with the baseline that it imports (source: `fedramp_constraints`).

A checker without a network cannot resolve the profile; for FedRAMP's own baselines the tables in `generator/frameworks` say
what it selects. Of another profile nothing is said.
"""

import re
from collections.abc import Container, Iterable, Mapping

from generator.frameworks.base import Control, Parameter
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.frameworks.plan import tailored_to
from generator.frameworks.rev5.li_saas import methods
from generator.oscal.common import some
from generator.oscal.faults import FaultLog, Place
from generator.oscal.shapes import Node, child, children, text

_NAMED = re.compile(r"fedramp_rev5_(?P<name>high|moderate|low|li-saas)-baseline", re.IGNORECASE)
_SHOWN = 10


def check_baseline(plan: Node, root: Place, faults: FaultLog, *, older: bool) -> None:
    """Every control of the baseline is answered, with its parts and parameters, and no other silently. By FedRAMP's `older`
    rules a parameter that stands for others is set as well."""
    match = _NAMED.search(_href(plan))
    if match is None:
        return
    place = (root, "control-implementation")
    rows = list(children(child(plan, "control-implementation"), "implemented-requirements", place))
    answered = {text(requirement, "control-id"): (requirement, at) for requirement, at in rows}
    name = match["name"].lower()
    wanted = {
        control_id.oscal_id: control_id
        for control_id in (*FEDRAMP_REV5.plan(name), *tailored_to(name))
        if _selected(control_id, name)
    }
    missing = [control_id for control_id in wanted if control_id not in answered]
    if missing:
        message = f"{len(missing)} controls of the baseline are not answered: {some(missing, _SHOWN)}"
        faults.warning("fedramp:incomplete-implemented-requirements", place, message)
    for control, (control_id, at) in answered.items():
        if control not in wanted and not _is_additional(control_id, at):
            message = f"{control!r} is no control of the baseline"
            faults.warning("fedramp:extraneous-implemented-requirements", at, message)
    points = {key: _response_points(control_id, name) for key, control_id in wanted.items()}
    _check_parts(answered, points, faults)
    set_: dict[str, Place] = {}
    for requirement, at in answered.values():
        set_ |= {text(setting, "param-id"): there for setting, there in children(requirement, "set-parameters", at)}
    parameters = [setting for control in wanted.values() for row in control.parameters for setting in row.with_inserted]
    _check_parameters(parameters, set_, place, faults)
    if not older:
        _check_aggregates(parameters, set_, faults)


def _selected(control: Control, name: str) -> bool:
    return any(methods(control.id)) if name == "li-saas" else name in control.baselines


def _response_points(control: Control, name: str) -> tuple[str, ...]:
    """Of LI-SaaS the statement of an assessed control as a whole, and none of the others."""
    if name == "li-saas":
        return (control.statement_id(""),) if "ASSESS" in methods(control.id) else ()
    return tuple(control.statement_id(part) for part in control.parts or ("",))


def _check_parts(answered: dict[str, tuple[Node, Place]], points: Mapping[str, tuple[str, ...]], faults: FaultLog) -> None:
    for control, (requirement, at) in answered.items():
        stated = {text(statement, "statement-id") for statement, _ in children(requirement, "statements", at)}
        left = [point for point in points.get(control, ()) if not any(_covers(known, point) for known in stated)]
        if left:
            message = f"the control has statements that are not answered: {', '.join(left[:_SHOWN])}"
            faults.warning("fedramp:has-required-response-points", at, message)


def _covers(stated: str, statement: str) -> bool:
    """A response at a statement, or at one below it."""
    return stated == statement or stated.startswith(f"{statement}.")


def _check_parameters(parameters: Iterable[Parameter], set_: Container[str], place: Place, faults: FaultLog) -> None:
    missing = [name for each in parameters for name in each.set_as if name not in set_]
    if missing:
        message = f"{len(missing)} parameters of the baseline have no value: {some(missing, _SHOWN)}"
        faults.warning("fedramp:has-required-parameters", place, message)


def _check_aggregates(parameters: Iterable[Parameter], set_: Mapping[str, Place], faults: FaultLog) -> None:
    for each in parameters:
        if each.stands_for and each.oscal_id in set_:
            message = f"{each.oscal_id} stands for {', '.join(each.stands_for)}: set these instead"
            faults.warning("fedramp:aggregate-parameters-warning", set_[each.oscal_id], message)


def _is_additional(requirement: Node, place: Place) -> bool:
    return any(text(prop, "name") == "additional-to-baseline" for prop, _ in children(requirement, "props", place))


def _href(plan: Node) -> str:
    """The address of the profile; of one that lies beside the plan also what its remarks name."""
    imported = child(plan, "import-profile")
    href = text(imported, "href")
    if not href.startswith("#"):
        return href if "://" in href else f"{href} {text(imported, 'remarks')}"
    for resource, at in children(child(plan, "back-matter"), "resources", (None, "")):
        if text(resource, "uuid") == href[1:]:
            return " ".join(text(link, "href") for link, _ in children(resource, "rlinks", at))
    return href
