"""What other producers' OSCAL gives this system: controls to inherit, responsibilities left to it, components it uses."""

from collections.abc import Mapping
from datetime import date

import msgspec

from generator.model.evidence import EvidenceFile


class ProvidedControl(msgspec.Struct, frozen=True, kw_only=True):
    """A capability that a leveraged system offers to systems that leverage it."""

    uuid: str
    control_id: str
    """As the catalog spells it: `pe-2`."""
    statement_id: str
    """`pe-2_smt.a`; empty where it is offered for the whole control."""
    component: str
    """Title of the component there that provides it."""
    description: str


class CustomerResponsibility(msgspec.Struct, frozen=True, kw_only=True):
    """What a leveraged system leaves to systems that leverage it."""

    uuid: str
    control_id: str
    statement_id: str
    description: str
    provided_uuid: str | None
    """The capability that it belongs to."""


class LeveragedPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A leveraged system's security plan, as far as it is for others."""

    uuid: str
    title: str
    provided: tuple[ProvidedControl, ...]
    responsibilities: tuple[CustomerResponsibility, ...]


class SuppliedText(msgspec.Struct, frozen=True, kw_only=True):
    """What a supplier says of its component and one control."""

    control_id: str
    statement_id: str
    """Empty for the whole control."""
    description: str


class SuppliedComponent(msgspec.Struct, frozen=True, kw_only=True):
    """A component as its supplier defines it."""

    uuid: str
    type: str
    title: str
    description: str
    version: str | None
    controls: tuple[SuppliedText, ...]


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A person decided that controls are inherited from a leveraged system."""

    leveraged: str
    """Id in `plan.leveraged-authorizations`."""
    controls: tuple[str, ...]
    """Ids as the catalog spells them; empty for all that is provided."""
    by: str
    day: date
    place: str


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """A person says how a responsibility is met."""

    uuid: str
    how: str
    by: str
    day: date
    place: str


class Inheritance(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, as the documents use it."""

    plans: Mapping[str, tuple[LeveragedPlan, EvidenceFile]] = msgspec.field(default_factory=dict)
    """By the id of the leveraged authorization."""
    supplied: tuple[tuple[SuppliedComponent, EvidenceFile], ...] = ()
    taken: tuple[Taken, ...] = ()
    met: tuple[Met, ...] = ()
    unbound: tuple[tuple[LeveragedPlan, EvidenceFile], ...] = ()
    """Plans that no row of system.yaml names: nothing is inherited of them."""

    @property
    def files(self) -> tuple[EvidenceFile, ...]:
        """Every file once, by path."""
        files = {file.path: file for file in (*(file for _, file in self.plans.values()), *(file for _, file in self.supplied))}
        return tuple(files[path] for path in sorted(files))

    def inherited(self, leveraged: str) -> tuple[ProvidedControl, ...]:
        """What a person took over from a leveraged system."""
        plan, _ = self.plans[leveraged]
        rows = [control for control in self.taken if control.leveraged == leveraged]
        chosen = {control for row in rows for control in row.controls}
        everything = any(not row.controls for row in rows)
        return tuple(control for control in plan.provided if everything or control.control_id in chosen)


NO_INHERITANCE = Inheritance()
