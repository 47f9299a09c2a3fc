"""What the values in system.yaml must be beyond their types: no path that leaves the workspace, no duplicate id …"""

import re
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

import msgspec

from generator.errors import ConfigError
from generator.frameworks.dod.levels import check_levels
from generator.limits import QUOTED
from generator.model.system import FEDRAMP_PRECEDENCE, ControlBaseline, ImpactLevel
from generator.strict_yaml import StrictYamlFile
from generator.text import shortened
from generator.workspace.scan_statements import moment
from generator.workspace.system_class import check_class
from generator.workspace.system_conmon import ConmonKeys, check_conmon
from generator.workspace.system_dod import check_dod
from generator.workspace.system_keys import (
    Cr26Keys,
    FileKeys,
    OscalKeys,
    PoamKeys,
    SeverityKeys,
    SigningKeys,
    SystemKeys,
    template_paths,
)
from generator.workspace.system_overview import OverviewKeys, faults_of
from generator.workspace.system_plan import ConnectionKeys, PlanKeys, check_plan, paths_of


def check(written: StrictYamlFile, decoded: FileKeys) -> None:
    """What each value must be beyond its type, checked while its line is still known.

    Raises:
        ConfigError: names file, key, line, what was found and what is allowed.
    """
    _check_parties(written, decoded)
    _check_roles(written, decoded)
    _check_precedence(written, decoded)
    _check_baseline(written, decoded.system or SystemKeys())
    check_plan(decoded.plan or PlanKeys(), _connections(decoded), written.error)
    check_dod(decoded.emass, written.error)
    _check_levels(written, decoded)
    check_class(written, decoded)
    check_conmon(decoded.conmon or ConmonKeys(), written.error)
    _check_overview(written, decoded.cr26 or Cr26Keys())
    _check_identities(written, decoded.signing or SigningKeys())
    for path, value in _paths(decoded):
        if value.startswith(("/", "~")) or ".." in value.split("/") or ":" in value:
            raise written.error(path, f"`{value}` leaves the workspace", "copy the file into the workspace's folder")
    for path, rule, text in _texts(decoded):
        if text is not None and not rule.pattern.fullmatch(text):
            raise written.error(path, f"`{shortened(text, QUOTED)}` is not {rule.what}", rule.example)
    for path, day in _days(decoded):
        if day is not None and not 1970 <= day.year < 3000:
            raise written.error(path, f"{day.isoformat()} is not a day between 1970 and 2999", "correct the year")
    for index, row in enumerate(decoded.evidence or ()):
        _check_moment(written, ("evidence", index, "database-updated"), row.database_updated)


def _check_levels(written: StrictYamlFile, decoded: FileKeys) -> None:
    system_keys = decoded.system or SystemKeys()
    level = (system_keys.impact_level or ImpactLevel.MODERATE).value
    baseline = ControlBaseline.LI_SAAS.value if system_keys.baseline is ControlBaseline.LI_SAAS else level
    try:
        check_levels(decoded.frameworks or (), baseline)
    except ConfigError as error:
        raise written.error(("frameworks",), error.what, error.next_step) from error


def _check_identities(written: StrictYamlFile, signing: SigningKeys) -> None:
    """An identity that begins with `*`, or has no issuer, would let others sign."""
    for index, row in enumerate(signing.identities):
        for key, value in (("identity", row.identity), ("issuer", row.issuer)):
            if not value.strip() or (key == "identity" and value.startswith("*")) or (key == "issuer" and "*" in value):
                step = "write the name in the certificate, `*` in its last parts only, and the whole address of the issuer"
                what = f"`{shortened(value, QUOTED)}` does not say whose signatures count"
                raise written.error(("signing", "identities", index, key), what, step)


def _check_overview(written: StrictYamlFile, cr26: Cr26Keys) -> None:
    for path, what, step in faults_of(cr26.overview or OverviewKeys()):
        raise written.error(path, what, step)


