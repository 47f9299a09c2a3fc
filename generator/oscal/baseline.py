"""The controls that the plan answers, as OSCAL that resolves without a network: a profile, and a catalog beside it.

Where the user added NIST's catalog (`atopack content add nist-800-53`), it is the part of that copy; else a catalog of
identifiers: controls with their titles, parameters and statements, and none of NIST's texts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from generator.frameworks.base import Control
from generator.frameworks.rev5.assignments import assigned_values
from generator.frameworks.rev5.table import FAMILIES
from generator.ids import UuidFactory
from generator.model.control_text import ControlCatalog
from generator.model.system import ControlBaseline, System
from generator.oscal.common import line
from generator.oscal.untyped import document_of, metadata_of

_PROFILES = "https://raw.githubusercontent.com/GSA/fedramp-automation/master/dist/content/rev5/baselines/json/"
"""Where FedRAMP publishes its Rev5 baselines as OSCAL profiles."""
PROFILE_FILE = "profile.json"
CATALOG_FILE = "catalog.json"


class BaselineDocuments(msgspec.Struct, frozen=True):
    """Both documents, by file name."""

    profile: bytes
    catalog: bytes

    def files(self) -> Mapping[str, bytes]:
        """File name to JSON."""
        return {CATALOG_FILE: self.catalog, PROFILE_FILE: self.profile}


def baseline(
    system: System, controls: Sequence[Control], texts: ControlCatalog, ids: UuidFactory, as_of: date
) -> BaselineDocuments:
    """Both documents."""
    about = texts.about
    wanted = [control.oscal_id for control in controls]
    title = f"Controls that the plan of {system.name} answers"
    if about is None:
        known = wanted
        catalog = {
            "metadata": {
                **metadata_of(f"{title}: identifiers", as_of, as_of.isoformat(), system.oscal_version),
                "remarks": "Identifiers and titles only. The texts are in NIST's catalog of SP 800-53 Rev. 5.",
            },
            "groups": list(_identifier_groups(controls)),
        }
    else:
        known = [control_id for control_id in wanted if texts.control(control_id) is not None]
        catalog = {
            "metadata": metadata_of(f"{title}, from {about.title}", as_of, about.version, system.oscal_version),
            "groups": list(_groups(texts, wanted)),
        }
        resources = list(_resources(texts, catalog["groups"]))
        if resources:
            catalog["back-matter"] = {"resources": resources}
    profile = {
        "metadata": {
            **metadata_of(title, as_of, as_of.isoformat(), system.oscal_version),
            "links": [{"href": published_profile(system), "rel": "reference", "text": "FedRAMP's own profile"}],
        },
        "imports": [{"href": CATALOG_FILE, "include-controls": [{"with-ids": known}]}],
        "merge": {"as-is": True},
        **_modified(controls, system.baseline, known),
    }
    return BaselineDocuments(profile=document_of("profile", profile, ids), catalog=document_of("catalog", catalog, ids))


def _modified(controls: Sequence[Control], of: ControlBaseline, known: Sequence[str]) -> dict[str, Any]:
    """FedRAMP's parameter values, as its own profiles say them: conditions of the value that the plan sets."""
    there = frozenset(known)
    settings = parameter_constraints((control for control in controls if control.oscal_id in there), of.value)
    return {"modify": {"set-parameters": settings}} if settings else {}


def parameter_constraints(controls: Iterable[Control], name: str) -> list[dict[str, Any]]:
    """`set-parameter` of a profile for each parameter that FedRAMP assigns at a baseline (`moderate`)."""
    parameters = (each for control in controls for row in control.parameters for each in row.with_inserted)
    return [
        {"param-id": parameter_id, "constraints": [{"description": line(value)}]}
        for parameter in parameters
        for parameter_id, value in assigned_values(parameter, name).items()
    ]


def published_profile(system: System) -> str:
    """The address of FedRAMP's own profile of the baseline."""
    name = system.baseline.label if system.baseline is ControlBaseline.LI_SAAS else system.baseline.value.upper()
    return f"{_PROFILES}FedRAMP_rev5_{name}-baseline_profile.json"


def _identifier_groups(controls: Sequence[Control]) -> Iterator[dict[str, Any]]:
    """Families in the order of their ids; enhancements beside the controls that they enhance."""
    families: dict[str, list[Control]] = {}
    for control in controls:
        families.setdefault(control.oscal_id.split("-")[0], []).append(control)
    for family, rows in sorted(families.items()):
        yield {
            "id": family,
            "class": "family",
            "title": FAMILIES[family.upper()],
            "controls": [_identifiers(control) for control in rows],
        }


def _identifiers(control: Control) -> dict[str, Any]:
    """Statements and parameters by the ids under which the plan answers and sets them."""
    names = dict.fromkeys(name for row in control.parameters for each in row.with_inserted for name in each.set_as)
    items = [{"id": control.statement_id(part), "name": "item"} for part in control.parts]
    return {
        "id": control.oscal_id,
        "title": line(control.title),
        **({"params": [{"id": name} for name in names]} if names else {}),
        "parts": [{"id": control.statement_id(""), "name": "statement", **({"parts": items} if items else {})}],
    }


def _groups(texts: ControlCatalog, wanted: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Families in NIST's order, enhancements below the control that they enhance where that is there as well."""
    controls_by_id = {control_id: kept for control_id in wanted if (kept := texts.control(control_id)) is not None}
    written = {
        control_id: _within(msgspec.json.decode(kept.control), controls_by_id) for control_id, kept in controls_by_id.items()
    }
    titles: dict[str, str] = {}
    tops: dict[str, list[str]] = {}
    for control_id, kept in sorted(controls_by_id.items(), key=lambda row: row[1].sort_id):
        if kept.enhances in written:
            written[kept.enhances].setdefault("controls", []).append(written[control_id])
        else:
            titles[kept.group] = kept.group_title
            tops.setdefault(kept.group, []).append(control_id)
    for group in sorted(tops):
        yield {
            "id": group,
            "class": "family",
            "title": titles[group],
            "controls": [written[control_id] for control_id in tops[group]],
        }


def _within(control: dict[str, Any], wanted_ids: Iterable[str]) -> dict[str, Any]:
    """Without links to controls that this part of the catalog does not hold."""
    links = [link for link in control.pop("links", []) if _kept(str(link.get("href", "")), wanted_ids)]
    return {**control, "links": links} if links else control


def _kept(href: str, wanted_ids: Iterable[str]) -> bool:
    return not href.startswith("#") or href[1:] in wanted_ids or len(href) == len("#") + 36


def _resources(texts: ControlCatalog, groups: object) -> Iterator[object]:
    """Everything of the back matter that the controls cite."""
    for uuid in sorted(set(_cited(groups))):
        if (resource := texts.catalog_resource(uuid)) is not None:
            yield msgspec.json.decode(resource)


def _cited(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for member in node:
            yield from _cited(member)
    elif isinstance(node, dict):
        for link in node.get("links", ()):
            href = str(link.get("href", ""))
            if href.startswith("#"):
                yield href[1:]
        for value in node.values():
            yield from _cited(value)
