"""Pictures of the system, drawn from what runs or is declared: figures for its security plan, and an overlay of differences.

FedRAMP, Rev5 playbook, "System Security Plan": the boundary diagram is validated against the inventory, so it is drawn
from the same facts as the inventory. Line styles of the difference follow reflexion models (Murphy, Notkin, Sullivan,
1995) in that each state has a line style of its own beside its color.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import msgspec

from generator.drawing import drawio, kept
from generator.drawing.boxes import workload_key
from generator.drawing.inside import home_of
from generator.drawing.kept import NOTHING_KEPT, KeptPicture
from generator.drawing.pages import MOST_PAGES, PictureDraft, pages
from generator.drawing.readable import readable
from generator.drawing.sheet import DrawingSheet, laid_out
from generator.drawing.subject import DrawingSubject
from generator.drawing.svg import write
from generator.model.evidence import Gap, GapKind
from generator.model.picture import Picture
from generator.text import counted, one_line

FOLDER = "diagrams"


class DrawnPictures(msgspec.Struct, frozen=True, kw_only=True):
    """All pictures, the boundary first; none where nothing runs."""

    pictures: tuple[Picture, ...] = ()
    editable: bytes = b""
    """All of them as pages of one draw.io file."""
    layout: bytes = b""
    """Where everything stands, for the pictures of the next package."""
    gaps: tuple[Gap, ...] = ()
    """Pictures that show less than they could."""


def draw(subject: DrawingSubject, before: Mapping[str, KeptPicture] = NOTHING_KEPT) -> DrawnPictures:
    """Every picture of the system; boxes stand where they stood `before`."""
    if not subject.workloads:
        return DrawnPictures()
    ordered = sorted(
        subject.workloads, key=lambda workload: (workload.cluster, workload.namespace, workload.kind, workload.name)
    )
    subject = replace(subject, workloads=tuple(ordered))
    drafts = list(pages(subject, before))
    sheets = [laid_out(draft.around, draft.page.scene) for draft in drafts]
    paths = _paths([sheet.name for sheet in sheets])
    return DrawnPictures(
        pictures=tuple(_picture(*parts) for parts in zip(drafts, sheets, paths, strict=True)),
        editable=drawio.write([(draft.around.tab, sheet) for draft, sheet in zip(drafts, sheets, strict=True)]),
        layout=kept.write(_kept(*parts) for parts in zip(drafts, sheets, strict=True)),
        gaps=(*_too_small(sheets, paths), *_left_out(subject, drafts)),
    )


def _kept(draft: PictureDraft, sheet: DrawingSheet) -> KeptPicture:
    cluster, namespace = draft.home or ("", "")
    placement = sheet.placement
    return KeptPicture(
        name=sheet.name, columns=placement.columns, cells=dict(placement.cells), cluster=cluster, namespace=namespace
    )


def _picture(draft: PictureDraft, sheet: DrawingSheet, path: str) -> Picture:
    return Picture(
        name=sheet.name,
        kind=draft.kind,
        path=path,
        title=sheet.title,
        caption=one_line(draft.caption),
        alt=sheet.described,
        svg=write(sheet),
        width=sheet.width,
        height=sheet.height,
        printed=write(sheet, whole=False),
        printed_height=sheet.printed,
        flows=sheet.flows,
        home=draft.home,
        members=tuple(workload_key(workload) for workload in draft.page.matter.workloads),
        about=draft.about,
    )


def _paths(names: Sequence[str]) -> tuple[str, ...]:
    """A file name for each, with letters, digits and hyphens only; two that would be equal are numbered."""
    paths: list[str] = []
    for name in names:
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80] or "picture"
        same = sum(path == plain or path.startswith(f"{plain}--") for path in paths)
        paths.append(f"{plain}--{same + 1}" if same else plain)
    return tuple(f"{FOLDER}/{name}.svg" for name in paths)


def _too_small(sheets: Sequence[DrawingSheet], paths: Sequence[str]) -> tuple[Gap, ...]:
    reason = "the picture is too dense to be read in print at letter size, and cannot be split further"
    step = "print it on larger paper, or read its flows in the report"
    return tuple(
        Gap(path=path, kind=GapKind.SHORTENED, reason=reason, next_step=step)
        for sheet, path in zip(sheets, paths, strict=True)
        if not readable(sheet)
    )


def _left_out(subject: DrawingSubject, drafts: Sequence[PictureDraft]) -> tuple[Gap, ...]:
    drawn = {draft.home for draft in drafts if draft.home is not None}
    count = len({home_of(workload) for workload in subject.workloads} - drawn)
    if not drawn or not count:
        return ()
    reason = f"{counted(count, 'namespace has', 'namespaces have')} no figure: there are {MOST_PAGES} of namespaces already"
    return (
        Gap(path=FOLDER, kind=GapKind.SHORTENED, reason=reason, next_step="the boundary figure and the inventory have them"),
    )
