"""Several workloads as one box: a namespace or a part of it, or what stands at the other end of flows."""

from collections.abc import Sequence

from generator.drawing.figure import NAME_SIZE, NARROW, PAD, SMALL, WIDE, BoxStyle, Figure, FigureText, Ink, figure
from generator.drawing.text import wrap, wrap_name
from generator.model.inventory import KEPT_BY_CLOUD, Workload
from generator.model.platform import words_of_all
from generator.text import counted, left_out, one_line, sentence

_MOST_NAMES = 7
"""Workload names in one box; the rest are counted."""
_FEW_NAMES = 4
TOGETHER = "near "
"""How keys begin of boxes that stand for several workloads at the other end of flows."""


def namespace_key(cluster: str, namespace: str) -> str:
    """What the box of a namespace stands for."""
    return f"namespace {cluster} {namespace}"


def part_key(home: tuple[str, str], part: str) -> str:
    """What the box of a part of a namespace stands for; `part` is empty for the whole."""
    return f"{namespace_key(*home)} {part}" if part else namespace_key(*home)


def namespace_box(home: tuple[str, str], members: Sequence[Workload], inner: int, *, part: str = "") -> Figure:
    """Its workloads by name.

    `home` is cluster and namespace; `part` names a part of it; `inner` is how many flows stay inside.
    """
    ordered = sorted(members, key=lambda workload: (workload.name, workload.kind))
    called = one_line(f"Kept by the cloud: {home[0]}" if home[1] == KEPT_BY_CLOUD else home[1])
    head = _count_of(members)
    room = WIDE - 2 * PAD
    texts = [
        FigureText(row, NAME_SIZE, bold=True, ink=Ink.PLAIN)
        for row in wrap_name(f"{called}, {part}" if part else called, NAME_SIZE, room, lines=2, bold=True)
    ]
    texts += [FigureText(row) for row in wrap(head, SMALL, room, lines=2)]
    texts += [FigureText(f"{counted(inner, 'flow')} inside")] if inner else []
    names = ", ".join(one_line(workload.name) for workload in ordered[:_MOST_NAMES])
    texts += [FigureText(row) for row in wrap(names, SMALL, room, lines=_MOST_NAMES)]
    if len(ordered) > _MOST_NAMES:
        texts.append(FigureText(left_out(len(ordered) - _MOST_NAMES)))
    full = f"{sentence(words_of_all(members).group[0])} {home[1]}{', ' + part if part else ''}: {head}"
    return figure(
        part_key(home, part),
        BoxStyle.NAMESPACE,
        texts,
        name=f"{called}, {part}" if part else called,
        full=full,
        properties=(("workload", f"{home[1]}/*"), ("cluster", home[0])),
    )


def together_box(key: str, called: str, members: Sequence[Workload]) -> Figure:
    """Workloads at the other end of flows that would not fit one by one."""
    names = sorted(workload.name for workload in members)
    room = NARROW - 2 * PAD
    texts = [
        *(
            FigureText(row, NAME_SIZE, bold=True, ink=Ink.PLAIN)
            for row in wrap_name(called, NAME_SIZE, room, lines=3, bold=True)
        ),
        *(FigureText(row) for name in names[:_FEW_NAMES] for row in wrap_name(one_line(name), SMALL, room, lines=2)),
    ]
    if len(names) > _FEW_NAMES:
        texts.append(FigureText(left_out(len(names) - _FEW_NAMES)))
    full = f"{called}: {', '.join(names)}"
    return figure(key, BoxStyle.NEIGHBOR, texts, name=called, full=full, width=NARROW)


def _count_of(workloads: Sequence[Workload]) -> str:
    known = [0 if workload.waiting else workload.instances for workload in workloads if workload.instances is not None]
    count = counted(len(workloads), "workload")
    return f"{count}, {counted(sum(known), 'running instance')}" if known else f"{count}, declared"
