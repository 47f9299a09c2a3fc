"""The controls that the plan answers, as OSCAL that resolves without a network: a profile, and its part of NIST's catalogue.

Written where the user added NIST's catalogue (`atopack content add nist-800-53`); every text in it is NIST's, from that copy.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from generator.frameworks.base import Control
from generator.ids import UuidFactory
from generator.model.control_text import ControlCatalog
from generator.model.system import System
from generator.oscal.common import line, moment

PROFILE_FILE = "profile.json"
CATALOG_FILE = "catalog.json"


@dataclass(frozen=True, slots=True)
class BaselineDocuments:
    """Both documents, by file name."""

    profile: bytes
    catalog: bytes

    def files(self) -> Mapping[str, bytes]:
        """File name to JSON."""
        return {CATALOG_FILE: self.catalog, PROFILE_FILE: self.profile}


def baseline(
    system: System, controls: Sequence[Control], texts: ControlCatalog, ids: UuidFactory, as_of: date
) -> BaselineDocuments | None:
    """Both documents; None where the catalogue was not added."""
    about = texts.about
    if about is None:
        return None
    wanted = [control.oscal_id for control in controls]
    title = f"Controls that the plan of {system.name} answers"
    catalog = {
        "metadata": _metadata(f"{title}, from {about.title}", as_of, about.version, system.oscal_version),
        "groups": list(_groups(texts, wanted)),
    }
    resources = list(_resources(texts, catalog["groups"]))
    if resources:
        catalog["back-matter"] = {"resources": resources}
    known = [control_id for control_id in wanted if texts.control(control_id) is not None]
    profile = {
        "metadata": _metadata(title, as_of, as_of.isoformat(), system.oscal_version),
        "imports": [{"href": CATALOG_FILE, "include-controls": [{"with-ids": known}]}],
        "merge": {"as-is": True},
    }
    return BaselineDocuments(profile=_document("profile", profile, ids), catalog=_document("catalog", catalog, ids))


def _metadata(title: str, as_of: date, version: str, oscal_version: str) -> dict[str, Any]:
    return {
        "title": line(title),
        "last-modified": moment(as_of),
        "version": line(version),
        "oscal-version": oscal_version,
    }


def _document(kind: str, body: Mapping[str, Any], ids: UuidFactory) -> bytes:
    uuid = ids.content(kind, msgspec.json.encode(body))
    return msgspec.json.format(msgspec.json.encode({kind: {"uuid": uuid, **body}}), indent=1) + b"\n"


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
    """Without links to controls that this part of the catalogue does not hold."""
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
