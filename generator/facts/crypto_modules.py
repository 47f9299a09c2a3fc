"""`decisions/crypto-modules.yaml`: the validated modules that a person names, and where each is used.

```yaml
- module: Example Crypto Module
  vendor: Example Corp
  certificate: 1234            # number at NIST's Cryptographic Module Validation Program; leave out while in process
  origin: embedded             # embedded, third-party or os: the boxes of Appendix Q
  fips-mode: true              # run in its approved mode
  version: "3.0.8"             # that runs, as the certificate has it
  status: active               # of the certificate at CMVP: active, historical, revoked
  status-checked: 2026-11-20   # the day on which somebody looked
  stated-by: Jordan Example    # who says all this
  used-for: ["mesh/*", "ingress/prod/*"]   # ids of uses, as the report lists them
  usage: TLS 1.2, TLS 1.3
  encryption-type: full disk   # of data at rest
  notes: …
```
A certificate in the list that the user added (`atopack content add cmvp`) has the status of that list, whatever is stated here.
Of several entries that name a use, the first is heard. FedRAMP SSP Appendix Q, Cryptographic Modules Table v1.0 (2023-06-30).
"""

from collections.abc import Callable, Sequence
from datetime import date
from fnmatch import fnmatchcase

import msgspec
from msgspec.structs import replace

from generator import strict_yaml
from generator.model.crypto import CryptoModule, CryptoUse, ModuleCertificate, ModuleOrigin, ModuleStatus
from generator.model.facts import SystemFacts
from generator.strict_yaml import StrictYamlFile

FILE = "decisions/crypto-modules.yaml"


class _CryptoModuleRow(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    module: str
    vendor: str = ""
    certificate: int | None = None
    origin: ModuleOrigin | None = None
    fips_mode: bool | None = None
    used_for: list[str]
    usage: str = ""
    encryption_type: str = ""
    notes: str = ""
    version: str = ""
    status: ModuleStatus | None = None
    status_checked: date | None = None
    stated_by: str = ""


SCHEMA = list[_CryptoModuleRow]
"""The whole file, for its JSON schema."""


def read_crypto_modules(text: str) -> tuple[CryptoModule, ...]:
    """Read and check the file.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key, no name, no use, a certificate that is no number.
    """
    written, rows = strict_yaml.load_list(text, FILE, _CryptoModuleRow)
    return tuple(_module(row, index, written) for index, row in enumerate(rows))


def module_for(use: str, modules: Sequence[CryptoModule]) -> CryptoModule | None:
    """The first that names the use."""
    return next((module for module in modules if any(fnmatchcase(use, pattern) for pattern in module.uses)), None)


def with_certificates(facts: SystemFacts, find: Callable[[int], ModuleCertificate | None]) -> SystemFacts:
    """The named modules with their certificates in the list that the user added, where it is not of a later day."""
    return replace(facts, crypto=tuple(_certified(use, find, facts.as_of) for use in facts.crypto))


def _certified(use: CryptoUse, find: Callable[[int], ModuleCertificate | None], as_of: date) -> CryptoUse:
    listed = find(use.module.certificate) if use.module and use.module.certificate else None
    if use.module is None or listed is None or listed.dated > as_of:
        return use
    module = replace(use.module, listed=listed, status=listed.status_on(as_of), checked=listed.dated)
    return replace(use, module=module)


def _module(row: _CryptoModuleRow, index: int, written: StrictYamlFile) -> CryptoModule:
    written.require_texts((index,), {"module": row.module}, "write the module's name as its certificate has it")
    if not row.used_for or not all(pattern.strip() for pattern in row.used_for):
        raise written.error((index, "used-for"), "no use is named", "name uses as the report lists them, or patterns of them")
    if row.certificate is not None and row.certificate < 1:
        raise written.error((index, "certificate"), "not the number of a certificate", "write its number, or leave it out")
    return CryptoModule(
        module=row.module.strip(),
        vendor=row.vendor.strip(),
        certificate=row.certificate,
        origin=row.origin,
        fips_mode=row.fips_mode,
        uses=tuple(row.used_for),
        usage=row.usage.strip(),
        encryption_type=row.encryption_type.strip(),
        notes=row.notes.strip(),
        version=row.version.strip(),
        status=row.status,
        checked=row.status_checked,
        stated_by=row.stated_by.strip(),
        place=f"line {written.line((index,))}",
    )
