"""FedRAMP 20x: the Key Security Indicators with their classes and controls, and what the rules ask of a class.

Consolidated Rules for 2026, version 2026.07.14.01 of 2026-07-14. The tables are in `oscal/fedramp-20x/`: ids, classes and
controls are FedRAMP's, labels and the mapping to evidence are ours, and no text of FedRAMP is in them.
"""

from collections.abc import Iterator, Mapping
from functools import cache

import msgspec

from generator.frameworks.base import printed_id
from generator.frameworks.fedramp_cr26 import CertificationClass
from generator.model.identifiers import ControlId
from generator.model.indicator import IndicatorMethod, MethodKind, StatedPart
from generator.resources import data

NAME = "fedramp-20x"
RULES_VERSION = "2026.07.14.01"
FOLDER = "fedramp-20x"

METHODS_REQUIRED: Mapping[CertificationClass, int] = {
    CertificationClass.A: 0,
    CertificationClass.B: 1,
    CertificationClass.C: 2,
    CertificationClass.D: 4,
}
"""FRC-CSX-VVK: automated methods for each indicator."""
FORCE: Mapping[CertificationClass, str] = {
    CertificationClass.A: "may",
    CertificationClass.B: "should",
    CertificationClass.C: "must",
    CertificationClass.D: "must",
}
"""FRC-CSX-VVK and FRC-CSX-MOT: how they bind."""
HISTORY_MONTHS: Mapping[CertificationClass, int] = {
    CertificationClass.A: 0,
    CertificationClass.B: 0,
    CertificationClass.C: 6,
    CertificationClass.D: 18,
}
"""FRC-CSX-MOT: months of metrics; Class B should supply what there is."""
CADENCE_DAYS: Mapping[CertificationClass, int] = {
    CertificationClass.A: 31,
    CertificationClass.B: 7,
    CertificationClass.C: 3,
    CertificationClass.D: 3,
}
"""VDR-TFR-MVX: days within which machine-based resources are verified and validated. The rules name none for Class D yet
(SDR-CSX-KMT: set during the 20x Phase 4 Pilot); those of Class C apply."""

THEMES: Mapping[str, str] = {
    "CED": "Education",
    "CMT": "Change management",
    "CNA": "Cloud architecture",
    "IAM": "Identity and access",
    "INR": "Incident response",
    "MLA": "Monitoring and logging",
    "PIY": "Policy and inventory",
    "RPL": "Recovery",
    "SCR": "Supply chain",
    "SVC": "Service configuration",
}
"""The themes by their ids, with short labels of ours."""


class Indicator(msgspec.Struct, frozen=True, kw_only=True):
    """One Key Security Indicator."""

    id: str
    """`KSI-SVC-SIN`."""
    label: str
    """Ours: a few words."""
    classes: frozenset[CertificationClass]
    optional: frozenset[CertificationClass]
    """Classes of which its text begins with *Optional*."""
    controls: tuple[ControlId, ...]
    """Those of SP 800-53 that FedRAMP maps to it, as FedRAMP writes them: `AC-2(1)`."""
    methods: tuple[IndicatorMethod, ...]
    """What of the evidence validates it; empty where nothing does."""
    stated: StatedPart | None
    """What a person has to state; None where evidence says all of it."""

    @property
    def theme(self) -> str:
        """`SVC`."""
        return self.id.split("-")[1]


def indicators() -> tuple[Indicator, ...]:
    """All 46, in the order of the rules."""
    return _indicators()


def indicators_of(certification: CertificationClass) -> tuple[Indicator, ...]:
    """Those that apply to a class."""
    return tuple(indicator for indicator in _indicators() if certification in indicator.classes)


def tools_of_indicators() -> frozenset[str]:
    """Names of the tools whose results validate an indicator."""
    methods = (method for indicator in _indicators() for method in indicator.methods)
    return frozenset(method.name for method in methods if method.kind is MethodKind.TOOL)


@cache
def _indicators() -> tuple[Indicator, ...]:
    methods = _methods()
    stated = {name: StatedPart(what=what, whole=how == "none", why=why) for name, what, how, why in _rows("statements.txt", 4)}
    return tuple(
        Indicator(
            id=name,
            label=label,
            classes=frozenset(CertificationClass(word[0]) for word in classes.split()),
            optional=frozenset(CertificationClass(word[0]) for word in classes.split() if word.endswith("?")),
            controls=tuple(printed_id(control) for control in controls.split()),
            methods=methods.get(name, ()),
            stated=stated.get(name),
        )
        for name, classes, label, controls in _rows("indicators.txt", 4)
    )


def _methods() -> Mapping[str, tuple[IndicatorMethod, ...]]:
    found: dict[str, tuple[IndicatorMethod, ...]] = {}
    for name, what, reason in _rows("methods.txt", 3):
        found[name] = (*found.get(name, ()), _method(what, reason))
    return found


def _method(what: str, reason: str) -> IndicatorMethod:
    kind, _, rest = what.partition(" ")
    if MethodKind(kind) is MethodKind.REQUIREMENT:
        return IndicatorMethod(kind=MethodKind.REQUIREMENT, name=rest, rules=(), reason=reason)
    tool, _, rules = rest.partition(": ")
    return IndicatorMethod(kind=MethodKind.TOOL, name=tool, rules=tuple(rules.split()), reason=reason)


def _rows(file: str, columns: int) -> Iterator[list[str]]:
    for line in (data("oscal") / FOLDER / file).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("|")]
            yield [*cells, *[""] * (columns - len(cells))]
