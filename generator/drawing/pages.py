"""Which pictures there are: figures of the boundary without a mark of difference, and the overlay that marks every difference.

One figure where everything can be read on one page. Where it cannot, the first figure has namespaces, or parts of them, as
boxes with bundled lines, and a figure each shows what is in them, with the other end of every flow (FedRAMP's SSP template,
section 8.1: separate diagrams where there is "too much data on one diagram", with the same names).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import msgspec

from generator.drawing.captions import (
    boundary_headings,
    described,
    described_drift,
    described_namespace,
    differences,
    drift_headings,
    namespace_headings,
    ways_note,
)
from generator.drawing.inside import Home, absent_of, by_home, called, spot_of
from generator.drawing.kept import KeptPicture
from generator.drawing.lines import FlowLine, SpotKind, lines_of, stated_lines
from generator.drawing.namespace_boxes import part_key
from generator.drawing.page_scene import DrawingPart, PageMatter
from generator.drawing.paging import FittedPage, fitted, split
from generator.drawing.sheet import Around
from generator.drawing.subject import DrawingSubject
from generator.model.inventory import KEPT_BY_CLOUD, Workload
from generator.model.picture import Mark, PictureKind
from generator.model.platform import PlatformWords

MOST_PAGES = 150
"""Of namespaces and their parts; the first figure shows the others as boxes."""
_MOST_AT_ONCE = 30
"""Workloads on one page; more are not tried."""
DRIFT = frozenset({Mark.DIVERGENCE, Mark.ABSENCE, Mark.REVERSED})


class PictureDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A picture before it has a place for anything."""

    kind: PictureKind
    around: Around
    caption: str
    page: FittedPage
    home: Home | None = None
    about: str = ""
    """Key of the box that stands for it on another picture."""


def pages(subject: DrawingSubject, kept: Mapping[str, KeptPicture]) -> Iterator[PictureDraft]:
    """In the order in which a reader wants them."""
    plain = subject.unmarked
    lines = tuple(sorted((*lines_of(plain), *stated_lines(plain))))
    whole = None
    if len(plain.workloads) <= _MOST_AT_ONCE:
        matter = PageMatter(subject=plain, lines=lines, workloads=plain.workloads, everything_outside=True)
        whole = fitted(matter, _boundary_around(matter, (8, 8)), kept.get(_BOUNDARY))
    if whole is not None:
        yield _boundary(whole, (1, 1), parts=False)
    else:
        parts = list(_parts(plain, lines, kept))
        yield from _overview(plain, lines, [part for part, _ in parts], kept)
    if subject.comparison.compared:
        yield from _drift(subject, kept)
    if whole is None:
        yield from (_namespace(part, page) for part, page in parts if page is not None)


_BOUNDARY, _DIFFERENCES = "authorization-boundary", "differences"


def _overview(
    subject: DrawingSubject, lines: tuple[FlowLine, ...], parts: Sequence[DrawingPart], kept: Mapping[str, KeptPicture]
) -> Iterator[PictureDraft]:
    """Parts as boxes where they fit a page, else whole namespaces, on as many pages as it takes."""
    matter = PageMatter(subject=subject, lines=lines, parts=tuple(parts), everything_outside=True)
    around, before = _boundary_around(matter, (8, 8)), kept.get(_BOUNDARY)
    page = fitted(matter, around, before)
    homes = by_home(subject.workloads)
    if page is None and 1 < len(homes) < len(parts):
        wholes = tuple(DrawingPart(home=home, members=tuple(members)) for home, members in homes.items())
        matter = replace(matter, parts=wholes)
    made = [page] if page is not None else list(split(matter, around, before))
    yield from (_boundary(page, (number, len(made)), parts=True) for number, page in enumerate(made, start=1))


def _boundary(page: FittedPage, number: tuple[int, int], *, parts: bool) -> PictureDraft:
    subject = page.matter.subject
    how = (
        f" Each box inside is a {subject.words.group[0]} or a part of one, which has a figure of its own; ×n says"
        " how many flows a line stands for."
        if parts
        else ""
    )
    return PictureDraft(
        kind=PictureKind.BOUNDARY,
        around=_boundary_around(page.matter, number),
        caption=f"Authorization boundary, drawn from {subject.basis}.{how}",
        page=page,
    )


def _boundary_around(matter: PageMatter, number: tuple[int, int]) -> Around:
    subject = matter.subject
    page, suffix = _numbered(number)
    return Around(
        name=f"{_BOUNDARY}{suffix}",
        tab=f"Authorization boundary{page}",
        title=f"{subject.system.name}: Authorization Boundary{page}",
        headings=boundary_headings(subject, matter.lines),
        described=described(subject, matter.lines),
        compared=False,
        words=subject.words,
    )


def _numbered(number: tuple[int, int]) -> tuple[str, str]:
    """How a title and a name say which of several pages this is."""
    page, count = number
    return (f" ({page} of {count})" if count > 1 else ""), (f"-{page}" if page > 1 else "")


def _drift(subject: DrawingSubject, kept: Mapping[str, KeptPicture]) -> Iterator[PictureDraft]:
    lines = tuple(line for line in lines_of(subject) if line.mark in DRIFT)
    undrawn = frozenset(subject.comparison.running_differences)
    matter = PageMatter(
        subject=subject,
        lines=lines,
        workloads=tuple(workload for workload in subject.workloads if workload.key in undrawn or _differs(workload, lines)),
        absent=absent_of(subject),
    )
    if not (matter.workloads or matter.absent):
        return
    made = list(split(matter, _drift_around(matter, (8, 8)), kept.get(_DIFFERENCES)))
    for number, page in enumerate(made, start=1):
        yield PictureDraft(
            kind=PictureKind.DRIFT,
            around=_drift_around(matter, (number, len(made))),
            caption=f"Only where drawn and {subject.standing} differ, with the other end of each line."
            f" {differences(subject, lines)}",
            page=page,
        )


