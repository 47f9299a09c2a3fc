"""The rows of SSP Appendix Q, Cryptographic Modules Table v1.0 (2023-06-30): a row for each use of cryptography that the
evidence shows, with the module that a person names for it.

A setting shows that something is encrypted, and a list of packages which libraries are there; neither shows a validated module.
That is a person's to say, in `decisions/crypto-modules.yaml`. What is not stated is an empty field of the table, and a point of
`CryptoRow.open_points` for the readiness report.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath
from types import MappingProxyType

import msgspec

from generator.model.crypto import CryptoArea, CryptoModule, CryptoUse, HeldModule, ModuleOrigin
from generator.model.flow import HOST_CALLERS
from generator.model.grouping import grouped
from generator.oscal.package import AuthorizationPackage
from generator.renderers.appendix_q.references import NumberedUse, numbered
from generator.renderers.ssp.rows import PlanStatement
from generator.text import form_date, listed, sentence

KEY = "decisions/crypto-modules.yaml"
UNSHOWN = "Not shown by evidence"
"""What empty fields said in appendices of before December 2026."""
_BOTH_ENDS = ("mesh/", "node-traffic/", "api/")
"""Uses of which the same modules stand at both ends."""
_MOST_HELD = 12
_MOST_CALLERS = 5
_OUTSIDE = "Clients outside the boundary"

ORIGINS: Mapping[ModuleOrigin, str] = MappingProxyType(
    {
        ModuleOrigin.EMBEDDED: "Embedded CM",
        ModuleOrigin.THIRD_PARTY: "Third-party CM",
        ModuleOrigin.OPERATING_SYSTEM: "Uses OS CM",
    }
)
FIPS_MODE = "In FIPS Mode"
PROTOCOLS = ("TLS 1.1 or earlier", "TLS 1.2", "TLS 1.3", "Other")
ENCRYPTIONS = ("Full disk", "File", "Record", "None", "Other")
"""Boxes of the official table, in its order."""
_OLD_TLS = ("TLS 1.0", "TLS 1.1", "SSL")


class ModuleCells(msgspec.Struct, frozen=True, kw_only=True):
    """Three columns: the certificate with its boxes, the vendor, the module."""

    certificate: PlanStatement
    boxes: tuple[str, ...]
    """Labels of the boxes that are ticked."""
    vendor: PlanStatement
    module: PlanStatement
    ours: bool = True
    """A module inside the boundary, of which the boxes speak."""


class CryptoRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of one of the three tables."""

    reference: str
    area: CryptoArea
    source: str
    """Of data in transit: where it comes from."""
    where: str
    source_module: ModuleCells
    module: ModuleCells
    usage: str
    kinds: tuple[str, ...]
    """Labels of the ticked boxes for protocol or encryption type."""
    encryption: str
    """The encryption type in words, where no box says it."""
    notes: tuple[str, ...]
    open_points: tuple[str, ...] = ()
    """What is not established about the use, in the assessor's voice: for the readiness report, not for the table."""
    use: str = ""
    """Id of the use, as `decisions/crypto-modules.yaml` names it."""
    active: bool = False
    """A certificate is named that is active on the as-of day."""

    @property
    def ours(self) -> ModuleCells:
        """The module inside the boundary."""
        return self.module if self.module.ours else self.source_module


class AppendixQ(msgspec.Struct, frozen=True, kw_only=True):
    """The document."""

    system: str
    provider: str
    version: str
    as_of: date
    marking: str
    rows: tuple[CryptoRow, ...]
    decided: bool
    """Has anybody named modules?"""

    def of(self, area: CryptoArea) -> tuple[CryptoRow, ...]:
        """The rows of one table."""
        return tuple(row for row in self.rows if row.area is area)

    @property
    def unnamed(self) -> int:
        """Uses for which no module is named."""
        return sum(row.ours.module.is_outstanding for row in self.rows)

    @property
    def uncertified(self) -> int:
        """Uses with a module that has no active certificate, or whose approved mode is neither stated nor shown."""
        return sum(
            not row.ours.module.is_outstanding and (not row.active or FIPS_MODE not in row.ours.boxes) for row in self.rows
        )


def view(package: AuthorizationPackage) -> AppendixQ:
    """The rows of the document."""
    marking = (prop.value for prop in package.bundle.ssp.metadata.props if prop.name == "marking")
    return AppendixQ(
        system=package.system.name,
        provider=package.system.provider_name,
        version=package.system.plan.version,
        as_of=package.as_of,
        marking=" ".join(marking).upper(),
        rows=tuple(map(_row, numbered(package.crypto))),
        decided=package.crypto_decided,
    )


def _row(numbered_use: NumberedUse) -> CryptoRow:
    use, module = numbered_use.use, numbered_use.use.module
    usage = module.usage if module else ""
    both = use.id.startswith(_BOTH_ENDS) or (bool(use.callers) and not use.leads_out)
    cells = _cells(use)
    foreign = ModuleCells(
        certificate=PlanStatement(text="Not known" if use.published else "Outside the boundary"),
        boxes=(),
        vendor=PlanStatement(text="–"),
        module=PlanStatement(text="–"),
        ours=False,
    )
    transit = use.area is CryptoArea.TRANSIT
    return CryptoRow(
        reference=numbered_use.reference,
        area=use.area,
        source=listed(use.callers, _MOST_CALLERS) if use.callers else use.where if both else _from(use),
        where=use.called or use.where,
        source_module=cells if both or use.leads_out else foreign,
        module=foreign if use.leads_out else cells,
        usage="; ".join(part for part in (use.mechanism, usage) if part),
        kinds=tuple(_protocols(usage)) if transit else _encryption(module),
        encryption=module.encryption_type if module and not transit else "",
        notes=tuple(_notes(use)),
        open_points=tuple(_open_points(use)),
        use=use.id,
        active=use.has_active_certificate,
    )


