"""What a gate of an Anchore policy says about an image, whatever file says it.

https://docs.anchore.com, "Policy checks". A trigger of the gate `vulnerabilities` is named `CVE-…+package` and its text begins
with the severity; other gates know no severity. The text of `secret_scans` quotes what was found, so it is not kept.
"""

import msgspec

from generator.model.scan import AffectedPackage, Disposition, ResultKind, ScanResult, ScanTarget, Severity
from generator.parsers.scans.entries import affected, cves, joined, result_of
from generator.parsers.scans.severity import severity

_KINDS = {"vulnerabilities": ResultKind.VULNERABILITY, "secret_scans": ResultKind.SECRET, "licenses": ResultKind.LICENSE}
LISTED, NOT_LISTED = msgspec.Raw(b"true"), msgspec.Raw(b"false")
_NOT_LISTED = (b"", b"null", b"false", b'""', b"{}")


class AnchoreGate(msgspec.Struct):
    """One trigger. The same thing has another name in each version; `*_` fields are the newer ones."""

    trigger_id: str | None = msgspec.field(name="triggerId", default=None)
    gate: str | None = None
    trigger: str | None = msgspec.field(name="triggerName", default=None)
    trigger_: str | None = msgspec.field(name="trigger", default=None)
    text: str | None = msgspec.field(name="description", default=None)
    text_: str | None = msgspec.field(name="message", default=None)
    action: str | None = msgspec.field(name="status", default=None)
    action_: str | None = msgspec.field(name="action", default=None)
    recommendation: str | None = None
    listed: msgspec.Raw = msgspec.field(name="whitelisted", default_factory=msgspec.Raw)
    listed_: msgspec.Raw = msgspec.field(name="allowlisted", default_factory=msgspec.Raw)
    tag: str | None = None
    image_id: str | None = msgspec.field(name="imageId", default=None)

    @property
    def is_listed(self) -> bool:
        """Did an allow list let it through? `false`, or an object that names the list."""
        return any(bytes(raw) not in _NOT_LISTED for raw in (self.listed, self.listed_))


def result(gate: AnchoreGate, target: ScanTarget, place: str) -> ScanResult | None:
    """The trigger as a result; None where it has no identifier."""
    if not gate.trigger_id:
        return None
    kind = _KINDS.get(gate.gate or "", ResultKind.MISCONFIGURATION)
    text = "" if kind is ResultKind.SECRET else gate.text or gate.text_ or ""
    vulnerable = kind is ResultKind.VULNERABILITY
    word = text.partition(" ")[0] if vulnerable else ""
    known = severity(word)
    action = gate.action or gate.action_ or ""
    name = joined(": ", gate.gate, gate.trigger or gate.trigger_)
    return result_of(
        kind,
        gate.trigger_id,
        target,
        place,
        severity=known,
        word="" if known is Severity.UNKNOWN and word.lower() != "unknown" else word,
        disposition=_disposition(gate, action),
        native_status=action,
        package=_package(gate.trigger_id) if vulnerable else None,
        title=name,
        description=text,
        solution=gate.recommendation or "",
        cves=cves(gate.trigger_id, text) if vulnerable else (),
    )


def _disposition(gate: AnchoreGate, action: str) -> Disposition:
    """`go` is no pass: the trigger fired, and the policy lets it through."""
    let_through = gate.is_listed or action.lower() == "go"
    return Disposition.SUPPRESSED if let_through else Disposition.OPEN


def _package(trigger_id: str) -> AffectedPackage | None:
    name = trigger_id.partition("+")[2]
    return affected(name)
