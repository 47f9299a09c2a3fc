"""Makes the OSCAL profiles of FedRAMP's baselines in `oscal/profiles/` (run by `make templates`).

The results are committed; a test compares them with what this makes from the tables in `generator/frameworks`.
"""

import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.frameworks.base import Control
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.frameworks.rev5.li_saas import METHOD, METHOD_CLASS, methods
from generator.model.system import ControlBaseline
from generator.oscal.baseline import parameter_constraints
from generator.oscal.fedramp_values import FEDRAMP_NAMESPACE

DATED = "2026-11-29T00:00:00Z"  # the day the tables were last checked against FedRAMP's appendices
VERSION = "1.1.0"
ROOT = Path(__file__).resolve().parent.parent / "oscal" / "profiles"
_CATALOG = "https://raw.githubusercontent.com/usnistgov/oscal-content/main/nist.gov/SP800-53/rev5/json/NIST_SP-800-53_rev5_catalog.json"


def file_name(baseline: ControlBaseline) -> str:
    """Where a baseline lies."""
    return f"fedramp-rev5-{baseline.value}.json"


def profile(baseline: ControlBaseline) -> Mapping[str, Any]:
    """The controls that FedRAMP's profile of the baseline selects, chosen from NIST's catalogue: those of SSP Appendix A, and
    at LI-SaaS all of the Low baseline, each with what is done with it."""
    tailored = baseline is ControlBaseline.LI_SAAS
    selects = ControlBaseline.LOW if tailored else baseline
    controls = [one for one in FEDRAMP_REV5.plan(selects.value) if selects.value in one.baselines]
    chosen = [one.oscal_id for one in controls]
    resource = _uuid("catalog")
    return {
        "profile": {
            "uuid": _uuid(baseline.value),
            "metadata": {
                "title": f"Controls of the FedRAMP Rev5 {baseline.label} baseline",
                "last-modified": DATED,
                "version": VERSION,
                "oscal-version": "1.1.3",
                "remarks": "Which controls, and FedRAMP's parameter values; its additional requirements are in its own "
                "profiles and in SSP Appendix A.",
            },
            "imports": [{"href": f"#{resource}", "include-controls": [{"with-ids": chosen}]}],
            "merge": {"as-is": True},
            "modify": {
                "set-parameters": parameter_constraints(controls, baseline.value),
                **({"alters": [_tailored(one) for one in controls]} if tailored else {}),
            },
            "back-matter": {
                "resources": [
                    {
                        "uuid": resource,
                        "title": "NIST SP 800-53 Rev 5 catalogue",
                        "rlinks": [{"href": _CATALOG, "media-type": "application/oscal+json"}],
                    }
                ]
            },
        }
    }


def _tailored(control: Control) -> Mapping[str, Any]:
    props = [{"name": METHOD, "ns": FEDRAMP_NAMESPACE, "value": one, "class": METHOD_CLASS} for one in methods(control.id)]
    return {"control-id": control.oscal_id, "adds": [{"position": "ending", "props": props}]}


def _uuid(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:atopack:profile:{name}"))


def main() -> None:
    """Write them all."""
    for baseline in ControlBaseline:
        (ROOT / file_name(baseline)).write_text(json.dumps(profile(baseline), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
