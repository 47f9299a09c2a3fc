"""Whether properties, facets and fields have the names and values that NIST, and in a FedRAMP document FedRAMP, accept.

NIST's closed lists bind every OSCAL document, so a breach is an error. FedRAMP's bind a FedRAMP document only: one that uses
FedRAMP's namespace anywhere. There a breach of a list of values is an error too, since FedRAMP returns such a package;
an unknown extension name is a warning, since FedRAMP publishes no closed list of names.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from generator.oscal.facet_values import FACETS
from generator.oscal.faults import FaultLog, Place
from generator.oscal.fedramp_values import (
    ADDRESS_TYPES,
    COMPONENT_TYPES,
    EXTENSIONS,
    FEDRAMP_NAMESPACE,
    IMPLEMENTATION_STATES,
    INFORMATION_TYPE_SYSTEM,
    OLDER_NAMESPACE,
    RISK_LEVELS,
    SECURITY_LEVELS,
    VALUE_RULES,
)
from generator.oscal.nist_values import NIST_NAMESPACE, VALUES, is_nist, names_for
from generator.oscal.shapes import Node, child, children, text
from generator.oscal.survey import Survey


class FedrampScope(msgspec.Struct, frozen=True, kw_only=True):
    """That a document is a FedRAMP document, and which namespaces count as FedRAMP's."""

    namespaces: frozenset[str] = frozenset({FEDRAMP_NAMESPACE})


class AllowedValues:
    """The properties and facets of one document, by NIST's lists, and by FedRAMP's where `fedramp` is given.

    Names that were found good are remembered, those that may have any value, and values that were found good: a large document
    repeats few.
    """

    __slots__ = ("_any_value", "_faults", "_fedramp", "_good", "_good_facets", "_model", "_older")

    def __init__(self, model: str, fedramp: FedrampScope | None, faults: FaultLog) -> None:
        self._model = model
        self._fedramp = fedramp
        self._faults = faults
        self._good: set[tuple[str, str, str, str]] = set()
        """Holder, type of component, namespace and name."""
        self._any_value: set[tuple[object, ...]] = set()
        """The same as they are written, where the document has them so."""
        self._good_facets: set[tuple[object, ...]] = set()
        """System; system and name; or system, name and value: what follows is of no account then."""
        self._older = 0

    @property
    def older(self) -> int:
        """How many properties use the older namespace, which `close` reports."""
        return self._older

    def check(self, survey: Survey) -> None:
        """Those that the survey holds."""
        for holder_name, holder, props, place in survey.props:
            self._check(holder_name, holder, props, place)
        for facets, place in survey.facets:
            for index, facet in enumerate(facets):
                if isinstance(facet, dict):
                    self._check_facet(facet, (place, index))

    def _check(self, holder_name: str, holder: Node, props: Iterable[object], place: Place) -> None:
        kind = text(holder, "type") if holder_name == "components" else ""
        any_value = self._any_value
        for index, prop in enumerate(props):
            if not isinstance(prop, dict):
                continue
            written = (holder_name, kind, prop.get("ns"), prop.get("name"))
            if _is_in(written, any_value):
                continue
            name, namespace = text(prop, "name"), text(prop, "ns") or NIST_NAMESPACE
            key = (holder_name, kind, namespace, name)
            if key in self._good or self._named_well(holder_name, kind, prop, (place, index)):
                self._good.add(key)
                if (holder_name, name) not in VALUES and (holder_name, name) not in VALUE_RULES and _is_text(prop):
                    any_value.add(written)
            self._check_value(holder_name, kind, prop, (place, index))

    def _check_facet(self, facet: Node, place: Place) -> None:
        good, faults, fedramp = self._good_facets, self._faults, self._fedramp
        written = (facet.get("system"), facet.get("name"), facet.get("value"))
        if _is_in(written[:1], good) or _is_in(written[:2], good) or _is_in(written, good):
            return
        system, name, value = (text(facet, field) for field in ("system", "name", "value"))
        table = FACETS.get(system)
        of_fedramp = fedramp is not None and system in fedramp.namespaces
        if table is None and not of_fedramp:
            good.add((system,))
            return
        if table is not None and name not in table:
            faults.error("facet-name", (place, "name"), found_instead(f"facet of {system}", name, table))
        elif table is not None and table[name] and value not in table[name]:
            faults.error("facet-value", (place, "value"), found_instead(f"{name} of {system}", value, table[name]))
        elif not of_fedramp:
            good.add((system, name, value) if table is not None and table[name] else (system, name))
        if of_fedramp and value not in RISK_LEVELS:
            faults.error("fedramp:impact-level", (place, "value"), found_instead(name, value, RISK_LEVELS))

    def close(self) -> None:
        """One word about the older namespace, however often it stands there."""
        if self._fedramp is not None and self._older:
            self._faults.warning(
                "fedramp-namespace",
                "",
                f"{self._older} properties use FedRAMP's older namespace {OLDER_NAMESPACE}; it is now {FEDRAMP_NAMESPACE}",
            )

    def _named_well(self, holder: str, kind: str, prop: Node, place: Place) -> bool:
        name, namespace = text(prop, "name"), text(prop, "ns") or NIST_NAMESPACE
        if namespace == NIST_NAMESPACE:
            allowed = names_for(self._model, holder, kind)
            if name not in allowed:
                self._faults.error(
                    "prop-name",
                    (place, "name"),
                    f"NIST has no property {name!r} in {holder}; allowed are {_listed(allowed)}, "
                    f"or any name in a namespace of its own (ns)",
                )
            return name in allowed
        if self._fedramp is None:
            return True
        if namespace == OLDER_NAMESPACE and OLDER_NAMESPACE not in self._fedramp.namespaces:
            self._older += 1
            return False
        if namespace in self._fedramp.namespaces and name not in EXTENSIONS:
            self._faults.warning("fedramp-extension", (place, "name"), f"FedRAMP has no extension named {name!r}")
            return False
        return True

    def _check_value(self, holder: str, kind: str, prop: Node, place: Place) -> None:
        name, value = text(prop, "name"), text(prop, "value")
        nist = is_nist(prop)
        if nist:
            allowed = VALUES.get((holder, name))
            if allowed is not None and value not in allowed:
                self._faults.error("prop-value", (place, "value"), found_instead(f"{name} of {holder}", value, allowed))
                return
        rule = VALUE_RULES.get((holder, name)) if self._fedramp is not None else None
        if rule is None or value in rule.values or (rule.types and kind not in rule.types):
            return
        if value in rule.older and text(prop, "ns") == OLDER_NAMESPACE:
            return
        if (nist and not rule.extension) or self._is_fedramp(prop):
            self._faults.error(f"fedramp:{rule.id}", (place, "value"), found_instead(f"{name} of {holder}", value, rule.values))

    def _is_fedramp(self, prop: Mapping[str, Any]) -> bool:
        return self._fedramp is not None and prop.get("ns") in self._fedramp.namespaces


