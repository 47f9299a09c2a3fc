"""Makes `oscal/fedramp-rev5-parameters.txt` from FedRAMP's baseline profiles (run by hand when FedRAMP publishes new ones).

Kept are facts: ids of parameters and the values that FedRAMP assigns; nothing of NIST's catalog.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.frameworks.rev5.assignments import FILE, LEVELS, OPEN
from generator.resources import data
from tests.prerequisites import shared

PROFILES = {
    level: shared(f"reference/oscal/fedramp-rev5/FedRAMP_rev5_{name}-baseline_profile.json")
    for level, name in {"T": "LI-SaaS", "L": "LOW", "M": "MODERATE", "H": "HIGH"}.items()
}
_LEFT_TO_THE_PROVIDER = frozenset(
    {
        "ac-02.09_odp",
        "ac-08_odp.01",
        "ac-08_odp.02",
        "au-2_prm_2",
        "cm-02.03_odp",
        "cp-03_odp.01",
        "ir-08_odp.04",
        "ir-8_prm_5",
        "mp-4_prm_2",
        "sa-04.02_odp.01",
    }
)
"""Read one by one: their value is "organization-defined …" or "see additional requirements", which is none."""


def table(profiles: Mapping[str, Mapping[str, Any]]) -> str:
    """One line a value: `ac-01_odp.05 TLM at least every 3 years`, sorted by id and then by the levels."""
    values: dict[tuple[str, str], str] = {}
    for level in LEVELS:
        for setting in profiles[level]["profile"]["modify"]["set-parameters"]:
            (constraint,) = setting["constraints"]
            key = setting["param-id"], _value(constraint["description"])
            values[key] = values.get(key, "") + level
    heads = sorted({f"{profiles[level]['profile']['metadata']['version']}" for level in LEVELS})
    days = sorted({profiles[level]["profile"]["metadata"]["last-modified"][:10] for level in LEVELS})
    lines = (f"# FedRAMP's baseline profiles, {', '.join(heads)} of {', '.join(days)}; levels: {_legend()}", *_rows(values))
    return "\n".join(lines) + "\n"


def _legend() -> str:
    return ", ".join(f"{level} {name}" for level, name in LEVELS.items()) + f"; {OPEN} left to the provider"


def _rows(values: Mapping[tuple[str, str], str]) -> Iterator[str]:
    order = list(LEVELS)
    for (name, value), levels in sorted(values.items(), key=lambda row: (row[0][0], order.index(row[1][0]))):
        yield f"{name} {levels}{OPEN if name in _LEFT_TO_THE_PROVIDER else ''} {value}"


def _value(text: str) -> str:
    """FedRAMP's own paragraphs as one; `Selection:` and `\\*` are marks of its source, which SSP Appendix A does not print."""
    return " ".join(text.split()).removeprefix("Selection: ").removeprefix("\\*")


if __name__ == "__main__":
    sources = {level: json.loads(path.read_bytes()) for level, path in PROFILES.items()}
    Path(str(data("oscal") / FILE)).write_text(table(sources), encoding="utf-8")
