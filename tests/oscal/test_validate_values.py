"""Our tables of names and values against what NIST and FedRAMP published."""

import json
import re

import pytest
from defusedxml.ElementTree import parse
from prerequisites import needs, shared

from generator.oscal.facet_values import FACETS
from generator.oscal.fedramp_values import COMPONENT_TYPES, IMPLEMENTATION_STATES, SECURITY_LEVELS, VALUE_RULES
from generator.oscal.nist_values import ALWAYS, NAMES, VALUES, names_for

REFERENCE = shared("reference")
pytestmark = needs(REFERENCE)
NS = "{http://csrc.nist.gov/ns/oscal/metaschema/1.0}"

DEFINITIONS = {
    "activities": {"activity"},
    "adds": {"modify/alter/add"},
    "controls": {"control"},
    "entries": {"risk/risk-log/entry"},
    "facets": {"characterization/facet"},
    "groups": {"group"},
    "implemented-components": {"inventory-item/implemented-component"},
    "locations": {"metadata/location"},
    "metadata": {"metadata"},
    "params": {"parameter"},
    "parties": {"metadata/party"},
    "remediations": {"response"},
    "resources": {"back-matter/resource"},
    "risks": {"risk"},
    "system-characteristics": {"system-characteristics"},
    "system-information": {"system-information"},
    "users": {"system-user"},
}
"""By our name of a holder: NIST's definitions."""
_NAME = re.compile(r"prop\[has-oscal-namespace\('http://csrc\.nist\.gov/ns/oscal'\)\]/@name")
_VALUE = re.compile(r"prop\[.*@name=(?:'([^']+)'|\(([^)]*)\))\]/@value")


def closed_lists():
    """Each closed list of the metaschema: its definition, its target, its values."""

    def walk(node, path):
        if node.tag in (f"{NS}define-assembly", f"{NS}define-field", f"{NS}define-flag"):
            path = [*path, node.get("name", "")]
        for rule in node.findall(f"{NS}constraint/{NS}allowed-values"):
            if rule.get("allow-other") != "yes":
                yield "/".join(path), rule.get("target", "."), {value.get("value") for value in rule.findall(f"{NS}enum")}
        for below in node:
            yield from walk(below, path)

    for file in sorted((REFERENCE / "oscal" / "metaschema-1.2.3").glob("*.xml")):
        yield from walk(parse(file).getroot(), [])


@pytest.fixture(scope="module")
def nist():
    return list(closed_lists())


@pytest.mark.parametrize("holder", sorted(DEFINITIONS))
def test_the_names_of_properties(holder, nist) -> None:
    published = set().union(
        *(values for path, target, values in nist if path in DEFINITIONS[holder] and _NAME.fullmatch(target))
    )
    assert NAMES[holder] == published


@pytest.mark.parametrize(
    ("model", "holder", "kind", "definition"),
    [
        ("system-security-plan", "components", kind, "system-component")
        for kind in ("", "software", "hardware", "service", "interconnection", "system", "policy")
    ]
    + [("component-definition", "components", kind, "defined-component") for kind in ("", "software", "service")]
    + [("plan-of-action-and-milestones", "inventory-items", "", "inventory-item")],
)
def test_the_names_of_a_components_properties(model, holder, kind, definition, nist) -> None:
    published = set(ALWAYS)
    for path, target, values in nist:
        typed = re.match(r"\(\.\)\[@type=(.*?)\]/(prop.*)", target)
        binds = f"'{kind}'" in typed[1] if typed else True
        if path == definition and binds and _NAME.fullmatch(typed[2] if typed else target):
            published |= values
    if definition == "inventory-item":
        published.discard("vendor-name")
    assert names_for(model, holder, kind) == published


def test_the_values_of_properties(nist) -> None:
    definitions = DEFINITIONS | {"components": {"system-component"}, "inventory-items": {"inventory-item"}}
    checked = 0
    for (holder, name), values in VALUES.items():
        published = [
            found
            for path, target, found in nist
            if path in definitions.get(holder, ())
            and (match := _VALUE.fullmatch(target))
            and name in re.findall(r"[\w-]+", match[0])
        ]
        if published:
            assert values == set().union(*published), (holder, name)
            checked += 1
    assert checked >= 15


def test_the_names_and_values_of_facets(nist) -> None:
    checked = 0
    for path, target, values in nist:
        systems = re.findall(r"'(https?://[^']+)'", target)
        if path != "characterization/facet" or "@system" not in target:
            continue
        names = re.findall(r"'([a-z-]+)'", target.partition("@name=")[2].partition("]")[0])
        for system in systems:
            if target.endswith("/@name"):
                assert FACETS[system].keys() == values
            else:
                # A list of values for a name that the list of names lacks binds nothing.
                assert all(FACETS[system][name] == values for name in names if name in FACETS[system])
            checked += 1
    assert checked > 40


def fedramp_lists() -> dict[str, set[str]]:
    text = (REFERENCE / "fedramp" / "oscal" / "fedramp_allowed_values.json").read_text(encoding="utf-8")
    contexts = json.loads(text)["metaschema-meta-constraints"]["contexts"]
    rules = [rule for context in contexts for rule in context["constraints"]["rules"]]
    return {rule["id"]: {value["value"] for value in rule["enums"]} for rule in rules if "enums" in rule}


def test_fedramps_values() -> None:
    published = fedramp_lists()
    beyond = {"scan-type": {"not-applicable"}, "attachment-type": {"no-oscal-ssp"}}
    checked = {rule.id for rule in VALUE_RULES.values() if rule.id in published}
    for rule in VALUE_RULES.values():
        if rule.id in published:
            assert rule.values == published[rule.id] | beyond.get(rule.id, set()), rule.id
    assert len(checked) >= 15
    assert published["component-type"] == COMPONENT_TYPES
    assert published["security-level"] == SECURITY_LEVELS
    assert published["control-implementation-status"] == IMPLEMENTATION_STATES
