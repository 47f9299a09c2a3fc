"""Certificates of cert-manager: ready, not expired, renewed in time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, Problem
from generator.model.settings.base import Setting
from generator.model.settings.secrets import Certificate
from generator.posture.base import Judgment, PostureContext, judged, named, none_found, not_collected
from generator.text import counted

_KIND = ("cert-manager.io", "Certificate")
_SOON = 15
"""Days. cert-manager renews after two thirds of a certificate's life: of ninety days, thirty before its end."""

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
    required=False,
)


@dataclass(frozen=True, slots=True)
class CertificatesValid:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        if not context.listed(_KIND):
            return not_collected("certificates of cert-manager", refused=context.refused((_KIND[0], "certificates")))
        settings = context.inside(Certificate)
        if not settings:
            return none_found("No certificate of cert-manager in the system's namespaces.")
        problems = [problem for setting in settings for problem in _faults(setting, context.facts.as_of)]
        undated = [setting.key for setting in settings if setting.says.not_after is None]
        ready = sum(setting.says.ready is True for setting in settings)
        missing = [f"how long {named(undated)} holds: no status was collected"] if undated else []
        missing.append("certificates that are kept in Secrets by other means")
        return judged(f"{ready} of {counted(len(settings), 'certificate')} are ready.", problems, settings, missing=missing)


def _faults(setting: Setting[Certificate], as_of: date) -> Iterator[Problem]:
    says = setting.says
    if says.ready is False:
        yield Problem(subject=setting.key, text="is not ready", citations=(setting.cited,))
    if says.not_after is None:
        return
    left = (says.not_after.date() - as_of).days
    if left < 0:
        yield Problem(subject=setting.key, text=f"ended on {says.not_after.date().isoformat()}", citations=(setting.cited,))
    elif left <= _SOON:
        text = f"ends on {says.not_after.date().isoformat()}, in {counted(left, 'day')}, and was not renewed"
        yield Problem(subject=setting.key, text=text, citations=(setting.cited,))
