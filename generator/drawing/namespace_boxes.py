"""A whole namespace as one box: for pictures that would hold more workloads than a reader can follow."""

from collections.abc import Sequence

from generator.drawing.figure import PAD, SMALL, STEP, BoxStyle, Figure, FigureText, Ink, placed, shortened
from generator.drawing.text import wrap
from generator.model.inventory import KEPT_BY_CLOUD, Workload
from generator.text import counted, left_out, one_line

_MOST_NAMES = 40
"""Workload names in one box; the rest are counted."""


def namespace_key(cluster: str, namespace: str) -> str:
    """What the box of a namespace stands for."""
    return f"namespace {cluster} {namespace}"


def namespace_box(
    home: tuple[str, str], members: Sequence[tuple[Workload, bool]], inner: int, leads: Sequence[str] = (), *, more: int = 0
) -> Figure:
    """Its workloads by name, those not drawn first.

    `home` is cluster and namespace; `inner` is how many flows stay inside; `leads` says in words where flows lead to, where no
    arrows do; `more` counts workloads of the namespace that are left out.
    """
    ordered = sorted(members, key=lambda member: (not member[1], member[0].name, member[0].kind))
    across = 1 if len(ordered) <= 6 else 2
    width = 210.0 if across == 1 else 340.0
    whole = width - 2 * PAD
    room = (whole - (across - 1) * PAD) / across
    head = _count_of([workload for workload, _ in members])
    named = one_line(f"Kept by the cloud: {home[0]}" if home[1] == KEPT_BY_CLOUD else home[1])
    lines = [
        placed(FigureText(named, 13.0, bold=True, ink=Ink.PLAIN), PAD, 20.0, whole),
        placed(FigureText(head + (f"; {counted(inner, 'flow')} inside" if inner else "")), PAD, 36.0, whole),
    ]
    shown = ordered[:_MOST_NAMES]
    down = -(-len(shown) // across)
    for index, (workload, undrawn) in enumerate(shown):
        text = FigureText(
            f"+ {workload.name}" if undrawn else workload.name, bold=undrawn, ink=Ink.DRIFT if undrawn else Ink.PLAIN
        )
        lines.append(placed(text, PAD + (index // down) * (room + PAD), 56.0 + (index % down) * STEP, room))
    hidden = len(ordered) - len(shown) + more
    below = [f"{left_out(hidden)}, see the inventory"] if hidden else []
    below += [row for lead in leads for row in wrap(lead, SMALL, whole, lines=3)]
    bottom = 56.0 + down * STEP
    lines += [placed(FigureText(row), PAD, bottom + 3 + index * STEP, whole) for index, row in enumerate(below)]
    undrawn_count = sum(undrawn for _, undrawn in members)
    full = f"Namespace {home[1]}: {head}" + (f", {undrawn_count} of them not drawn" if undrawn_count else "")
    return Figure(
        key=namespace_key(*home),
        look=BoxStyle.NAMESPACE,
        name=named,
        lines=tuple(lines),
        width=width,
        height=bottom + len(below) * STEP,
        full=shortened("; ".join((full, *leads))),
        properties=(("workload", f"{home[1]}/*"), ("cluster", home[0])),
    )


def _count_of(workloads: Sequence[Workload]) -> str:
    known = [workload.instances for workload in workloads if workload.instances is not None]
    count = counted(len(workloads), "workload")
    return f"{count}, {counted(sum(known), 'running instance')}" if known else count