def _from(use: CryptoUse) -> str:
    return sentence(HOST_CALLERS) if use.published else _OUTSIDE


def _cells(use: CryptoUse) -> ModuleCells:
    module = use.module
    if module is None:
        statement = PlanStatement(key=KEY)
        return ModuleCells(certificate=statement, boxes=(), vendor=statement, module=statement)
    boxes = [ORIGINS[module.origin]] if module.origin else []
    boxes += [FIPS_MODE] if use.mode_shown is not False and (use.mode_shown or use.mode_is_stated) else []
    number = f"#{module.certificate}" if module.certificate is not None else ""
    return ModuleCells(
        certificate=PlanStatement(text=number, key=f"{KEY}, certificate"),
        boxes=tuple(boxes),
        vendor=PlanStatement(text=module.vendor, key=f"{KEY}, vendor"),
        module=PlanStatement(text=f"{module.module} {module.version}".strip()),
    )


def _protocols(encryption: str) -> Iterator[str]:
    if any(version in encryption for version in _OLD_TLS):
        yield PROTOCOLS[0]
    yield from (version for version in PROTOCOLS[1:3] if version in encryption)
    if encryption and "TLS" not in encryption and "SSL" not in encryption:
        yield PROTOCOLS[3]


def _encryption(module: CryptoModule | None) -> tuple[str, ...]:
    stated = (module.encryption_type if module else "").lower()
    return tuple(encryption for encryption in ENCRYPTIONS[:3] if encryption.lower() in stated) or (("Other",) if stated else ())


def _notes(use: CryptoUse) -> Iterator[str]:
    module = use.module
    if module is not None:
        yield from _certified(module)
        if module.notes:
            yield module.notes
    if use.unapproved:
        yield f"{use.unapproved[0].upper()}{use.unapproved[1:]}."
    yield from _mode(use)
    for image, held in _by_image(use).items():
        libraries = listed([f"{each.shown}{_certificates(each)}" for each in held], _MOST_HELD)
        yield f"Cryptographic libraries of {_short(image)}: {libraries}."
    seen = sorted(
        {f"{citation.kind} {citation.name} ({PurePosixPath(citation.source.path).name})" for citation in use.citations}
    )
    if seen:
        yield f"Evidence: {'; '.join(seen)}."


def _certified(module: CryptoModule) -> Iterator[str]:
    """The status of its certificate, where it is known."""
    if module.certificate is not None and module.status is not None and module.checked is not None:
        day = form_date(module.checked)
        basis = f"CMVP list of {day}" if module.listed else f"as stated on {day}"
        yield f"Certificate #{module.certificate}: {module.status} ({basis})."


def _mode(use: CryptoUse) -> Iterator[str]:
    """Whether the module runs in its approved mode: shown by a setting, or stated."""
    module = use.module
    if use.modes:
        word = "enabled" if use.mode_shown else "disabled"
        texts = [mode.text for mode in use.modes if mode.on is use.mode_shown]
        yield f"Approved mode {word}: {'; '.join(texts)}."
    elif module is not None and module.fips_mode is not None:
        operated = "Operated in its approved mode" if module.fips_mode else "Not operated in its approved mode"
        yield f"{operated}{f', stated by {module.stated_by}' if module.stated_by else ''}."


def _open_points(use: CryptoUse) -> Iterator[str]:
    module = use.module
    if module is None:
        yield f"The module of {use.id} is not stated."
    elif module.certificate is None:
        yield "No certificate of the module is stated: it does not count as validated."
    elif module.status is None or module.checked is None:
        yield f"The status of certificate {module.certificate} was not collected."
    if module is not None and not use.modes and module.fips_mode is None:
        yield "Whether the module runs in its approved mode is neither stated nor shown by a setting."
    elif module is not None and not use.modes and module.fips_mode:
        yield "The approved mode is stated, and shown by no setting that was collected."
    yield from _open_libraries(use)


def _open_libraries(use: CryptoUse) -> Iterator[str]:
    if use.held and use.certificates_dated and not any(held.certificates for held in use.held):
        yield f"No certificate of CMVP's list of {use.certificates_dated} names a version of the libraries found."
    if use.unlisted:
        images = listed([_short(each) for each in use.unlisted], _MOST_HELD)
        yield f"No list of the packages that run was collected of {images}."
    if use.indications:
        yield f"A validated module is claimed, and not proven, by: {', '.join(use.indications)}."


def _by_image(use: CryptoUse) -> Mapping[str, list[HeldModule]]:
    """What lists of packages show of the images at a use."""
    by_image = grouped((held.image, held) for held in use.held)
    return dict(sorted(by_image.items()))


def _certificates(held: HeldModule) -> str:
    """Certificates of the user's list that name the version, which shows no validated build."""
    numbers = [f"certificate {each.certificate}, {each.status}" for each in held.certificates]
    return f" (version of {'; '.join(numbers)})" if numbers else ""


def _short(image: str) -> str:
    """`tls-proxy:1.31.2`: the table has no room for registries."""
    return image.rpartition("/")[2]
