"""Makes the OSCAL profiles of FedRAMP's baselines in `oscal/profiles/` (run by `make templates`).

The results are committed; a test compares them with what this makes from the tables in `generator/frameworks`.
"""

import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.model.system import Baseline

DATED = "2026-11-27T00:00:00Z"  # the day the tables were last checked against FedRAMP's appendices
VERSION = "1.0.0"
ROOT = Path(__file__).resolve().parent.parent / "oscal" / "profiles"
_CATALOG = "https://raw.githubusercontent.com/usnistgov/oscal-content/main/nist.gov/SP800-53/rev5/json/NIST_SP-800-53_rev5_catalog.json"


def file_name(baseline: Baseline) -> str:
    """Where a baseline lies."""
    return f"fedramp-rev5-{baseline.value}.json"


def profile(baseline: Baseline) -> Mapping[str, Any]:
    """The controls that FedRAMP's SSP Appendix A of the baseline holds, chosen from NIST's catalogue."""
    chosen = [one.oscal_id for one in FEDRAMP_REV5.plan(baseline.value) if baseline.value in one.baselines]
    resource = _uuid("catalog")
    return {
        "profile": {
            "uuid": _uuid(baseline.value),
            "metadata": {
                "title": f"Controls of the FedRAMP Rev5 {baseline.label} baseline",
                "last-modified": DATED,
                "version": VERSION,
                "oscal-version": "1.1.3",
                "remarks": "Which controls, and nothing else: FedRAMP's parameter values and additional requirements are in "
                "its own profiles and in SSP Appendix A.",
            },
            "imports": [{"href": f"#{resource}", "include-controls": [{"with-ids": chosen}]}],
            "merge": {"as-is": True},
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


def _uuid(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:atopack:profile:{name}"))


def main() -> None:
    """Write them all."""
    for baseline in Baseline:
        (ROOT / file_name(baseline)).write_text(json.dumps(profile(baseline), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
