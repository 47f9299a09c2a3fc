"""Certificates of cert-manager: ready, not expired, renewed in time."""

from datetime import date

from generator.checks.base import Check, CheckContext, Judgment, judged
from generator.checks.mapping import mapped
from generator.checks.populations import of_kinds
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.settings.base import Setting
from generator.model.settings.secrets import Certificate
from generator.model.verdict_makers import fails, passes, unknown

_KIND = ("cert-manager.io", "Certificate")
_OTHERS = "Certificates that are kept in Secrets by other means are not among these."

_REQUIREMENT = PostureRequirement(
    id="certificates-valid",
    area="Keys and credentials",
    title="Certificates are valid and renewed",
    problem="Certificate is not valid or not renewed",
    asks="Is every certificate that cert-manager keeps ready, and renewed well before it ends?",
    rationale="A certificate that ran out stops the service, or teaches people to click warnings away.",
    fix="See why the certificate is not issued (`kubectl describe certificate`), and let it be renewed earlier.",
    reference="https://cert-manager.io/docs/usage/certificate/",
    controls=mapped(nist="SC-12 SC-17", ours="SC-8"),
    subjects=("certificate", "certificates"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the Certificate objects. cert-manager's own `renewalTime` decides what is late: a fixed number of days
    would fail certificates of a short life.
    """
    settings = context.inside(Certificate)
    if settings:
        return judged((_certificate(each, context.facts.as_of) for each in settings), notes=(_OTHERS,))
    none = "No certificate of cert-manager in the system's namespaces."
    return context.absent(none, "certificates of cert-manager", _KIND)


def _certificate(setting: Setting[Certificate], as_of: date) -> JudgedSubject:
    """A status that was collected before the certificate was due to be renewed does not say whether it was."""
    says, cited = setting.says, setting.cited
    taken = setting.taken.date() if setting.taken else as_of
    renews, ends = says.renews.date() if says.renews else None, says.not_after.date() if says.not_after else None
    if says.ready is False:
        return fails(setting.key, "is not ready", cited, certainty=Certainty.REPORTED)
    due = renews or ends
    if due is not None and taken <= due <= as_of:
        return unknown(setting.key, "status is older than its renewal time", cited)
    if ends is not None and ends <= as_of:
        return fails(setting.key, f"ended on {ends.isoformat()}", cited, certainty=Certainty.REPORTED)
    if renews is not None and renews <= as_of:
        text = f"was to be renewed on {renews.isoformat()} and was not"
        return fails(setting.key, text, cited, certainty=Certainty.REPORTED)
    if says.ready is None or ends is None:
        return unknown(setting.key, "no status was collected", cited)
    return passes(setting.key, cited, certainty=Certainty.REPORTED, reason=f"valid until {ends.isoformat()}")


CHECK = Check(
    requirement=_REQUIREMENT, judge=_judge, population=of_kinds("other certificates", _KIND), per_cluster=True, kubernetes=True
)
