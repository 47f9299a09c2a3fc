"""Whether the diagrams show what runs, and what crosses the boundary (PL-8, CM-8, SC-7, AC-4, CM-7)."""

from generator.claims.mechanisms import ARCHITECTURE_DIAGRAMS, BOUNDARY_ENCRYPTION, DATA_FLOWS, ENTRY_POINTS
from generator.claims.plan_wording import PlanWording
from generator.claims.stated import StatedRequirement, StatedTopic

_NOT_DRAWN = ("is on no diagram", "are on no diagram")

DIAGRAMS = StatedTopic(
    name="diagrams",
    subject="Diagrams",
    requirements=(
        StatedRequirement(
            requirement="running-not-drawn",
            plan=PlanWording(
                mechanism=ARCHITECTURE_DIAGRAMS,
                says=lambda scope: f"The architecture diagrams show {scope.all}",
                lacks=_NOT_DRAWN,
            ),
        ),
        StatedRequirement(
            requirement="drawn-not-running",
            plan=PlanWording(
                mechanism=ARCHITECTURE_DIAGRAMS,
                says=lambda scope: f"{scope.All} {scope.agree('corresponds', 'correspond')} to what is deployed",
                lacks=("corresponds to nothing that is deployed", "correspond to nothing that is deployed"),
                names=False,
            ),
        ),
        StatedRequirement(
            requirement="inventory-not-drawn",
            plan=PlanWording(
                mechanism=ARCHITECTURE_DIAGRAMS,
                says=lambda scope: f"{scope.All} {scope.agree('appears', 'appear')} on a diagram",
                lacks=_NOT_DRAWN,
            ),
        ),
        StatedRequirement(
            requirement="diagrams-not-consistent",
            plan=PlanWording(
                mechanism=ARCHITECTURE_DIAGRAMS,
                says=lambda scope: f"The diagrams agree with each other on {scope.all}",
                lacks=("differs between the diagrams", "differ between the diagrams"),
            ),
        ),
        StatedRequirement(
            requirement="external-not-drawn",
            plan=PlanWording(
                mechanism=ARCHITECTURE_DIAGRAMS,
                says=lambda scope: f"{scope.All} in use {scope.agree('is', 'are')} drawn",
                lacks=_NOT_DRAWN,
            ),
        ),
        StatedRequirement(
            requirement="external-drawn-inside",
            plan=PlanWording(
                mechanism=ARCHITECTURE_DIAGRAMS,
                says=lambda scope: f"{scope.All} {scope.agree('stands', 'stand')} outside the drawn boundary",
                lacks=("stands inside the drawn boundary", "stand inside the drawn boundary"),
                names=False,
            ),
        ),
        StatedRequirement(
            requirement="external-not-listed",
            plan=PlanWording(
                mechanism=ARCHITECTURE_DIAGRAMS,
                says=lambda scope: f"{scope.All} {scope.agree('is', 'are')} listed among the external services of the plan",
                lacks=("is not listed in the plan", "are not listed in the plan"),
                names=False,
            ),
        ),
        StatedRequirement(
            requirement="flow-not-drawn",
            plan=PlanWording(
                mechanism=DATA_FLOWS,
                says=lambda scope: f"The data flow diagrams show {scope.all}",
                lacks=_NOT_DRAWN,
                subject=("data flow", "data flows"),
            ),
        ),
        StatedRequirement(
            requirement="flow-not-found",
            plan=PlanWording(
                mechanism=DATA_FLOWS,
                says=lambda scope: f"{scope.All} {scope.agree('is a connection', 'are connections')} in use or configured",
                lacks=("is no connection in use", "are no connections in use"),
            ),
        ),
        StatedRequirement(
            requirement="flow-reversed",
            plan=PlanWording(
                mechanism=DATA_FLOWS,
                says=lambda scope: (
                    f"The {scope.agree('arrow', 'arrows')} of {scope.all} {scope.agree('points', 'point')} away from the side "
                    "that opens the connection"
                ),
                lacks=("points against the direction of the connection", "point against the direction of the connection"),
            ),
        ),
        StatedRequirement(
            requirement="drawn-port-differs",
            plan=PlanWording(
                mechanism=DATA_FLOWS,
                says=lambda scope: f"{scope.All} {scope.agree('names the port', 'name the ports')} in use",
                lacks=("names another port than the one in use", "name other ports than those in use"),
            ),
        ),
        StatedRequirement(
            requirement="way-in-not-drawn",
            plan=PlanWording(
                mechanism=ENTRY_POINTS,
                says=lambda scope: f"The diagrams show {scope.all} from outside the boundary",
                lacks=_NOT_DRAWN,
                subject=("entry point", "entry points"),
            ),
        ),
        StatedRequirement(
            requirement="way-in-not-found",
            plan=PlanWording(
                mechanism=ENTRY_POINTS,
                says=lambda scope: f"{scope.All} {scope.agree('exists', 'exist')} in the deployed configuration",
                lacks=("does not exist in the deployed configuration", "do not exist in the deployed configuration"),
                subject=("drawn entry point", "drawn entry points"),
            ),
        ),
        StatedRequirement(
            requirement="crossing-not-labelled",
            plan=PlanWording(
                mechanism=ENTRY_POINTS,
                says=lambda scope: f"{scope.All} {scope.agree('states', 'state')} port, protocol and encryption",
                lacks=("is drawn without port, protocol or encryption", "are drawn without port, protocol or encryption"),
            ),
        ),
        StatedRequirement(
            requirement="crossing-not-encrypted",
            plan=PlanWording(
                mechanism=BOUNDARY_ENCRYPTION,
                says=lambda scope: f"{scope.All} {scope.state('encrypted')}",
                lacks=("is not encrypted", "are not encrypted"),
            ),
        ),
    ),
)
