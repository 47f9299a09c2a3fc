"""Validated cryptographic modules: for each use the module, version, certificate and mode that a person names."""

from datetime import date

from generator.checks.base import Check, CheckContext, Judgment, fails, judged, not_collected, passes, unknown
from generator.checks.mapping import mapped
from generator.model.crypto import CryptoModule, CryptoUse, ModuleStatus
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement

_FILE = "decisions/crypto-modules.yaml"
_SUNSET = "Certificates of FIPS 140-2 are on CMVP's historical list after 2026-09-21."
"""https://csrc.nist.gov/projects/fips-140-3-transition-effort."""
_SUNSET_DAY = date(2026, 9, 21)

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
    subjects=("use of cryptography", "uses of cryptography"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the uses of cryptography that the evidence shows. What passes is stated by whoever names the module:
    nothing collected shows that the module of the certificate is the one that runs. The certificate's status is that of the
    list that the user added, else the stated one. That there is no use is never concluded:
    every cluster and account has some, whether it was collected or not.
    """
    uses = context.facts.crypto
    if uses:
        notes = (_SUNSET,) if context.facts.as_of > _SUNSET_DAY else ()
        return judged((_use(each, context.facts.as_of) for each in uses), notes=notes)
    return not_collected("a use of cryptography: ways in, meshes, volumes, stores, or the API of a cluster")


def _use(use: CryptoUse, as_of: date) -> JudgedSubject:
    module = use.module
    if module is None:
        return unknown(use.id, "no module is named for this use", *use.citations, next_step=_REQUIREMENT.fix)
    wrong = _wrong(module)
    if wrong:
        text = f"({use.where}): {wrong}"
        return fails(use.id, text, *use.citations, certainty=Certainty.STATED, stated_by=module.stated_by)
    missing = _missing(module, as_of)
    if missing or not use.citations:
        return unknown(use.id, missing or "the evidence does not cite where it is used", *use.citations)
    by = " (CMVP's list)" if module.listed else ""
    reason = f"{module.module} {module.version}, certificate {module.certificate}, active on {module.checked}{by}"
    return passes(use.id, *use.citations, certainty=Certainty.STATED, reason=reason, stated_by=module.stated_by)


def _wrong(module: CryptoModule) -> str:
    if module.certificate is None:
        return f"{module.module} has no certificate in {_FILE}"
    if module.fips_mode is False:
        return f"{module.module} does not run in its approved mode"
    listed = f" in CMVP's list of {module.listed.dated}" if module.listed else ""
    if module.status in (ModuleStatus.HISTORICAL, ModuleStatus.REVOKED):
        return f"certificate {module.certificate} is {module.status}{listed}"
    if module.listed and module.version and module.listed.version not in ("", module.version):
        return f"certificate {module.certificate} is of version {module.listed.version}{listed}, and {module.version} is stated"
    return ""


def _missing(module: CryptoModule, as_of: date) -> str:
    if module.fips_mode is None:
        return f"it is not stated that {module.module} runs in its approved mode"
    if not module.version:
        return f"the version of {module.module} that runs is not stated"
    if module.status is None or module.checked is None or module.checked > as_of:
        return "the certificate's status was not collected"
    return ""


CHECK = Check(requirement=_REQUIREMENT, judge=_judge)