def _paths(decoded: FileKeys) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Files of the workspace that are named."""
    yield from ((("templates", name), value) for name, value in template_paths(decoded.templates))
    workbook = (decoded.poam or PoamKeys()).workbook
    if workbook is not None:
        yield ("poam", "workbook"), workbook
    signing = decoded.signing or SigningKeys()
    for index, key in enumerate(signing.keys):
        yield ("signing", "keys", index), key
    if signing.trusted_root is not None:
        yield ("signing", "trusted-root"), signing.trusted_root
    yield from paths_of(decoded.plan or PlanKeys())


def _connections(decoded: FileKeys) -> Iterator[tuple[tuple[str | int, ...], ConnectionKeys]]:
    for index, row in enumerate(decoded.external_services or ()):
        if row.connection is not None:
            yield ("external-services", index, "connection"), row.connection


def _check_moment(written: StrictYamlFile, path: tuple[str | int, ...], text: str | None) -> None:
    try:
        moment(text or "1970-01-01")
    except ValueError as error:
        what = f"`{shortened((text or ''), QUOTED)}` is not a day or a moment"
        raise written.error(path, what, "write it like 2026-11-20 or 2026-11-20T06:30:00Z") from error


def _check_parties(written: StrictYamlFile, decoded: FileKeys) -> None:
    seen: set[str] = set()
    for index, party in enumerate(decoded.parties or ()):
        if party.id in seen:
            raise written.error(("parties", index, "id"), f"two parties have the id `{party.id}`", "give each its own id")
        seen.add(party.id)
    for index, party in enumerate(decoded.parties or ()):
        if party.organization is not None and party.organization not in seen:
            what = f"`{party.organization}` is the id of no party"
            raise written.error(("parties", index, "organization"), what, "name the id of an organization in parties")


def _check_roles(written: StrictYamlFile, decoded: FileKeys) -> None:
    """A role that no document knows would leave the place of the person empty in all of them, unnoticed."""
    for index, party in enumerate(decoded.parties or ()):
        for number, role in enumerate(party.roles):
            if role not in ROLES:
                near = get_close_matches(role.lower().replace("_", "-").replace(" ", "-"), ROLES, 1)
                step = f"did you mean {near[0]}?" if near else f"write one of: {', '.join(ROLES)}"
                path = "parties", index, "roles", number
                raise written.error(path, f"`{shortened(role, QUOTED)}` is no role that the documents know", step)


def _check_precedence(written: StrictYamlFile, decoded: FileKeys) -> None:
    words = (decoded.severity or SeverityKeys()).precedence
    if words is None:
        return
    path: tuple[str | int, ...] = ("severity", "precedence")
    if not words:
        step = f"leave the key out for FedRAMP's order: {', '.join(FEDRAMP_PRECEDENCE)}"
        raise written.error(path, "the list is empty", step)
    for index, word in enumerate(words):
        if word in words[:index]:
            raise written.error((*path, index), f"`{word}` is listed twice", "keep one of the two")


def _check_baseline(written: StrictYamlFile, system_keys: SystemKeys) -> None:
    """FedRAMP Tailored is for low impact software as a service; every other baseline is its impact level's own."""
    if system_keys.baseline is None:
        return
    level = system_keys.impact_level or ImpactLevel.MODERATE
    fits = ImpactLevel.LOW if system_keys.baseline is ControlBaseline.LI_SAAS else ImpactLevel(system_keys.baseline.value)
    if level is not fits:
        what = f"`{system_keys.baseline}` is not a baseline of impact level {level}"
        step = f"write `impact-level: {fits}`, or leave `baseline` out"
        raise written.error(("system", "baseline"), what, step)


class _NamingRule(msgspec.Struct, frozen=True):
    pattern: re.Pattern[str]
    what: str
    example: str


_ID = _NamingRule(
    re.compile(r"(?=.{1,64}\Z)[a-z0-9]+(-[a-z0-9]+)*"),
    "a plain name and cannot name a folder",
    "use at most 64 lower-case letters, digits and single hyphens, like parcel-tracker",
)
_EMAIL = _NamingRule(re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+"), "an email address", "write it like owner@agency.example")
_ID_PREFIX = _NamingRule(
    re.compile(r"[A-Za-z](?:[A-Za-z0-9.-]{0,14}[A-Za-z.-])?"),
    "a prefix for numbers",
    "use at most 16 letters, digits, hyphens and dots, with no digit at the end, like V-",
)
_URI = _NamingRule(
    re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+"), "an address", "write it like https://provider.example/package"
)
_REFERENCE = _NamingRule(
    re.compile(r"[^\s<>\"{}|\\^`]+"), "an address or path", "write it like trestle://profiles/moderate/profile.json"
)


def _texts(decoded: FileKeys) -> Iterator[tuple[tuple[str | int, ...], _NamingRule, str | None]]:
    """Values that OSCAL or a FedRAMP schema would refuse later, where the line is no longer known."""
    yield ("system", "id"), _ID, (decoded.system or SystemKeys()).id
    for index, party in enumerate(decoded.parties or ()):
        yield ("parties", index, "email"), _EMAIL, party.email
    yield ("oscal", "profile"), _REFERENCE, (decoded.oscal or OscalKeys()).profile
    yield ("poam", "id-prefix"), _ID_PREFIX, (decoded.poam or PoamKeys()).id_prefix
    yield ("cr26", "package-overview-uri"), _URI, (decoded.cr26 or Cr26Keys()).package_overview_uri


def _days(decoded: FileKeys) -> Iterator[tuple[tuple[str | int, ...], date | None]]:
    yield ("system", "authorized"), (decoded.system or SystemKeys()).authorized
    yield ("cr26", "report-from"), (decoded.cr26 or Cr26Keys()).report_from
    for index, row in enumerate(decoded.evidence or ()):
        yield ("evidence", index, "collected"), row.collected


_DOCUMENTS = (
    "assessor asset-administrator asset-owner authorizing-official authorizing-official-poc cloud-service-provider "
    "information-system-security-officer prepared-by prepared-for privacy-poc provider sales-contact security-contact "
    "system-owner system-poc-management system-poc-other system-poc-technical"
)
_OSCAL = (
    "configuration-management contact content-approver creator distributor help-desk incident-response maintainer "
    "network-operations security-operations"
)
ROLES = tuple(sorted((*_DOCUMENTS.split(), *_OSCAL.split())))
"""What `roles` of a party in system.yaml may name: those that a document of the package looks for, and those that OSCAL defines
(NIST OSCAL metadata, allowed values of `role/@id`; FedRAMP's Guide to OSCAL-based FedRAMP Content, section 4)."""
