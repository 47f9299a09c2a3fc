"""What FedRAMP expects of a plan's controls, held against the baseline that it imports (source: `fedramp_constraints`).

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
    found = _NAMED.search(_href(plan))
    if found is None:
        return
    place = (root, "control-implementation")
    rows = list(children(child(plan, "control-implementation"), "implemented-requirements", place))
    answered = {text(one, "control-id"): (one, at) for one, at in rows}
    name = found["name"].lower()
    wanted = {one.oscal_id: one for one in (*FEDRAMP_REV5.plan(name), *tailored_to(name)) if _selected(one, name)}
    missing = [one for one in wanted if one not in answered]
    if missing:
        message = f"{len(missing)} controls of the baseline are not answered: {some(missing, _SHOWN)}"
        faults.warning("fedramp:incomplete-implemented-requirements", place, message)
    for control, (one, at) in answered.items():
        if control not in wanted and not _is_additional(one, at):
            message = f"{control!r} is no control of the baseline"
            faults.warning("fedramp:extraneous-implemented-requirements", at, message)
    points = {key: _response_points(one, name) for key, one in wanted.items()}
    _check_parts(answered, points, faults)
    set_: dict[str, Place] = {}
    for one, at in answered.values():
        set_ |= {text(each, "param-id"): there for each, there in children(one, "set-parameters", at)}
    asked = [each for control in wanted.values() for row in control.parameters for each in row.asked]
    _check_parameters(asked, set_, place, faults)
    if not older:
        _check_aggregates(asked, set_, faults)


def _selected(one: Control, name: str) -> bool:
    return any(methods(one.id)) if name == "li-saas" else name in one.baselines


def _response_points(one: Control, name: str) -> tuple[str, ...]:
    """Of LI-SaaS the statement of an assessed control as a whole, and none of the others."""
    if name == "li-saas":
        return (one.statement_id(""),) if "ASSESS" in methods(one.id) else ()
    return tuple(one.statement_id(part) for part in one.parts or ("",))


def _check_parts(answered: dict[str, tuple[Node, Place]], points: Mapping[str, tuple[str, ...]], faults: FaultLog) -> None:
    for control, (one, at) in answered.items():
        said = {text(statement, "statement-id") for statement, _ in children(one, "statements", at)}
        left = [point for point in points.get(control, ()) if not any(_covers(known, point) for known in said)]
        if left:
            message = f"the control has statements that are not answered: {', '.join(left[:_SHOWN])}"
            faults.warning("fedramp:has-required-response-points", at, message)


def _covers(said: str, statement: str) -> bool:
    """A response at a statement, or at one below it."""
    return said == statement or said.startswith(f"{statement}.")


def _check_parameters(asked: Iterable[Parameter], set_: Container[str], place: Place, faults: FaultLog) -> None:
    owed = [name for each in asked for name in each.set_as if name not in set_]
    if owed:
        message = f"{len(owed)} parameters of the baseline have no value: {some(owed, _SHOWN)}"
        faults.warning("fedramp:has-required-parameters", place, message)


def _check_aggregates(asked: Iterable[Parameter], set_: Mapping[str, Place], faults: FaultLog) -> None:
    for each in asked:
        if each.stands_for and each.oscal_id in set_:
            message = f"{each.oscal_id} stands for {', '.join(each.stands_for)}: set these instead"
            faults.warning("fedramp:aggregate-parameters-warning", set_[each.oscal_id], message)


def _is_additional(one: Node, place: Place) -> bool:
    return any(text(prop, "name") == "additional-to-baseline" for prop, _ in children(one, "props", place))


def _href(plan: Node) -> str:
    href = text(child(plan, "import-profile"), "href")
    if not href.startswith("#"):
        return href
    for resource, at in children(child(plan, "back-matter"), "resources", (None, "")):
        if text(resource, "uuid") == href[1:]:
            return " ".join(text(link, "href") for link, _ in children(resource, "rlinks", at))
    return href
