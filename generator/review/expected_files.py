"""Which file is expected from which person by when: requested by people, or missing and running out in the evidence.

Rules: assets are scanned at least every 30 days (FedRAMP Vulnerability Scanning Requirements; for Containers v1.0), a vendor is
asked at least monthly about a fix (POA&M Template Completion Guide v2.2), the authorizing official decides deviation requests
(Continuous Monitoring Playbook, overview).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import msgspec

from generator.ledger.columns import CONTACT
from generator.ledger.deviation_records import DeviationKind, DeviationStatus
from generator.ledger.item import LedgerItem
from generator.model.evidence import GapKind
from generator.model.system import System, SystemParty
from generator.oscal.package import AuthorizationPackage
from generator.renderers.crosscheck.text import day_of
from generator.renderers.inventory.rows import view
from generator.review.assessment import WorkspaceAssessment
from generator.text import counted, enumerated
from generator.workspace.decision_files import FOLDER as DECISIONS
from generator.workspace.file_requests import RequestState, read_file_requests, request_states

SCAN_AGE = timedelta(days=30)
CHECK_IN = timedelta(days=30)
SCANS = "evidence/scans/"
NO_PERSON = "No person is named"
_MOST = 6
"""Names in one request; the pages that it leads to have all."""
_ATTACHED = (DECISIONS, "appendices")
"""Folders beside the evidence whose files a request may mean; nothing dates them."""


class ExpectedFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file that somebody sends."""

    person: str
    address: str
    """Of mail; empty where system.yaml does not have it."""
    what: str
    file: str
    """Where it goes: a path or a pattern of paths."""
    due: date
    why: str
    href: str
    """The page where it is done or shown."""


def expected_files(root: Path, assessment: WorkspaceAssessment, as_of: date) -> tuple[ExpectedFile, ...]:
    """Everything that is expected, by due day and person."""
    package = assessment.package
    people = Contacts(package.system)
    rows = (
        *_requested(root, assessment, people),
        *_scans(package, people, as_of),
        *_named(package, people, as_of),
        *_of_items(assessment.tracked.ledger.items, people, as_of),
    )
    return tuple(sorted(rows, key=lambda row: (row.due, row.person, row.what)))


def requested_states(root: Path, assessment: WorkspaceAssessment) -> tuple[RequestState, ...]:
    """What people asked for in `decisions/requests.yaml`, and what came of it.

    Raises:
        ConfigError: the file is wrong.
    """
    text = assessment.tracked.assessed.loaded.workspace.decision("requests.yaml")
    return request_states(read_file_requests(text), dict(_files(root, assessment.package)))


def _files(root: Path, package: AuthorizationPackage) -> Iterator[tuple[str, date | None]]:
    yield from ((use.path, None) for use in package.evidence_uses)
    for folder in _ATTACHED:
        place = root / folder
        for path in place.iterdir() if place.is_dir() and not place.is_symlink() else ():
            if path.is_file() and not path.is_symlink():
                yield f"{folder}/{path.name}", None
    yield from ((file.path, file.collected.date() if file.collected else None) for file in package.evidence)


class Contacts:
    """People by name or id, and by role."""

    def __init__(self, system: System) -> None:
        self._parties = system.parties

    def named(self, name: str) -> tuple[str, str]:
        """(name, address) of a person that a file names."""
        wanted = name.casefold()
        party = next((each for each in self._parties if wanted in (each.name.casefold(), each.id.casefold())), None)
        return (party.name, party.email or "") if party else (name, "")

    def in_role(self, *roles: str) -> tuple[str, str]:
        """(name, address) of the first who has one of the roles, the first role first; a person rather than an organization."""
        holders = [party for role in roles for party in _holders(self._parties, role)]
        return (holders[0].name, holders[0].email or "") if holders else (NO_PERSON, "")


def _holders(parties: Iterable[SystemParty], role: str) -> Sequence[SystemParty]:
    return sorted((party for party in parties if role in party.roles), key=lambda party: party.type != "person")


SECURITY = ("information-system-security-officer", "prepared-by", "system-owner")
OPERATIONS = ("asset-administrator", "system-poc-technical", *SECURITY)
_OFFICIAL = ("authorizing-official-poc", "authorizing-official")


