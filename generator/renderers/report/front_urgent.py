"""What should not wait, in the order in which a person should look: at most one line a topic."""

from collections.abc import Iterator, Sequence

from generator.model.rating import Rating
from generator.model.scan import Severity
from generator.model.trigger import Escalation
from generator.oscal.package import AuthorizationPackage
from generator.renderers.report.front_rows import Urgent
from generator.renderers.report.pages import CHAINS, CROSSCHECK, DISCREPANCIES, INVENTORY, POAM
from generator.renderers.report.sections.inventory import BY_NAME, NEVER, ages
from generator.renderers.report.sections.poam import OpenItem, two_clocks
from generator.text import counted


def urgent(package: AuthorizationPackage, items: Sequence[OpenItem]) -> tuple[Urgent, ...]:
    """Everything that cannot wait."""
    urgents = (
        _items(items, two_clocks(package, items)),
        reached_triggers(package),
        _discrepancies(package),
        _chains(package),
        _assets(package),
        _outstanding(package),
    )
    return tuple(line for topic in urgents for line in topic)


def _items(items: Sequence[OpenItem], two: str) -> Iterator[Urgent]:
    late = [item for item in items if item.late and not item.configuration]
    if late:
        high = sum(item.rating is Rating.HIGH for item in late)
        oldest = min(late, key=lambda item: item.days)
        longest = f"; the longest, {oldest.poam_id}, by {counted(-oldest.days, 'day')}" if oldest.days < 0 else ""
        yield Urgent(
            what=f"{counted(len(late), 'POA&M item')} past due",
            why=" ".join((f"{high:,} of them High{longest}.", *([two] if two else []))),
            href=f"{POAM}#due-state=past+due&sort=left.asc",
        )
    exploited = [item for item in items if item.known_exploited]
    if exploited:
        dates = sorted(item.kev_due for item in exploited if item.kev_due)
        first = f" First CISA KEV due date: {dates[0].isoformat()}." if dates else ""
        yield Urgent(
            what=f"{counted(len(exploited), 'vulnerability', 'vulnerabilities')} known to be exploited",
            why=f"Listed in CISA’s catalog, and open here.{first}",
            href=f"{POAM}#exploited=yes&sort=due.asc",
        )


def reached_triggers(package: AuthorizationPackage) -> Iterator[Urgent]:
    """Triggers of continuous monitoring that were reached."""
    for trigger in package.triggers:
        if trigger.level not in (None, Escalation.NONE):
            yield Urgent(
                what=f"{trigger.title}: {trigger.level}",
                why=f"{trigger.measured}; reached from {trigger.limit}.",
                href=f"{CROSSCHECK}#triggers",
            )


def _discrepancies(package: AuthorizationPackage) -> Iterator[Urgent]:
    for severity in (Severity.CRITICAL, Severity.HIGH):
        discrepancies = [
            discrepancy
            for discrepancy in package.discrepancies
            if discrepancy.severity is severity and discrepancy.waiver is None
        ]
        if discrepancies:
            yield Urgent(
                what=f"{counted(len(discrepancies), 'discrepancy', 'discrepancies')} of severity {severity}",
                why=f"First: {discrepancies[0].title}.",
                href=f"{DISCREPANCIES}#severity={severity}&accepted=no",
            )


def _chains(package: AuthorizationPackage) -> Iterator[Urgent]:
    broken = [image_chain for image_chain in package.chains if image_chain.broken]
    if broken:
        links = sum(len(image_chain.broken) for image_chain in broken)
        yield Urgent(
            what=f"{counted(len(broken), 'image')} with a broken link from commit to running digest",
            why=f"{counted(links, 'link')} of {counted(len(package.chains), 'image')} are contradicted by the evidence.",
            href=CHAINS,
        )


def _assets(package: AuthorizationPackage) -> Iterator[Urgent]:
    counts = ages(package)
    if counts[BY_NAME]:
        yield Urgent(
            what=f"{counted(counts[BY_NAME], 'image')} scanned by name only",
            why="No scan of the last 30 days is shown to have examined the digest that runs.",
            href=f"{INVENTORY}#scanned=by+name+only",
        )
    never = counts[NEVER]
    if never:
        yield Urgent(
            what=f"{counted(never, 'asset')} never scanned",
            why="No collected scan covers them.",
            href=f"{INVENTORY}#scanned=never",
        )


def _outstanding(package: AuthorizationPackage) -> Iterator[Urgent]:
    count = len(package.system.outstanding)
    if count:
        yield Urgent(
            what=f"{counted(count, 'statement')} outstanding in system.yaml",
            why="The documents mark each place.",
            href="gaps.html#kind=not+stated+in+system.yaml",
        )
