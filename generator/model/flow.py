"""Flows: what opens a connection to what, from the evidence and from diagrams.

A flow of the evidence has a strength. *Observed*: a flow log saw a connection in a window of time. *Declared*: configuration
names the other end. *Permitted*: a policy or an open port lets it through. *Possible*: settings that several different programs
take as a whole name the other end, so that any of them may call it, and which of them do is open. None of the last three says
that a packet was ever seen, and "not observed" always means: not in that window.
"""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

import msgspec

from generator.model.evidence import EvidenceSource


class Strength(StrEnum):
    """How much the evidence says of a flow. In the order of the words: the strongest first."""

    OBSERVED = "observed"
    DECLARED = "declared"
    PERMITTED = "permitted"
    POSSIBLE = "possible"


STRENGTHS = tuple(Strength)
"""The strongest first."""


class EndKind(StrEnum):
    """One end of a flow."""

    WORKLOAD = "workload"
    EXTERNAL = "external"
    """A service, host or network outside of what runs."""
    ANYONE = "anyone"
    """Whoever comes in from outside."""


class FlowEnd(msgspec.Struct, frozen=True, order=True):
    """One end of a flow."""

    kind: EndKind
    name: str = ""
    """A workload's `namespace/Kind/name`; the name of an external service of system.yaml, else its host or network."""
    cluster: str = ""
    """Of a workload."""

    @property
    def key(self) -> str:
        """How findings call it: a workload's key, else its name; `outside` for anyone."""
        return self.name or OUTSIDE


OUTSIDE = "outside"
"""The end of a flow that no workload and no named service is. Keys of workloads always hold slashes."""

ANYONE = FlowEnd(EndKind.ANYONE)
HOST_CALLERS = "whoever reaches the host"
"""Who may call a port that is published on a host: nothing says who that is."""


class FlowPort(msgspec.Struct, frozen=True, order=True):
    """A port at the called end."""

    number: int
    """0 where something is open to outside at a port that is not written."""
    transport: str = "TCP"
    """`TCP`, `UDP`, `SCTP`."""
    protocol: str = ""
    """Application protocol in lower case: `https`, `postgres`; empty where it is not known."""
    opened_by: str = ""
    """What opens it to outside, where that is not the workload or its service: `Ingress web`."""
    leads_to: int = 0
    """The service's port behind what opens it; 0 where it is not known."""
    leads_into: str = ""
    """`namespace/name` of that service; empty where it is not known."""
    encryption: str = ""
    """Of what opens it to outside: `TLS`, `none`; empty where it is the whole flow's."""

    def same_as(self, other: "FlowPort") -> bool:
        """The same number and transport, opened by the same?"""
        return (self.number, self.transport, self.opened_by) == (other.number, other.transport, other.opened_by)

    @property
    def shown(self) -> str:
        """`TCP 443 (https)`; of a port that is not written, `TCP, port not stated`."""
        number = f"{self.transport} {self.number}" if self.number else f"{self.transport}, port not stated"
        return number + (f" ({self.protocol})" if self.protocol else "")