def _is_text(prop: Node) -> bool:
    """Has it a name, and a namespace where it has one, that are texts?"""
    return isinstance(prop.get("name"), str) and isinstance(prop.get("ns", ""), str)


def _is_in(key: tuple[object, ...], known: set[tuple[object, ...]]) -> bool:
    """Also of what a document has in the place of texts."""
    try:
        return key in known
    except TypeError:
        return False


def found_instead(what: str, value: str, allowed: Iterable[str]) -> str:
    """What was found and what is allowed."""
    return f"{what} is {value!r}; allowed are {_listed(allowed)}"


def _listed(values: Iterable[str]) -> str:
    return ", ".join(sorted(values))


_GOALS = ("confidentiality", "integrity", "availability")


def check_fields(survey: Survey, faults: FaultLog) -> None:
    """FedRAMP's lists for fields that are no properties."""
    root: Place = (None, survey.model)
    metadata = child(survey.body, "metadata")
    for party, place in children(metadata, "parties", (root, "metadata")):
        for address, at in children(party, "addresses", place):
            if "type" in address and text(address, "type") not in ADDRESS_TYPES:
                faults.error(
                    "fedramp:address-type", (at, "type"), found_instead("address type", text(address, "type"), ADDRESS_TYPES)
                )
    if survey.model == "system-security-plan":
        _check_plan(survey.body, root, faults)


def _check_plan(plan: Node, root: Place, faults: FaultLog) -> None:
    implementation: Place = (root, "system-implementation")
    for component, place in children(child(plan, "system-implementation"), "components", implementation):
        kind = text(component, "type")
        if kind not in COMPONENT_TYPES:
            faults.error("fedramp:component-type", (place, "type"), found_instead("component type", kind, COMPONENT_TYPES))
    control: Place = (root, "control-implementation")
    for requirement, place in children(child(plan, "control-implementation"), "implemented-requirements", control):
        for statement, at in children(requirement, "statements", place):
            for by_component, here in children(statement, "by-components", at):
                _check_state(by_component, here, faults)
    _check_levels(child(plan, "system-characteristics"), (root, "system-characteristics"), faults)


def _check_state(by_component: Node, place: Place, faults: FaultLog) -> None:
    state = text(child(by_component, "implementation-status"), "state")
    if state and state not in IMPLEMENTATION_STATES:
        message = found_instead("implementation status", state, IMPLEMENTATION_STATES)
        faults.error("fedramp:control-implementation-status", ((place, "implementation-status"), "state"), message)


def _check_levels(characteristics: Node, place: Place, faults: FaultLog) -> None:
    levels = [(characteristics, "security-sensitivity-level", place)]
    impact = child(characteristics, "security-impact-level")
    levels += [(impact, f"security-objective-{goal}", (place, "security-impact-level")) for goal in _GOALS]
    information: Place = (place, "system-information")
    for kind, at in children(child(characteristics, "system-information"), "information-types", information):
        impacts = [(child(kind, f"{goal}-impact"), (at, f"{goal}-impact")) for goal in _GOALS]
        levels += [(level_impact, name, here) for level_impact, here in impacts for name in ("base", "selected")]
        _check_categorizations(kind, at, faults)
    for node, name, at in levels:
        if text(node, name) and text(node, name) not in SECURITY_LEVELS:
            faults.error("fedramp:security-level", (at, name), found_instead(name, text(node, name), SECURITY_LEVELS))


def _check_categorizations(kind: Node, place: Place, faults: FaultLog) -> None:
    for categorization, here in children(kind, "categorizations", place):
        if text(categorization, "system") != INFORMATION_TYPE_SYSTEM:
            message = found_instead("information type system", text(categorization, "system"), [INFORMATION_TYPE_SYSTEM])
            faults.error("fedramp:information-type-system", (here, "system"), message)
