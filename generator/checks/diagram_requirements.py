"""What the checks about diagrams and flows ask for. See `asked`: FedRAMP's guidance on diagrams names no controls beside them,
except for services, ports and protocols (SSP template, section 9: CM-7, CM-7(1), RA-5, SA-4, SA-9(2), SA-9(4)).
"""

from collections.abc import Mapping
from types import MappingProxyType

from generator.model.posture import ControlMapping
from generator.model.scan import Severity
from generator.posture.mapping import mapped

DIAGRAMS, FLOWS = "Diagrams", "Flows"

Row = tuple[str, str, str, str, Severity, tuple[ControlMapping, ...]]

DIAGRAM_REQUIREMENTS: Mapping[str, Row] = MappingProxyType(
    {
        "inventory-not-drawn": (
            DIAGRAMS,
            "Every inventory item is on a diagram",
            "An assessor validates the diagrams against the inventory, item by item.",
            "Draw them, one shape for all that are alike, and give them its text as `diagram-label` in decisions/assets.yaml.",
            Severity.LOW,
            mapped(ours="CM-8 PL-8"),
        ),
        "diagrams-not-consistent": (
            DIAGRAMS,
            "Boundary, network and data flow diagrams agree",
            "Diagrams that show different components, or call one by two names, describe two systems.",
            "Draw it under one name on every diagram; name pages that show something else under `not-compared`.",
            Severity.LOW,
            mapped(ours="PL-8 CM-8"),
        ),
        "external-not-drawn": (
            DIAGRAMS,
            "Every external service is drawn",
            "An agency accepts the risk of what lies outside only where it can see it.",
            "Draw it outside the boundary with the flow to it, or say which shape stands for it (`external`).",
            Severity.MODERATE,
            mapped(ours="CA-3 SA-9 PL-8"),
        ),
        "external-drawn-inside": (
            DIAGRAMS,
            "External services are drawn outside the boundary",
            "What is drawn inside is taken for part of what is authorized.",
            "Draw it outside the boundary; where it is part of the system, take it out of `external-services`.",
            Severity.MODERATE,
            mapped(ours="SC-7 SA-9 PL-8"),
        ),
        "external-not-listed": (
            DIAGRAMS,
            "Drawn external systems are listed",
            "The tables of external services and the diagrams must name the same systems.",
            "List it under `external-services` in system.yaml, or say which listed service it is.",
            Severity.LOW,
            mapped(ours="CA-3 SA-9 PL-8"),
        ),
        "crossing-not-labelled": (
            DIAGRAMS,
            "Drawn flows across the boundary say port, protocol and encryption",
            "Without port, protocol and encryption, protection of a flow across the boundary cannot be assessed.",
            "Write them beside the line (“HTTPS 443, TLS 1.2”), or once for the whole page.",
            Severity.LOW,
            mapped(ours="CM-7 SC-7 SC-8"),
        ),
        "flow-not-drawn": (
            FLOWS,
            "Every flow is drawn",
            "A flow that is not drawn was not assessed: neither its encryption nor whether it should be there.",
            "Draw it with port, protocol and encryption, or remove what allows it.",
            Severity.LOW,
            mapped(ours="CM-7 CA-9 AC-4 PL-8"),
        ),
        "flow-not-found": (
            FLOWS,
            "Drawn flows exist",
            "A flow that is drawn and does not exist hides that the one that does exist is another.",
            "Remove the line; or collect what shows the flow: the configuration, a policy, or a flow log.",
            Severity.LOW,
            mapped(ours="CA-9 PL-8"),
        ),
        "flow-reversed": (
            FLOWS,
            "Arrows point from whoever opens the connection",
            "Who opens a connection decides which side has to be protected from the other.",
            "Turn the arrow round, or give it two heads where data flows both ways.",
            Severity.LOW,
            mapped(ours="CA-9 AC-4 PL-8"),
        ),
        "drawn-port-differs": (
            FLOWS,
            "Drawn ports are those in use",
            "The table of services, ports and protocols and the diagrams are read side by side.",
            "Write the port that is used beside the line, or correct the configuration.",
            Severity.LOW,
            mapped(ours="CM-7 SA-4(9) PL-8"),
        ),
        "crossing-not-encrypted": (
            FLOWS,
            "Calls across the boundary are encrypted",
            "Whoever sits on the way between can read and change what is sent in plain text.",
            "Use an encrypted protocol with a validated module, or show what else protects the connection.",
            Severity.MODERATE,
            mapped(nist="SC-8", ours="SC-7"),
        ),
    }
)
"""By the id of the check, as in `asked`."""
