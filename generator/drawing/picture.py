"""Pictures of the system, drawn from what runs, with the difference to what was drawn on top.

FedRAMP, Rev5 playbook, "System Security Plan": the boundary diagram is validated against the inventory, so it is drawn
from the same facts as the inventory. Line styles of the difference follow reflexion models (Murphy, Notkin, Sullivan,
1995) in that each state has a line style of its own beside its color.
"""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from generator.drawing import drawio
from generator.drawing.attempts import SECONDS
from generator.drawing.lines import lines_of
from generator.drawing.pages import MOST_NAMESPACES, PictureDraft, pages
from generator.drawing.sheet import DrawingSheet, laid_out
from generator.drawing.subject import DrawingSubject
from generator.drawing.svg import write
from generator.model.evidence import Gap, GapKind
from generator.model.picture import Picture
from generator.text import one_line

FOLDER = "diagrams"
_AT_ONCE = 4
"""Layouts side by side: each is a process of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPictures:
    """All pictures, the boundary first; none where nothing runs."""

    pictures: tuple[Picture, ...] = ()
    editable: bytes = b""
    """All of them as pages of one draw.io file."""
    gaps: tuple[Gap, ...] = ()
    """Pictures that show less than they could."""


def draw(subject: DrawingSubject) -> DrawnPictures:
    """Every picture of the system."""
    if not subject.workloads:
        return DrawnPictures()
    ordered = sorted(
        subject.workloads, key=lambda workload: (workload.cluster, workload.namespace, workload.kind, workload.name)
    )
    subject = replace(subject, workloads=tuple(ordered))
    wanted = list(pages(subject, lines_of(subject)))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        placed = list(pool.map(PictureDraft.placed, wanted))
    sheets = [laid_out(page.around, scene.scene, scene.placement) for page, scene in zip(wanted, placed, strict=True)]
    paths = _paths([sheet.name for sheet in sheets])
    late = [path for path, scene in zip(paths, placed, strict=True) if scene.timed_out]
    return DrawnPictures(
        pictures=tuple(_picture(*parts) for parts in zip(wanted, sheets, paths, strict=True)),
        editable=drawio.write([(page.around.tab, sheet) for page, sheet in zip(wanted, sheets, strict=True)]),
        gaps=(*map(_took_too_long, late), *_left_out(subject)),
    )


def _picture(page: PictureDraft, sheet: DrawingSheet, path: str) -> Picture:
    return Picture(
        name=sheet.name,
        kind=page.kind,
        path=path,
        title=sheet.title,
        caption=one_line(page.caption),
        alt=sheet.described,
        svg=write(sheet),
        width=sheet.width,
        height=sheet.height,
        flows=sheet.flows,
        home=page.home,
    )


def _paths(names: Sequence[str]) -> tuple[str, ...]:
    """A file name for each, with letters, digits and hyphens only; two that would be equal are numbered."""
    paths: list[str] = []
    for name in names:
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80] or "picture"
        same = sum(path == plain or path.startswith(f"{plain}--") for path in paths)
        paths.append(f"{plain}--{same + 1}" if same else plain)
    return tuple(f"{FOLDER}/{name}.svg" for name in paths)


def _took_too_long(path: str) -> Gap:
    reason = f"the picture shows less than it could: laying it out took more than {SECONDS:.0f} seconds on this machine"
    step = "on a faster machine the picture may hold more, and the package's checksums differ: build it where you publish from"
    return Gap(path=path, place="", kind=GapKind.SHORTENED, reason=reason, next_step=step)


def _left_out(subject: DrawingSubject) -> tuple[Gap, ...]:
    count = len({(workload.cluster, workload.namespace) for workload in subject.workloads})
    if count <= MOST_NAMESPACES:
        return ()
    reason = f"{MOST_NAMESPACES} of {count} namespaces have a picture of their own"
    return (
        Gap(path=FOLDER, place="", kind=GapKind.SHORTENED, reason=reason, next_step="the others are in the boundary picture"),
    )
