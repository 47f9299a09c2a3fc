"""Open items of the POA&M by control, as the risk of each names the controls it impacts."""

import re
from collections import defaultdict
from collections.abc import Mapping

from generator.frameworks.base import control_order, printed_id
from generator.model.identifiers import ControlId
from generator.oscal import types as o
from generator.oscal.poam import open_items
from generator.renderers.oscal_reading import values_of

_WHOLE = re.compile(r"[A-Z]{2}-\d{1,2}(?:\(\d{1,2}\))?")


def open_by_control(plan: o.PlanOfActionAndMilestones) -> Mapping[ControlId, tuple[str, ...]]:
    """Control without its part (`RA-5` of `RA-5(a)`) to the ids of its open items, both sorted."""
    risks = {risk.uuid: risk for risk in plan.risks}
    items: dict[str, set[str]] = defaultdict(set)
    for item in open_items(plan):
        poam_ids = values_of(item.props, "POAM-ID")
        for related in item.related_risks:
            for control in values_of(risks[related.risk_uuid].props, "impacted-control-id"):
                items[control].update(poam_ids)
    whole: dict[ControlId, set[str]] = defaultdict(set)
    for control, ids in items.items():
        whole[whole_control(printed_id(control))] |= ids
    return {control: tuple(sorted(whole[control])) for control in sorted(whole, key=control_order)}


def whole_control(control: str) -> ControlId:
    """`RA-5` of `RA-5(a)`; an enhancement, `RA-5(2)`, is a control of its own."""
    match = _WHOLE.match(control)
    return ControlId(match[0] if match else control)
