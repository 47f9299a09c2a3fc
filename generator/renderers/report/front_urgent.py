"""What should not wait, in the order in which a person should look: at most one line a topic."""

from collections.abc import Iterator, Sequence

from generator.model.rating import Rating
from generator.model.scan import Severity
from generator.model.trigger import Escalation
from generator.oscal.package import AuthorizationPackage
from generator.renderers.report.front_rows import Urgent
from generator.renderers.report.pages import CHAINS, CROSSCHECK, DISCREPANCIES, INVENTORY, POAM
from generator.renderers.report.sections.inventory import DIFFERING, NEVER, ages
from generator.renderers.report.sections.poam import LATE, OpenItem
from generator.text import counted


def urgent(package: AuthorizationPackage, items: Sequence[OpenItem]) -> tuple[Urgent, ...]:
    """Everything that cannot wait."""
    found = (_items(items), _triggers(package), _discrepancies(package), _chains(package), _assets(package), _owed(package))
    return tuple(one for topic in found for one in topic)


def _items(items: Sequence[OpenItem]) -> Iterator[Urgent]:
    late = [one for one in items if one.state == LATE]
    if late:
        high = sum(one.rating is Rating.HIGH for one in late)
        oldest = min(late, key=lambda one: one.days)
        yield Urgent(
            what=f"{counted(len(late), 'POA&M item')} past due",
            why=f"{high:,} of them High; the longest, {oldest.poam_id}, by {counted(-oldest.days, 'day')}.",
            href=f"{POAM}#due-state=past+due&sort=left.asc",
        )
    exploited = [one for one in items if one.known_exploited]
    if exploited:
        dates = sorted(one.kev_due for one in exploited if one.kev_due)
        first = f" First CISA KEV due date: {dates[0].isoformat()}." if dates else ""
        yield Urgent(
            what=f"{counted(len(exploited), 'vulnerability', 'vulnerabilities')} known to be exploited",
            why=f"Listed in CISA’s catalog, and open here.{first}",
            href=f"{POAM}#exploited=yes&sort=due.asc",
        )


def _triggers(package: AuthorizationPackage) -> Iterator[Urgent]:
    for one in package.triggers:
        if one.level not in (None, Escalation.NONE):
            yield Urgent(
                what=f"{one.title}: {one.level}",
                why=f"{one.measured}; reached from {one.limit}.",
                href=f"{CROSSCHECK}#triggers",
            )


def _discrepancies(package: AuthorizationPackage) -> Iterator[Urgent]:
    for severity in (Severity.CRITICAL, Severity.HIGH):
        found = [one for one in package.discrepancies if one.severity is severity and one.waiver is None]
        if found:
            yield Urgent(
                what=f"{counted(len(found), 'discrepancy', 'discrepancies')} of severity {severity}",
                why=f"First: {found[0].title}.",
                href=f"{DISCREPANCIES}#severity={severity}&accepted=no",
            )


def _chains(package: AuthorizationPackage) -> Iterator[Urgent]:
    broken = [one for one in package.chains if one.broken]
    if broken:
        links = sum(len(one.broken) for one in broken)
        yield Urgent(
            what=f"{counted(len(broken), 'image')} with a broken link from commit to running digest",
            why=f"{counted(links, 'link')} of {counted(len(package.chains), 'image')} are contradicted by the evidence.",
            href=CHAINS,
        )


def _assets(package: AuthorizationPackage) -> Iterator[Urgent]:
    found = ages(package)
    if found[DIFFERING]:
        yield Urgent(
            what=f"{counted(found[DIFFERING], 'image')} scanned as another digest than runs",
            why="The running digest was not scanned within 30 days.",
            href=f"{INVENTORY}#scanned=another+digest",
        )
    never = found[NEVER]
    if never:
        yield Urgent(
            what=f"{counted(never, 'asset')} never scanned",
            why="No collected scan covers them.",
            href=f"{INVENTORY}#scanned=never",
        )


def _owed(package: AuthorizationPackage) -> Iterator[Urgent]:
    owed = len(package.system.owed)
    if owed:
        yield Urgent(
            what=f"{counted(owed, 'statement')} outstanding in system.yaml",
            why="The documents mark each place.",
            href="gaps.html#kind=not+stated+in+system.yaml",
        )
