"""What a framework is: controls, ratings and deadlines as values. Almost no code."""

import re
from datetime import date
from typing import Protocol

import msgspec

from generator.model.identifiers import ControlId
from generator.model.rating import Rating
from generator.model.scan import Severity

_CONTROL = re.compile(r"[A-Za-z]{2}-\d{1,2}(?:\((?:\d{1,2}|[a-z]{1,2})\))*")
_OSCAL_CONTROL = re.compile(r"[a-z]{2}-\d{1,2}(?:\.(?:\d{1,2}|[a-z]{1,2}))*")


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """A value that the framework leaves to the provider."""

    label: str
    """As FedRAMP's SSP Appendix A names its row: `CM-8(a)(5)`, `AC-1(c)(1)-2`."""
    oscal_id: str
    """As NIST's catalog spells it: `cm-08_odp.01`."""
    stands_for: tuple[str, ...] = ()
    """The catalog's parameters that this one is asked for together: `ac-1_prm_1` for `ac-01_odp.01` and `ac-01_odp.02`."""

    inserted: tuple["Parameter", ...] = ()
    """Of a choice, the parameters inside its options: `ac-11_odp.02` in `ac-11_odp.01`."""

    @property
    def set_as(self) -> tuple[str, ...]:
        """The ids that a value is given to. FedRAMP, `aggregate-parameters-warning`: never to one that aggregates others."""
        return self.stands_for or (self.oscal_id,)

    @property
    def with_inserted(self) -> tuple["Parameter", ...]:
        """This one, and what is inserted into it."""
        return (self, *(parameter for inserted in self.inserted for parameter in inserted.with_inserted))


class Control(msgspec.Struct, frozen=True, kw_only=True):
    """A control of a baseline."""

    id: ControlId
    """As the framework writes it: `RA-5(5)`."""
    title: str
    parts: tuple[str, ...]
    """Letters of its parts, as FedRAMP's SSP Appendix A has them; empty where it has none."""
    area: str
    """The area of the container guidance that asks for it; empty where container evidence says nothing of it."""
    source: str
    """Who says that container evidence belongs here."""
    baselines: frozenset[str]
    """The baselines that hold it: `li-saas`, `low`, `moderate`, `high`. Empty for a control of no baseline."""
    named: bool = False
    """The container guidance itself names it, so that evidence about it is asked for at every level."""
    parameters: tuple[Parameter, ...] = ()
    """In the order of SSP Appendix A."""
    added_by: tuple[str, ...] = ()
    """What beside FedRAMP asks for it although the baseline does not: `DoD IL4 Moderate`."""
    conditional: bool = False
    """LI-SaaS asks for it only where a condition holds (SSP Appendix A LI-SaaS, Table A-1)."""

    @property
    def oscal_id(self) -> str:
        """`ra-5.5`, as NIST's SP 800-53 catalog spells it."""
        return oscal_id(self.id)

    def statement_id(self, part: str) -> str:
        """`cm-8_smt.a`, as NIST's catalog spells it; `cm-8_smt` for the whole control."""
        return f"{self.oscal_id}_smt.{part}" if part else f"{self.oscal_id}_smt"


def oscal_id(control: str) -> str:
    """`SC-7(5)` as NIST's SP 800-53 catalog spells it: `sc-7.5`."""
    return control.lower().replace("(", ".").replace(")", "")


def control_order(control: str) -> tuple[str, int, int, str]:
    """To sort controls by: family, number, enhancement, and the rest as it is written."""
    family, _, rest = control.partition("-")
    number, _, enhancement = rest.partition("(")
    enhancement = enhancement.partition(")")[0]
    return family, int(number) if number.isdigit() else 0, int(enhancement) if enhancement.isdigit() else 0, rest


def is_control(text: str) -> bool:
    """`SC-7(5)`, `RA-05`, `SI-2(2)(a)`; people also write words into a cell for controls."""
    return _CONTROL.fullmatch(text) is not None


def printed_id(control: str) -> ControlId:
    """`sc-7.5` as FedRAMP writes it: `SC-7(5)`, a part of a control in a small letter; what is no control as it is."""
    if _OSCAL_CONTROL.fullmatch(control.lower()) is None:
        return ControlId(control)
    base, *parts = control.lower().split(".")
    return ControlId(base.upper() + "".join(f"({part})" for part in parts))


class Addition(msgspec.Struct, frozen=True, kw_only=True):
    """A rule book beside FedRAMP's, which a system may name as well."""

    name: str
    """As system.yaml names it: `dod-il4`."""
    title: str
    source: str
    """Document, and its day."""


class Framework(Protocol):
    """One rule book."""

    @property
    def name(self) -> str:
        """As system.yaml names it: `fedramp-rev5`."""

    @property
    def title(self) -> str:
        """For people."""

    def controls(self, baseline: str) -> tuple[Control, ...]:
        """Container-relevant controls of a baseline, and those that are additional to it; in its order."""

    def plan(self, baseline: str) -> tuple[Control, ...]:
        """Every control that a system security plan answers: the baseline, and what `controls` adds to it; in its order."""

    def rating(self, severity: Severity, score: float | None) -> Rating:
        """Risk rating of a weakness, from its CVSS base score or the severity that the scanner states."""

    def due(self, rating: Rating, detected: date, known_exploited: date | None) -> date | None:
        """Day by which a weakness must be remediated; None where the framework sets none."""
