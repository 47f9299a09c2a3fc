"""Everything the front page of the report says: the state of the system, and the way to every other page."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote_plus

from markupsafe import Markup

from generator.model.chain import LinkState
from generator.model.indicator import IndicatorAssessment
from generator.model.picture import Picture, PictureKind
from generator.model.places import evidence_path
from generator.model.posture import Certainty, PostureState
from generator.model.progress import AnswerProgress, tallies
from generator.model.rating import Rating
from generator.model.scan import Severity
from generator.model.system import System
from generator.oscal.package import AuthorizationPackage
from generator.renderers.anchors import anchor
from generator.renderers.answer_progress import part_states
from generator.renderers.base import Renderer
from generator.renderers.chains.view import LINK_STYLES
from generator.renderers.crosscheck.bundle import documents
from generator.renderers.crosscheck.drift import activities_by_check, counted_in_all, made_by_check, none_found
from generator.renderers.indicators.trend_chart import trend_chart
from generator.renderers.outstanding import outstanding
from generator.renderers.pictures.markup import inlined
from generator.renderers.report.due_chart import due_chart
from generator.renderers.report.front_rows import Bar, Bars, DocumentLink, FrontPage, FrontPicture, LinkStates, Tile
from generator.renderers.report.front_urgent import urgent
from generator.renderers.report.pages import (
    DISCREPANCIES,
    EVIDENCE,
    GAPS,
    INDICATORS,
    INVENTORY,
    PICTURES,
    POAM,
    READINESS,
    REQUIREMENTS,
    UNMATCHED,
)
from generator.renderers.report.sections.discrepancies import STYLES
from generator.renderers.report.sections.evidence import all_uses, use_counts
from generator.renderers.report.sections.inventory import AGE_STYLES, AGES, FRESH, NEVER, ages, anything_scanned
from generator.renderers.report.sections.poam import OpenItem, open_of
from generator.renderers.requirements.rows import AreaStateCount
from generator.renderers.requirements.view import area_rows, ordered, state_cells
from generator.text import agreeing, counted

_MOST_CHECKS = 8
_LARGEST_PICTURE = 400_000
"""Bytes; a larger one is on the page of pictures only."""


def view(package: AuthorizationPackage, written: Sequence[Renderer] = ()) -> FrontPage:
    """The whole page; `written` are the documents beside it that may apply to a package."""
    items = open_of(package)
    postures = ordered(package.postures)
    counts = ages(package)
    return FrontPage(
        about=tuple(_about(package.system)),
        lead=_lead(package),
        tiles=tuple(_tiles(package, items, counts)),
        urgent=urgent(package, items),
        areas=tuple(area_rows(postures)),
        states=state_cells(postures),
        severities=_severities(package),
        checks=_checks(package),
        due=due_chart(tuple((item.late, item.days, item.rating) for item in items)) if items else None,
        indicators=trend_chart(package.indicator_trend) if package.indicator_trend else None,
        ages=_ages(counts),
        links=_links(package),
        link_states=tuple(AreaStateCount(state=str(state), style=style, count=0) for state, style in LINK_STYLES.items()),
        picture=_picture(package),
        gaps=_gaps(package),
        evidence=_evidence(package),
        oscal=documents(package.bundle),
        documents=tuple(
            DocumentLink(title=renderer.title, href=f"../{renderer.path}", file=renderer.path)
            for renderer in written
            if renderer.applies(package)
        ),
    )


def _about(system: System) -> Iterator[tuple[str, str]]:
    """What is not stated is not shown with the value that stands in for it: `system.outstanding` lists it."""
    missing = {outstanding_key.key for outstanding_key in system.outstanding}
    stated = (
        ("Provider", "system.provider", system.provider_name),
        ("Impact level", "system.impact-level", system.impact_level.value.capitalize()),
        ("Service model", "system.service-model", (system.service_model or "").upper().replace("AAS", "aaS")),
        ("Status", "system.status", system.status),
        ("Authorized", "", system.authorized.isoformat() if system.authorized else ""),
    )
    for label, key, value in stated:
        if key in missing:
            yield label, "not stated"
        elif value:
            yield label, value


def _lead(package: AuthorizationPackage) -> str:
    discrepancies = len(package.discrepancies)
    checks = len({check for discrepancy in package.discrepancies for check in discrepancy.checks})
    made = len(made_by_check(package.bundle))
    if not discrepancies:
        return none_found(package.bundle)
    places, all_ = counted_in_all(package.discrepancies), len(activities_by_check(package.bundle))
    return (
        f"{places} between scans, diagrams and inventory, found by {checks:,} of {counted(made, 'check')} made"
        f"{f'; {all_ - made:,} more could judge no subject' if all_ > made else ''}."
    )


def _tiles(package: AuthorizationPackage, items: Sequence[OpenItem], ages_by_kind: Mapping[str, int]) -> Iterator[Tile]:
    rows = [item for item in items if not item.configuration]
    late = sum(item.late for item in rows)
    high = sum(item.rating is Rating.HIGH for item in rows)
    scanned = items or anything_scanned(ages_by_kind)
    configuration = len(items) - len(rows)
    apart = f"; {counted(configuration, 'configuration finding')} apart" if configuration else ""
    yield Tile(
        number=f"{len(rows):,}",
        label=f"open POA&M {agreeing(len(rows), 'item')}",
        note=f"{high:,} High; {late:,} past due{apart}" if scanned else "no asset was scanned",
        href=POAM,
        style="bad" if late else "",
    )
    severe = sum(discrepancy.severity in (Severity.CRITICAL, Severity.HIGH) for discrepancy in package.discrepancies)
    number = len(package.discrepancies)
    yield Tile(
        number=f"{number:,}",
        label=agreeing(number, "discrepancy", "discrepancies"),
        note=f"{severe:,} critical or high",
        href=DISCREPANCIES,
        style="bad" if severe else "",
    )
    assets = sum(ages_by_kind.values())
    yield Tile(
        number=f"{assets:,}",
        label=f"inventory {agreeing(assets, 'asset')}",
        note=f"{ages_by_kind[FRESH]:,} scanned within 30 days; {ages_by_kind[NEVER]:,} never",
        href=INVENTORY,
        style="warn" if ages_by_kind[FRESH] < assets else "",
    )
    if package.postures:
        holds = [posture for posture in package.postures if posture.state is PostureState.ENFORCED]
        seen = sum(posture.certainty in (Certainty.OBSERVED, Certainty.REPORTED) for posture in holds)
        judged, subjects = sum(each.judged for each in package.postures), sum(len(each.subjects) for each in package.postures)
        yield Tile(
            number=f"{seen:,} of {len(package.postures):,}",
            label="requirements seen enforced",
            note=f"{len(holds) - seen:,} more configured or stated only; {judged:,} of {subjects:,} subjects judged",
            href=REQUIREMENTS,
        )
    if package.indicators is not None:
        yield _indicators(package.indicators)
    answers = tallies(part_states(package))[-1]
    if answers.parts:
        by_people = answers.count(*(state for state in AnswerProgress if state.by_a_person))
        counts = ", ".join(f"{number:,} {state.words}" for state, number in answers.states if number)
        yield Tile(
            number=f"{by_people:,} of {answers.parts:,}",
            label="control parts written, reviewed or approved",
            note=counts,
            href=READINESS,
        )
    gaps = len(package.gaps)
    yield Tile(
        number=f"{gaps:,}",
        label=f"{agreeing(gaps, 'gap')} in the evidence",
        note=outstanding(package).sentence,
        href=GAPS,
        style="warn" if gaps else "",
    )
    uses = all_uses(package)
    yield Tile(
        number=f"{len(uses):,}",
        label=f"evidence {agreeing(len(uses), 'file')}",
        note=f"{use_counts(uses)}; {counted(package.accounting.results, 'raw scan result')}",
        href=EVIDENCE,
    )
    unmatched = len(package.unmatched_targets)
    if unmatched:
        yield Tile(
            number=f"{unmatched:,}",
            label=f"scanned {agreeing(unmatched, 'target')} without an asset",
            note="in no POA&M item until somebody decides",
            href=UNMATCHED,
            style="warn",
        )


def _indicators(assessment: IndicatorAssessment) -> Tile:
    shown = sum(result.posture.state is PostureState.ENFORCED for result in assessment.results)
    failing = sum(result.posture.state is PostureState.NOT_ENFORCED for result in assessment.results)
    lacking = sum(bool(result.lacking) for result in assessment.results)
    return Tile(
        number=f"{shown:,} of {len(assessment.results):,}",
        label="Key Security Indicators shown by every subject",
        note=f"{failing:,} not shown; {lacking:,} {agreeing(lacking, 'lacks', 'lack')} automated methods",
        href=INDICATORS,
        style="bad" if failing else "warn" if lacking else "",
    )


def _severities(package: AuthorizationPackage) -> Bars:
    counts = Counter(discrepancy.severity for discrepancy in package.discrepancies)
    rows = [
        (str(severity), f"{DISCREPANCIES}#severity={severity}", counts[severity], STYLES.get(severity, ""))
        for severity in Severity
        if counts[severity] or severity in (Severity.HIGH, Severity.MODERATE, Severity.LOW)
    ]
    return Bars(title="By severity", head="Severity", count="Discrepancies", rows=_bars(rows))


def _checks(package: AuthorizationPackage) -> Bars:
    """The checks that found most of what is severe."""
    titles = activities_by_check(package.bundle)
    counts = Counter(discrepancy.check for discrepancy in package.discrepancies)
    worst = {
        check: max(discrepancy.severity.rank for discrepancy in package.discrepancies if discrepancy.check == check)
        for check in counts
    }
    named = sorted(counts, key=lambda check: (-worst[check], -counts[check], check))
    rows = []
    for check in named[:_MOST_CHECKS]:
        title = titles[check].title if check in titles else check
        rows.append((title, f"{DISCREPANCIES}#check={quote_plus(title)}", counts[check], ""))
    left = len(named) - len(rows)
    more = f"and {counted(left, 'other check')}" if left > 0 else ""
    return Bars(title="By check, the most severe first", head="Check", count="Discrepancies", rows=_bars(rows), more=more)


def _ages(ages_by_kind: Mapping[str, int]) -> Bars:
    rows = [(age, f"{INVENTORY}#scanned={quote_plus(age)}", ages_by_kind[age], AGE_STYLES[age]) for age in AGES]
    return Bars(title="Inventory by the age of the newest scan", head="Scanned", count="Assets", rows=_bars(rows))


def _gaps(package: AuthorizationPackage) -> Bars:
    counts = Counter(str(gap.kind) for gap in package.gaps)
    rows = [(kind, f"{GAPS}#kind={quote_plus(kind)}", number, "") for kind, number in counts.most_common()]
    return Bars(title="Gaps by kind", head="Kind", count="Gaps", rows=_bars(rows))


def _evidence(package: AuthorizationPackage) -> Bars:
    folders = (evidence_path(file.path).split("/") for file in package.evidence)
    counts = Counter(parts[1] if len(parts) > 2 else "other" for parts in folders)
    rows = [(kind, f"{EVIDENCE}#kind={quote_plus(kind)}", number, "") for kind, number in counts.most_common()]
    return Bars(title="Evidence by kind", head="Kind", count="Files", rows=_bars(rows))


def _bars(rows: Sequence[tuple[str, str, int, str]]) -> tuple[Bar, ...]:
    most = max((number for _, _, number, _ in rows), default=0) or 1
    return tuple(
        Bar(label=label, href=href if number else "", number=f"{number:,}", share=f"{100 * number / most:.1f}", style=style)
        for label, href, number, style in rows
    )


def _links(package: AuthorizationPackage) -> tuple[LinkStates, ...]:
    counts: dict[str, Counter[LinkState]] = {}
    for chain in package.chains:
        for link in chain.links:
            counts.setdefault(link.title, Counter())[link.state] += 1
    return tuple(
        LinkStates(
            title=title,
            cells=tuple(
                AreaStateCount(state=str(state), style=style, count=link_states[state]) for state, style in LINK_STYLES.items()
            ),
        )
        for title, link_states in counts.items()
    )


def _picture(package: AuthorizationPackage) -> FrontPicture | None:
    """The figure of the boundary; where it is too large, nothing: the page of pictures has it."""
    shown: Picture | None = next((picture for picture in package.pictures if picture.kind is PictureKind.BOUNDARY), None)
    if shown is None or len(shown.svg) > _LARGEST_PICTURE:
        return None
    href = f"{PICTURES}#{anchor('picture', shown.name)}"
    return FrontPicture(
        title=shown.title,
        caption=shown.caption,
        # NOTE: the drawing is this project's own and escapes all texts in it.
        svg=Markup(inlined(shown.svg, lambda _key: "")),  # noqa: S704
        href=href,
    )
