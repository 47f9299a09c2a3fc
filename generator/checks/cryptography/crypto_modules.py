"""Validated cryptographic modules: for each use the module, version, certificate and mode that a person names, compared with
what the images there hold and how they are set.
"""

from datetime import date

from generator.checks.base import Check, CheckContext, Judgment, judged, named, not_collected
from generator.checks.mapping import mapped
from generator.checks.populations import handed_in
from generator.model.crypto import CryptoModule, CryptoUse, HeldModule, ModuleStatus
from generator.model.crypto_packages import consistent_version, family_of, same_version
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.verdict_makers import fails, passes, unknown

_FILE = "decisions/crypto-modules.yaml"
_SUNSET = "Certificates of FIPS 140-2 are on CMVP's historical list after 2026-09-21."
"""https://csrc.nist.gov/projects/fips-140-3-transition-effort."""
_SUNSET_DAY = date(2026, 9, 21)

_REQUIREMENT = PostureRequirement(
    id="crypto-modules",
    area="Cryptographic modules",
    title="Every use of cryptography names a validated module",
    problem="Use of cryptography without a validated module",
    asks=(
        "Does somebody name, for every use of cryptography that the evidence shows, a module with an active certificate, and "
        "state or the evidence show its approved mode?"
    ),
    rationale="FedRAMP accepts only modules that are validated; Appendix Q lists each with the number of its certificate.",
    fix=f"Look the module up at NIST's validation program and name it in {_FILE}; plan those that have none in the POA&M.",
    reference="FedRAMP SSP Appendix Q, Cryptographic Modules Table v1.0 (2023-06-30)",
    controls=mapped(article="SC-13 SC-8 SC-28", nist="IA-7"),
    subjects=("use of cryptography", "uses of cryptography"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the uses of cryptography that the evidence shows. What passes is stated by whoever names the module:
    that an image holds a package in the version of a certificate shows no validated build. The certificate's status is that of
    the list that the user added, else the stated one. That there is no use is never concluded: every cluster and account has
    some, whether it was collected or not.
    """
    uses = context.facts.crypto
    if uses:
        notes = (_SUNSET,) if context.facts.as_of > _SUNSET_DAY else ()
        return judged((_use(each, context.facts.as_of) for each in uses), notes=notes)
    return not_collected("a use of cryptography, such as encrypted entry points, connections, volumes and stores")


def _use(use: CryptoUse, as_of: date) -> JudgedSubject:
    cited = (*use.citations, *_held_cited(use))
    off = [mode for mode in use.modes if not mode.on]
    if use.unapproved:
        return fails(use.id, f"({use.where}): {use.unapproved}", *cited, certainty=Certainty.DECLARED)
    if off:
        text = f"({use.where}): its approved mode is switched off ({named([mode.text for mode in off])})"
        shown = (ObjectCitation(kind="Setting", name=mode.text, source=mode.source) for mode in off)
        sources = [mode.source for mode in off]
        return fails(use.id, text, *cited, *shown, certainty=Certainty.DECLARED, contested_by=sources)
    module = use.module
    if module is None:
        return unknown(use.id, f"no module is named for this use{_held(use)}", *cited, next_step=_REQUIREMENT.fix)
    wrong = _wrong(module)
    if wrong:
        text = f"({use.where}): {wrong}"
        return fails(use.id, text, *cited, certainty=Certainty.STATED, stated_by=module.stated_by)
    missing = _missing(use, module, as_of)
    if missing or not use.citations:
        sources = [source for held in use.held for source in held.sources]
        return unknown(use.id, missing or "the evidence does not cite where it is used", *cited, contested_by=sources)
    reason = f"{module.module} {module.version}, certificate {module.certificate}, {_status(module, as_of)}; {_mode(use)}"
    return passes(use.id, *cited, certainty=Certainty.STATED, reason=reason, stated_by=module.stated_by)


def _held(use: CryptoUse) -> str:
    """What the images there hold, with the certificates of that version: for whoever names the module."""
    if use.held:
        return f"; the images there hold {named(list(dict.fromkeys(_with_certificates(each, use) for each in use.held)))}"
    if use.images and not use.unlisted:
        return "; the lists of packages of the images there name none with cryptography"
    return "; no list of the packages of the images there was collected" if use.images else ""


def _with_certificates(held: HeldModule, use: CryptoUse) -> str:
    if use.certificates_dated is None:
        return held.shown
    numbers = [f"{each.certificate} ({each.status})" for each in held.certificates]
    listed = f"listed by certificate {named(numbers)}" if numbers else "which matches no certificate of CMVP's list"
    return f"{held.shown}, {listed}"


def _held_cited(use: CryptoUse) -> tuple[ObjectCitation, ...]:
    shown = {
        source: ObjectCitation(kind="Inventory", name=held.image, source=source) for held in use.held for source in held.sources
    }
    return tuple(shown.values())


def _wrong(module: CryptoModule) -> str:
    number, listed = module.certificate, module.listed
    if number is None:
        return f"{module.module} has no certificate in {_FILE}"
    if module.fips_mode is False:
        return f"{module.module} does not run in its approved mode"
    by = f" in CMVP's list of {listed.dated}" if listed else ""
    if module.status in (ModuleStatus.HISTORICAL, ModuleStatus.REVOKED):
        return f"certificate {number} is {module.status}{by}"
    families = {family_of(listed.module), family_of(module.module)} - {""} if listed else set()
    if listed and len(families) > 1:
        return f"certificate {number} is of {listed.module}{by}, and {module.module} is stated"
    if listed and listed.version and module.version and not same_version(module.version, listed.version):
        return f"certificate {number} is of version {listed.version}{by}, and {module.version} is stated"
    return ""


def _missing(use: CryptoUse, module: CryptoModule, as_of: date) -> str:
    if module.fips_mode is None and not use.mode_shown:
        return f"it is not stated that {module.module} runs in its approved mode"
    if not module.version:
        return f"the version of {module.module} that runs is not stated"
    if module.status is None or module.checked is None or module.checked > as_of:
        return "the certificate's status was not collected"
    return _not_held(use, module)


def _not_held(use: CryptoUse, module: CryptoModule) -> str:
    """A list that names packages of the module's family, and none in its version. A module that was copied in stands in no
    list, so this decides nothing by itself."""
    family = family_of(module.module)
    of_family = [held for held in use.held if family and held.package.family == family]
    if not of_family or any(consistent_version(held.package.version, module.version) for held in of_family):
        return ""
    shown = named(list(dict.fromkeys(f"{held.package.name} {held.package.version}" for held in of_family)))
    return f"the images there hold {shown}, and {module.module} {module.version} is stated"


def _status(module: CryptoModule, as_of: date) -> str:
    if module.listed:
        return f"active on {as_of} by CMVP's list of {module.checked}"
    return f"stated to be active on {module.checked}"


def _mode(use: CryptoUse) -> str:
    if use.mode_shown:
        return f"its approved mode is switched on ({named([mode.text for mode in use.modes])})"
    return "its approved mode is stated, and shown by nothing that was collected"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=handed_in)
