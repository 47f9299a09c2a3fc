"""Whether the diagrams show what runs, and what crosses the boundary (PL-8, CM-8, SC-7, AC-4, CM-7).

Where a drawing errs is a finding about the drawing, for the readiness report; the plan says what the diagrams show.
"""

from generator.claims.mechanisms import ARCHITECTURE_DIAGRAMS, BOUNDARY_ENCRYPTION, DATA_FLOWS, ENTRY_POINTS
from generator.claims.plan_wording import PlannedRequirement
from generator.claims.stated import StatedTopic
from generator.claims.stated_requirement import StatedRequirement

_NOT_DETECTED = ("CM-8(3)(a)", "CM-7(a)")
"""A drawing detects no component and disables no service; what it says of encryption encrypts nothing."""
_NOT_DRAWN = ("is on none of the provider's own diagrams", "are on none of the provider's own diagrams")

DIAGRAMS = StatedTopic(
    name="diagrams",
    subject="Diagrams",
    requirements=(
        PlannedRequirement(
            requirement="running-not-drawn",
            mechanism=ARCHITECTURE_DIAGRAMS,
            says=lambda scope: f"The provider's own architecture diagrams show {scope.all}",
            lacks=_NOT_DRAWN,
            not_at=_NOT_DETECTED,
        ),
        StatedRequirement(requirement="drawn-not-running"),
        StatedRequirement(requirement="inventory-not-drawn"),
        StatedRequirement(requirement="diagrams-not-consistent"),
        PlannedRequirement(
            requirement="external-not-drawn",
            mechanism=ARCHITECTURE_DIAGRAMS,
            says=lambda scope: f"{scope.All} in use {scope.agree('is', 'are')} drawn outside the boundary",
            lacks=_NOT_DRAWN,
            not_at=_NOT_DETECTED,
        ),
        StatedRequirement(requirement="external-drawn-inside"),
        PlannedRequirement(
            requirement="external-not-listed",
            mechanism=ARCHITECTURE_DIAGRAMS,
            says=lambda scope: f"{scope.All} {scope.agree('is', 'are')} listed among the external services of the plan",
            lacks=("is not listed in the plan", "are not listed in the plan"),
            names=False,
            not_at=_NOT_DETECTED,
        ),
        PlannedRequirement(
            requirement="flow-not-drawn",
            mechanism=DATA_FLOWS,
            says=lambda scope: f"The provider's own data flow diagrams show {scope.all}",
            lacks=_NOT_DRAWN,
            not_at=_NOT_DETECTED,
            subject=("data flow", "data flows"),
        ),
        StatedRequirement(requirement="flow-not-found"),
        StatedRequirement(requirement="flow-reversed"),
        PlannedRequirement(
            requirement="drawn-port-differs",
            mechanism=DATA_FLOWS,
            says=lambda scope: (
                f"The {scope.agree('port', 'ports')} that the provider's own data flow diagrams name for {scope.all} "
                f"{scope.agree('is the one', 'are those')} in use"
            ),
            lacks=("names another port than the one in use", "name other ports than those in use"),
            not_at=_NOT_DETECTED,
        ),
        PlannedRequirement(
            requirement="way-in-not-drawn",
            mechanism=ENTRY_POINTS,
            says=lambda scope: f"The provider's own diagrams show {scope.all} from outside the boundary",
            lacks=_NOT_DRAWN,
            subject=("entry point", "entry points"),
            not_at=_NOT_DETECTED,
        ),
        StatedRequirement(requirement="way-in-not-found"),
        PlannedRequirement(
            requirement="crossing-not-labelled",
            mechanism=ENTRY_POINTS,
            says=lambda scope: f"{scope.All} {scope.agree('states', 'state')} port, protocol and encryption",
            lacks=("is drawn without port, protocol or encryption", "are drawn without port, protocol or encryption"),
            not_at=(*_NOT_DETECTED, "SC-8"),
        ),
        PlannedRequirement(
            requirement="crossing-not-encrypted",
            mechanism=BOUNDARY_ENCRYPTION,
            says=lambda scope: f"{scope.Shown} {scope.state('encrypted')}",
            lacks=("is not encrypted", "are not encrypted"),
        ),
    ),
)
