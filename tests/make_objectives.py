"""Makes `oscal/objectives-sp800-53a.txt` from NIST's catalog beside the checkout (run by hand when NIST publishes a new one).

Kept are facts: the ids of the objectives that are determined one by one, and the methods; no sentence of the catalog.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.frameworks.fedramp_rev5 import EVERY
from generator.frameworks.objectives import FILE, label_of
from generator.resources import data
from tests.prerequisites import shared

CATALOG = shared("reference/oscal/nist-800-53-rev5/NIST_SP-800-53_rev5_catalog.json")


def table(catalog: Mapping[str, Any]) -> str:
    """One line a control: `ac-1 EI a-1 a-2 …`, and `a-1=LABEL` where NIST's label follows another form."""
    wanted = {control.oscal_id for control in EVERY}
    rows = {
        control["id"]: " ".join((control["id"], _methods(control), *_objectives(control)))
        for group in catalog["catalog"]["groups"]
        for control in _with_enhancements(group["controls"])
        if control["id"] in wanted
    }
    version = catalog["catalog"]["metadata"]["version"]
    return "\n".join((f"# NIST SP 800-53A by the OSCAL catalog {version}", *(rows[key] for key in sorted(rows)))) + "\n"


def _with_enhancements(controls: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for control in controls:
        yield control
        yield from _with_enhancements(control.get("controls", []))


def _methods(control: Mapping[str, Any]) -> str:
    methods = [part for part in control["parts"] if part["name"] == "assessment-method"]
    return "".join(next(prop["value"] for prop in part["props"] if prop["name"] == "method")[0] for part in methods)


def _objectives(control: Mapping[str, Any]) -> Iterator[str]:
    for leaf in _leaves([part for part in control["parts"] if part["name"] == "assessment-objective"]):
        name = leaf["id"].removeprefix(f"{control['id']}_obj") or "."
        label = next((prop["value"] for prop in leaf.get("props", ()) if prop["name"] == "label"), "")
        yield name if label in ("", label_of(leaf["id"])) else f"{name}={label}"


def _leaves(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        below = [each for each in part.get("parts", ()) if each["name"] == "assessment-objective"]
        if below:
            yield from _leaves(below)
        else:
            yield part


if __name__ == "__main__":
    Path(str(data("oscal") / FILE)).write_text(table(json.loads(CATALOG.read_bytes())), encoding="utf-8")