def _requested(root: Path, assessment: WorkspaceAssessment, people: Contacts) -> Iterator[ExpectedFile]:
    for state in requested_states(root, assessment):
        if state.expected is None:
            continue
        name, address = people.named(state.request.person)
        came = f"The newest was collected on {state.collected.isoformat()}: {state.newest}." if state.collected else ""
        undated = f"{state.newest} is there, and nothing dates it." if state.newest and not state.collected else ""
        yield ExpectedFile(
            person=name,
            address=address,
            what=state.request.note or state.request.file,
            file=state.request.file,
            due=state.expected,
            why=came or undated or "None is there yet.",
            href="/decisions/requests",
        )


def _scans(package: AuthorizationPackage, people: Contacts, as_of: date) -> Iterator[ExpectedFile]:
    """One request for each administrator and due day: assets whose newest scan runs out then, or that have none."""
    by_person: dict[tuple[str, date], list[str]] = defaultdict(list)
    rows = view(package)
    items = package.bundle.ssp.system_implementation.inventory_items
    for row, item in zip(rows, items, strict=True):
        props = {prop.name: prop.value for prop in item.props}
        last = day_of(props.get("last-scan"))
        due = date.fromisoformat(last) + SCAN_AGE if last else as_of
        by = due if props.get("is-scanned") == "yes" else min(due, as_of)
        by_person[row.administrator, by].append(row.asset_id)
    for (administrator, due), assets in by_person.items():
        name, address = people.named(administrator) if administrator else people.in_role(*OPERATIONS)
        yield ExpectedFile(
            person=name,
            address=address,
            what=f"Scan of {counted(len(assets), 'asset')}",
            file=SCANS,
            due=due,
            why=f"{enumerated(assets, _MOST)}: scanned at least every 30 days.",
            href="/inventory",
        )


def _named(package: AuthorizationPackage, people: Contacts, as_of: date) -> Iterator[ExpectedFile]:
    for gap in package.gaps:
        if gap.kind is GapKind.NAMED_NOT_THERE:
            name, address = people.in_role(*SECURITY)
            yield ExpectedFile(
                person=name,
                address=address,
                what=gap.reason,
                file=gap.path,
                due=as_of,
                why=gap.next_step,
                href="/evidence#gaps",
            )


def _of_items(items: Iterable[LedgerItem], people: Contacts, as_of: date) -> Iterator[ExpectedFile]:
    for item in items:
        if item.closed is not None:
            continue
        href = f"/poam/{item.poam_id}"
        for row in item.deviations:
            if row.kind is DeviationKind.VENDOR_DEPENDENCY and row.released is None and row.standing in _ALIVE:
                contact = _contact(item.written)
                name, address = people.named(contact) if contact else people.in_role(*OPERATIONS)
                last = f"The last check-in was on {row.checked_in.isoformat()}." if row.checked_in else "There was no check-in."
                yield ExpectedFile(
                    person=name,
                    address=address,
                    what=f"Answer of the vendor of {row.product or item.name} about {item.poam_id}",
                    file=f"{DECISIONS}/",
                    due=row.checked_in + CHECK_IN if row.checked_in else as_of,
                    why=f"{last} A vendor is asked at least monthly.",
                    href=href,
                )
            elif row.standing is DeviationStatus.PENDING:
                name, address = people.in_role(*_OFFICIAL)
                submitted = f"Submitted on {row.submitted.isoformat()}." if row.submitted else "Not submitted yet."
                yield ExpectedFile(
                    person=name,
                    address=address,
                    what=f"Decision on the {row.kind.replace('-', ' ')} of {item.poam_id}",
                    file=f"{DECISIONS}/",
                    due=item.due or as_of,
                    why=submitted,
                    href=href,
                )


_ALIVE = frozenset({DeviationStatus.PENDING, DeviationStatus.APPROVED})


def _contact(written: Iterable[tuple[str, str]]) -> str:
    cells: Mapping[str, str] = dict(written)
    return cells.get(CONTACT, "").strip()
