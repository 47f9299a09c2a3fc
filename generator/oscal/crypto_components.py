"""Cryptographic modules that people name, as components of the type `validation`: the rows of Appendix Q in OSCAL.

FedRAMP's OSCAL template of the SSP and its guide, "Cryptographic Modules": asset type, usage (`data-in-transit`,
`data-at-rest`), vendor, NIST's properties of a validation, and a link to the certificate. A module without a certificate is no
validation: it is written as software and says so.
"""

from collections import defaultdict
from collections.abc import Iterable

from generator.model.crypto import CryptoArea, CryptoModule, CryptoUse
from generator.model.facts import SystemFacts
from generator.model.system import System
from generator.oscal import types as o
from generator.oscal.common import NS, Citations, known_prop, line, prop, text
from generator.text import counted

_CERTIFICATE = "https://csrc.nist.gov/projects/cryptographic-module-validation-program/certificate/"
_USAGE = {CryptoArea.TRANSIT: "data-in-transit", CryptoArea.REST: "data-at-rest"}


def crypto_components(facts: SystemFacts, system: System, cite: Citations) -> tuple[o.Component, ...]:
    """One for each module, with every use that names it."""
    uses: dict[CryptoModule, list[CryptoUse]] = defaultdict(list)
    for use in facts.crypto:
        if use.module is not None:
            uses[use.module].append(use)
    # NOTE: by its place last, since one module may be named in two entries with different uses
    ordered = sorted(uses.items(), key=lambda row: (row[0].module, row[0].certificate or 0, row[0].place))
    return tuple(_component(module, rows, system, cite) for module, rows in ordered)


def _component(module: CryptoModule, uses: list[CryptoUse], system: System, cite: Citations) -> o.Component:
    fedramp, number = system.fedramp_namespace, module.certificate
    validation = (prop("validation-type", "fips-140"), prop("validation-reference", str(number))) if number is not None else ()
    usage = dict.fromkeys(_USAGE[use.area] for use in uses if use.area in _USAGE)
    return o.Component(
        uuid=cite.ids.object("component", "crypto-module", module.module, str(number), module.place),
        type="validation" if number is not None else "software",
        title=line(module.module),
        description=text(" ".join(_described(module, uses))),
        purpose=module.usage or None,
        props=(
            prop("asset-type", "cryptographic-module", fedramp),
            *known_prop("vendor-name", module.vendor, fedramp),
            *(prop("cryptographic-module-usage", each, fedramp) for each in usage),
            *validation,
            prop("validated", "certificate named" if number is not None else "no certificate named", NS),
            prop("approved-mode", _mode(module, uses), NS),
            *((prop("certificate-status", module.status, NS),) if module.status else ()),
            *known_prop("module-version", module.version, NS),
            *known_prop("module-origin", module.origin, NS),
            *(prop("protects", use.id, NS, remarks=line(f"{use.where}: {use.mechanism}")) for use in uses),
        ),
        links=(
            *((o.Link(href=f"{_CERTIFICATE}{number}", rel="validation-details"),) if number is not None else ()),
            *cite.links((cited.source for use in uses for cited in use.citations), most=5),
        ),
        status=o.Status(state="operational"),
    )


def _mode(module: CryptoModule, uses: list[CryptoUse]) -> str:
    """`stated` is a person's word, `shown` a setting's at every use."""
    if module.fips_mode is False or any(use.mode_shown is False for use in uses):
        return "no"
    if all(use.mode_shown for use in uses):
        return "shown by settings"
    return "stated" if module.fips_mode else "not stated"


def _described(module: CryptoModule, uses: list[CryptoUse]) -> Iterable[str]:
    yield f"Cryptographic module that {module.place} of decisions/crypto-modules.yaml names for {counted(len(uses), 'use')}."
    if module.certificate is None:
        yield "No certificate is named: it does not count as validated."
    if module.fips_mode is None:
        yield "It is not stated whether it runs in its approved mode."
    if module.fips_mode:
        yield f"That it runs in its approved mode is stated{f' by {module.stated_by}' if module.stated_by else ''}."
    if module.fips_mode is False:
        yield "It is stated not to run in its approved mode."
    if module.encryption_type:
        yield f"Encryption: {module.encryption_type}."
    if module.notes:
        yield module.notes