def _differs(workload: Workload, lines: Sequence[FlowLine]) -> bool:
    """Does a line that differs come from it? Who is only called stands at the other end."""
    return any(line.source == spot_of(workload) for line in lines) or any(
        line.target == spot_of(workload) and line.source.kind is not SpotKind.WORKLOAD for line in lines
    )


def _drift_around(matter: PageMatter, number: tuple[int, int]) -> Around:
    subject = matter.subject
    page, suffix = _numbered(number)
    return Around(
        name=f"{_DIFFERENCES}{suffix}",
        tab=f"Differences{page}",
        title=f"{subject.system.name}: where drawn and {subject.standing} differ{page}",
        headings=drift_headings(subject, matter.lines),
        described=described_drift(subject, matter.lines),
        compared=True,
        words=subject.words,
        note=ways_note(subject),
    )


def _parts(
    subject: DrawingSubject, lines: tuple[FlowLine, ...], kept: Mapping[str, KeptPicture]
) -> Iterator[tuple[DrawingPart, FittedPage | None]]:
    """Every namespace, whole or in parts that each fit a page; parts of before stay together.

    Beyond a number of pages namespaces stay whole and have none.
    """
    count = 0
    for home, members in by_home(subject.workloads).items():
        if count >= MOST_PAGES:
            yield DrawingPart(home=home, members=tuple(members)), None
            continue
        made: list[FittedPage] = []
        for own, before in _kept_parts(home, members, lines, kept):
            matter = PageMatter(subject=subject, lines=lines, workloads=tuple(own))
            made += split(matter, _namespace_around(matter, home, (8, 8)), before)
        count += len(made)
        for number, page in enumerate(made, start=1):
            called_part = f"part {number} of {len(made)}" if len(made) > 1 else ""
            yield DrawingPart(home=home, members=page.matter.workloads, part=called_part), page


def _kept_parts(
    home: Home, members: Sequence[Workload], lines: Sequence[FlowLine], kept: Mapping[str, KeptPicture]
) -> Sequence[tuple[Sequence[Workload], KeptPicture | None]]:
    """The namespace as it was split before; a new workload joins those that it shares the most flows with."""
    pictures = sorted(
        (picture for picture in kept.values() if (picture.cluster, picture.namespace) == home),
        key=lambda picture: (len(picture.name), picture.name),
    )
    keys = {workload.key: f"workload {workload.cluster} {workload.key}" for workload in members}
    parts = [[workload for workload in members if keys[workload.key] in picture.cells] for picture in pictures]
    known = {workload.key for part in parts for workload in part}
    for workload in members:
        if parts and workload.key not in known:
            _closest(workload, parts, lines).append(workload)
    rows = [(part, picture) for part, picture in zip(parts, pictures, strict=True) if part]
    return rows or [(members, None)]


def _closest(workload: Workload, parts: Sequence[list[Workload]], lines: Sequence[FlowLine]) -> list[Workload]:
    spot = spot_of(workload)
    partners = {line.target if line.source == spot else line.source for line in lines if spot in (line.source, line.target)}
    return max(parts, key=lambda part: (sum(spot_of(member) in partners for member in part), -len(part)))


def _namespace(part: DrawingPart, page: FittedPage) -> PictureDraft:
    subject = page.matter.subject
    number = (int(part.part.split()[1]), int(part.part.split()[3])) if part.part else (1, 1)
    what = f"{called(part.home, subject.words)}{', ' + part.part if part.part else ''}"
    return PictureDraft(
        kind=PictureKind.NAMESPACE,
        around=_namespace_around(page.matter, part.home, number),
        caption=f"{what}, with the other end of each of its flows, drawn from {subject.basis}.",
        page=page,
        home=part.home,
        about=part_key(part.home, part.part),
    )


def _namespace_around(matter: PageMatter, home: Home, number: tuple[int, int]) -> Around:
    subject = matter.subject
    several = len({workload.cluster for workload in subject.workloads if workload.namespace != KEPT_BY_CLOUD}) > 1
    several = several or home[1] == KEPT_BY_CLOUD
    name = f"{home[0]}-{home[1]}" if several else home[1]
    part = f", part {number[0]} of {number[1]}" if number[1] > 1 else ""
    tab = called(home if home[1] == KEPT_BY_CLOUD else (home[0], name), subject.words)
    return Around(
        name=f"namespace-{name}" + (f"-part-{number[0]}" if number[1] > 1 else ""),
        tab=f"{tab}{part}",
        title=f"{subject.system.name}: {_titled(home, subject.words, several=several)}{part}",
        headings=namespace_headings(subject, home, matter),
        described=described_namespace(subject, home, matter),
        compared=False,
        words=subject.words,
    )


def _titled(home: Home, words: PlatformWords, *, several: bool) -> str:
    if home[1] == KEPT_BY_CLOUD:
        return f"services that the cloud keeps, {home[0]}"
    return f"{words.group[0]} {home[1]}" + (f" of {words.place[0]} {home[0]}" if several else "")
