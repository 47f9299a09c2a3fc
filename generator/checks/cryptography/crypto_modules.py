"""Validated cryptographic modules: for each use of cryptography, the certificate that a person names."""

from dataclasses import dataclass

from generator.checks.cryptography.cloud_resources import accounts
from generator.checks.mapping import mapped
from generator.model.crypto import CryptoUse
from generator.model.posture import Certainty, PostureRequirement, PostureState, Problem
from generator.posture.base import Judgment, PostureContext, none_found, not_collected
from generator.text import counted

_FILE = "decisions/crypto-modules.yaml"

_REQUIREMENT = PostureRequirement(
    id="crypto-modules",
    area="Cryptographic modules",
    title="Every use of cryptography names a validated module",
    problem="Use of cryptography without a validated module",
    asks="Does somebody name, for every use of cryptography that the evidence shows, a certificate and its approved mode?",
    rationale="FedRAMP accepts only modules that are validated; Appendix Q lists each with the number of its certificate.",
    fix=f"Look the module up at NIST's validation program and name it in {_FILE}; plan those that have none in the POA&M.",
    reference="FedRAMP SSP Appendix Q, Cryptographic Modules Table v1.0 (2023-06-30)",
    controls=mapped(article="SC-13 SC-8 SC-28", nist="IA-7"),
)


@dataclass(frozen=True, slots=True)
class CryptoModules:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        uses = context.facts.crypto
        if not uses and not context.facts.configurations and not accounts(context.facts):
            return not_collected("a cluster or cloud account that uses cryptography")
        if not uses:
            return none_found("No use of cryptography is known from the evidence.")
        if not context.facts.crypto_decided:
            return not_collected(f"certificates of the modules behind {counted(len(uses), 'use')} ({_FILE})")
        problems = tuple(_problem(use) for use in uses if not use.validated)
        right = len(uses) - len(problems)
        return Judgment(
            state=PostureState.NOT_ENFORCING if problems else PostureState.ENFORCING,
            summary=f"{right} of {counted(len(uses), 'use')} of cryptography name a certificate and the approved mode.",
            certainty=Certainty.DECLARED,
            missing=("the certificates' status at NIST's validation program on the day, and the versions that run",),
            problems=problems,
            citations=tuple(cited for use in uses for cited in use.citations),
            held=(right, len(uses)),
        )


def _problem(use: CryptoUse) -> Problem:
    module = use.module
    if module is None:
        text = f"no module is named for it in {_FILE}"
    elif module.certificate is None:
        text = f"{module.module} has no certificate there"
    else:
        text = f"it is not stated that {module.module} runs in its approved mode"
    return Problem(subject=use.id, text=f"({use.where}): {text}", citations=use.citations)