class FlowWindow(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """From when to when a flow log looked."""

    start: datetime
    end: datetime

    @property
    def shown(self) -> str:
        """`2026-11-17 04:00 to 2026-11-18 04:00 UTC`."""
        return f"{self.start:%Y-%m-%d %H:%M} to {self.end:%Y-%m-%d %H:%M} UTC"


NOT_ENCRYPTED = "none"
"""What the words on encryption say where evidence shows that there is none."""
_BOTH = " and "


def encrypted(words: str | None) -> bool | None:
    """Do the words say that everything is encrypted? None where nothing is known; no where they name `none` as well."""
    return NOT_ENCRYPTED not in words.split(_BOTH) if words else None


def _with_strength(words: str | None, logged: Collection[str]) -> str:
    """That a flow was seen does not show what encrypts it: each word with how the evidence tells of it."""
    strengths = {
        word: Strength.OBSERVED if word in logged else Strength.DECLARED for word in (words or "").split(_BOTH) if word
    }
    return _BOTH.join(f"{word} ({strength})" for word, strength in strengths.items())


class FlowProof(msgspec.Struct, frozen=True, kw_only=True):
    """One reason to believe in a flow."""

    strength: Strength
    because: str
    """Half a sentence: `its environment names cart:7070`."""
    source: EvidenceSource
    window: FlowWindow | None = None
    """Of what was observed."""
    encryption: str | None = None
    """What this piece of evidence says of encryption: `TLS`, `none`; None where it says nothing."""
    ports: tuple[FlowPort, ...] = ()
    """Those that this piece of evidence names, sorted."""


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """All evidence about one pair of ends."""

    source: FlowEnd
    """Who opens the connection."""
    target: FlowEnd
    strength: Strength
    """The strongest of the proofs."""
    ports: tuple[FlowPort, ...] = ()
    """Sorted; empty where it is not known."""
    encryption: str | None = None
    """In words: `TLS`, `mutual TLS (Istio, STRICT)`, `none`, `TLS and none`; None where it is not known."""
    proofs: tuple[FlowProof, ...] = ()
    """The strongest first."""

    def strength_of(self, port: FlowPort) -> Strength:
        """How the evidence tells of the port: a log that saw the flow at one port tells nothing of another one."""
        proof = self.proof_of(port)
        return proof.strength if proof else self.strength

    def proof_of(self, port: FlowPort) -> FlowProof | None:
        """The strongest that names the port."""
        return next((proof for proof in self.proofs if any(port.same_as(each) for each in proof.ports)), None)

    @property
    def logged_encryption(self) -> frozenset[str]:
        """Words on encryption that a log of flows states; of all others configuration tells, also where the flow was seen."""
        logs = (proof.encryption for proof in self.proofs if proof.strength is Strength.OBSERVED and proof.encryption)
        return frozenset(word for words in logs for word in words.split(_BOTH))

    @property
    def encryption_strength(self) -> Strength | None:
        """The weakest of its words on encryption; None where nothing is known."""
        if not self.encryption:
            return None
        return Strength.OBSERVED if self.logged_encryption.issuperset(self.encryption.split(_BOTH)) else Strength.DECLARED

    @property
    def encryption_known(self) -> str:
        """`TLS (declared)`, `TLS (declared) and none (observed)`; empty where nothing is known."""
        return _with_strength(self.encryption, self.logged_encryption)


class DeclaredDependency(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A workload that a file orders behind another, or gives the other's name. It supports a drawn line, and is no flow: that a
    connection is opened, and by what, is not stated.
    """

    source: FlowEnd
    """What depends on the other."""
    target: FlowEnd
    because: str
    """Half a sentence: `depends_on` of web names db, which is an order of starting."""
    evidence: EvidenceSource


Neighbors = Flow | DeclaredDependency
"""What joins two ends in the evidence, whatever it says of a connection."""


class WayInTarget(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A workload that a way leads to."""

    end: FlowEnd
    ports: tuple[FlowPort, ...] = ()
    """That are open to outside, sorted; with what opens them, where that is not the workload's own port."""
    inner: tuple[FlowPort, ...] = ()
    """That the way leads on to."""


class WayIn(msgspec.Struct, frozen=True, kw_only=True):
    """What lets whoever is outside open a connection to something that runs: an Ingress, a route, an open service, a port."""

    key: str
    """`shop/Ingress/web`, `shop/Service/web`; of what no object of its own opens, the workload's key."""
    shown: str
    """What a reader calls it: `Ingress web`, `NodePort service web`, `published port 5432 of db`."""
    cluster: str
    targets: tuple[WayInTarget, ...]
    """Sorted; empty where it leads to nothing that was collected."""
    through: tuple[FlowEnd, ...] = ()
    """Controllers or gateways that stand between, sorted."""
    because: str
    """Half a sentence: `Ingress web leads shop.example.gov to it`."""
    encryption: str | None = None
    conditional: bool = False
    """Whether anybody outside gets there is not stated: a port is published on a host, of which nothing says who reaches it, or
    a route is made unless the one who deploys says otherwise.
    """
    set_aside: str = ""
    """Why it need not be drawn by itself, as a clause: its ports are for metrics alone, a route is judged in its place."""
    source: EvidenceSource


class ServicePort(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the table of services, ports and protocols (FedRAMP SSP template, section 9, Table 9.1)."""

    service: str
    """What the port belongs to: a service's or workload's name, an external service."""
    port: int
    transport: str
    protocol: str = ""
    """Application protocol: `https`; empty where it is not known."""
    encryption: str | None = None
    logged_encryption: frozenset[str] = frozenset()
    """Of the words on encryption those that a log of flows states."""
    reference: str = ""
    """Diagram label or asset it belongs to: what the table's reference column says."""
    purpose: str = ""
    used_by: tuple[str, ...] = ()
    """Names of who calls it, sorted; `Internet` first where it is open to outside, `whoever reaches the host`."""
    crosses_boundary: bool | None = False
    """None where it is published on a host, or a route is made by default: who reaches that is not stated."""
    external: bool = False
    """It is called outside the boundary."""
    strength: Strength | None = None
    """Strength of the evidence that it is used; None for a port that is only open."""
    sources: tuple[EvidenceSource, ...] = ()
    not_shown_for: tuple[str, ...] = ()
    """Of those who use it: whose connection nothing shows to be encrypted, though that of others is; sorted."""

    @property
    def encryption_known(self) -> str:
        """`TLS (declared)`, `TLS (declared), not shown for backup`; empty where nothing is known."""
        words = _with_strength(self.encryption, self.logged_encryption)
        if not encrypted(self.encryption) or not self.not_shown_for:
            return words
        return f"{words}, not shown for {', '.join(self.not_shown_for)}"


class UnansweredCall(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A service that a workload's configuration names with its port, and that nothing which was collected is called."""

    workload: str
    """`namespace/Kind/name`."""
    host: str
    because: str
    source: EvidenceSource


class FlowGraph(msgspec.Struct, frozen=True, kw_only=True):
    """All flows found in evidence."""

    flows: tuple[Flow, ...] = ()
    """Sorted, each pair of ends once."""
    windows: tuple[FlowWindow, ...] = ()
    """In which flow logs looked; empty where none was collected: then nothing is said to be unobserved."""
    ports: tuple[ServicePort, ...] = ()
    """The table of services, ports and protocols, sorted."""
    unanswered: tuple[UnansweredCall, ...] = ()
    """References to nothing, sorted."""
    ways_in: tuple[WayIn, ...] = ()
    """Sorted by cluster and key."""
    dependencies: tuple[DeclaredDependency, ...] = ()
    """Sorted; none between ends that a flow joins."""
    closed: frozenset[FlowEnd] = frozenset()
    """Workloads that nothing lets outsiders reach, not even through others, where the evidence would show it."""

    @property
    def neighbors(self) -> tuple[Neighbors, ...]:
        """Flows and dependencies: what stands beside what."""
        return (*self.flows, *self.dependencies)


NO_FLOWS = FlowGraph()
