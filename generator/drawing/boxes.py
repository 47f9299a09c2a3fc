"""What each box of the picture says, and how large it is for that."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.drawing.text import bare, clean, fit, width_of, wrap
from generator.model.comparison import DrawnOnly
from generator.model.images import parse_reference
from generator.model.inventory import Workload
from generator.model.system import ExternalService

PAD = 10.0
_NAME, _SMALL = 12.0, 10.0
_NARROWEST, _WIDEST = 124.0, 232.0
_STEP = 13.5
"""From line to line of small text."""
_MOST_NAMES = 40
"""Workload names in the box of one namespace; the rest are counted."""


class Look(StrEnum):
    """How a box is drawn."""

    WORKLOAD = "workload"
    UNDRAWN = "undrawn"
    """Runs, and is in no drawing."""
    NAMESPACE = "namespace"
    ENTRY = "entry"
    ACTOR = "actor"
    EXTERNAL = "external"
    ABSENT = "absent"
    """Drawn, and does not run."""


class Ink(StrEnum):
    """Colour of a line of text."""

    PLAIN = "plain"
    QUIET = "quiet"
    DRIFT = "drift"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text; (x, y) is the beginning of its base line, from the box's top left corner."""

    text: str
    x: float
    y: float
    size: float
    width: float
    bold: bool = False
    ink: Ink = Ink.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A box, ready to be drawn anywhere."""

    look: Look
    lines: tuple[Line, ...]
    width: float
    height: float
    full: str
    """Everything in words, for whoever cannot see it or points at it."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A line before it has a place."""

    text: str
    size: float = _SMALL
    bold: bool = False
    ink: Ink = Ink.QUIET


def workload_box(workload: Workload, *, undrawn: bool, drawn_as: str | None, ports: str) -> Figure:
    """A workload: name, kind and instances, images, and what it is called in the drawing. `ports` is "" where arrows say it."""
    texts = [_Text(clean(workload.name), _NAME, bold=True, ink=Ink.PLAIN), _Text(_kind(workload))]
    images = list(dict.fromkeys(short_image(each.image) for each in workload.containers))
    texts += [_Text(image) for image in images[:2]]
    if len(images) > 2:
        texts.append(_Text(f"and {len(images) - 2} more {'images' if len(images) > 3 else 'image'}"))
    if ports:
        texts.append(_Text(f"listens on {ports}"))
    if undrawn:
        texts.append(_Text("running, not drawn", ink=Ink.DRIFT, bold=True))
    elif drawn_as and bare(drawn_as) != bare(workload.name):
        texts.append(_Text(f"drawn as {clean(drawn_as)}", ink=Ink.PLAIN))
    full = f"{workload.kind} {workload.key}" + (", running but not drawn" if undrawn else "")
    return _figure(Look.UNDRAWN if undrawn else Look.WORKLOAD, texts, f"{full}; images: {', '.join(images) or 'none'}")


def _kind(workload: Workload) -> str:
    return clean(workload.kind) + (", declared only" if workload.instances is None else f" ×{workload.instances}")


def short_image(image: str) -> str:
    """`tracking-api:2.4.1`: the last part of the repository, with the tag or the beginning of the digest."""
    found = parse_reference(image)
    if found is None:
        return clean(image.rsplit("/", 1)[-1])
    name = found.repository.rsplit("/", 1)[-1]
    if found.tag:
        return f"{name}:{found.tag}"
    return f"{name}@{found.digest[:19]}" if found.digest else name


def ports_of(workload: Workload) -> str:
    """`TCP 5432`: what its containers declare; at most two, the rest counted."""
    ports = {(port.protocol.upper(), port.number) for each in workload.containers if not each.init for port in each.ports}
    named = [clean(f"{protocol} {number}") for protocol, number in sorted(ports, key=lambda port: (port[1], port[0]))]
    return ", ".join(named[:2]) + (f" +{len(named) - 2}" if len(named) > 2 else "")


def namespace_box(name: str, members: Sequence[tuple[Workload, bool]], inner: int, leads: Sequence[str] = ()) -> Figure:
    """A whole namespace: its workloads by name, those not drawn first.

    `inner` is how many flows stay inside; `leads` says in words where flows lead to, where no arrows do.
    """
    ordered = sorted(members, key=lambda member: (not member[1], member[0].name, member[0].kind))
    across = 1 if len(ordered) <= 6 else 2
    width = 210.0 if across == 1 else 340.0
    whole = width - 2 * PAD
    room = (whole - (across - 1) * PAD) / across
    head = _count_of([workload for workload, _ in members])
    lines = [
        _line(_Text(clean(name), 13.0, bold=True, ink=Ink.PLAIN), PAD, 20.0, whole),
        _line(_Text(head + (f"; {inner} {'flow' if inner == 1 else 'flows'} inside" if inner else "")), PAD, 36.0, whole),
    ]
    shown = ordered[:_MOST_NAMES]
    down = -(-len(shown) // across)
    for index, (workload, undrawn) in enumerate(shown):
        text = _Text(f"+ {workload.name}" if undrawn else workload.name, bold=undrawn, ink=Ink.DRIFT if undrawn else Ink.PLAIN)
        lines.append(_line(text, PAD + (index // down) * (room + PAD), 56.0 + (index % down) * _STEP, room))
    below = [f"and {len(ordered) - len(shown)} more, see the inventory"] if len(ordered) > len(shown) else []
    below += [row for lead in leads for row in wrap(lead, _SMALL, whole, lines=3)]
    bottom = 56.0 + down * _STEP
    lines += [_line(_Text(row), PAD, bottom + 3 + index * _STEP, whole) for index, row in enumerate(below)]
    undrawn_count = sum(undrawn for _, undrawn in members)
    full = f"Namespace {name}: {head}" + (f", {undrawn_count} of them not drawn" if undrawn_count else "")
    height = bottom + len(below) * _STEP
    return Figure(look=Look.NAMESPACE, lines=tuple(lines), width=width, height=height, full=_full("; ".join((full, *leads))))


def _count_of(workloads: Sequence[Workload]) -> str:
    known = [workload.instances for workload in workloads if workload.instances is not None]
    count = f"{len(workloads)} {'workload' if len(workloads) == 1 else 'workloads'}"
    return f"{count}, {sum(known)} running {'instance' if sum(known) == 1 else 'instances'}" if known else count


def entry_box(public: int) -> Figure:
    """Where outside traffic comes in."""
    reached = f"to {public} public {'workload' if public == 1 else 'workloads'}"
    texts = [
        _Text("Public entry", _NAME, bold=True, ink=Ink.PLAIN),
        _Text("Ingress, LoadBalancer"),
        _Text("or NodePort"),
        _Text(reached),
    ]
    return _figure(Look.ENTRY, texts, f"Ingress, LoadBalancer or NodePort services, {reached}")


def actor_box(names: Sequence[str]) -> Figure:
    """Whoever comes from outside, under the names that the drawing has for them."""
    texts = [_Text("Users and", _NAME, bold=True, ink=Ink.PLAIN), _Text("other systems", _NAME, bold=True, ink=Ink.PLAIN)]
    texts += [_Text(clean(name)) for name in names[:6]]
    if len(names) > 6:
        texts.append(_Text(f"and {len(names) - 6} more"))
    return _figure(Look.ACTOR, texts, "Users and other systems outside the boundary" + "".join(f"; {name}" for name in names))


def external_box(service: ExternalService, *, reached: bool) -> Figure:
    """A service outside the boundary: what it is for, its authorization, and whether configuration names it."""
    room = _WIDEST - 2 * PAD
    texts = [_Text(row, _NAME, bold=True, ink=Ink.PLAIN) for row in wrap(clean(service.name), _NAME, room, lines=2, bold=True)]
    texts += [_Text(row) for row in wrap(clean(service.purpose), _SMALL, room, lines=2)]
    texts.append(_Text(clean(service.authorization) if service.authorization else "no authorization stated", ink=Ink.PLAIN))
    if not reached:
        texts.append(_Text("no flow in the configuration read"))
    return _figure(Look.EXTERNAL, texts, f"External service {service.name}. {service.purpose}")


def drawn_external_box(label: str) -> Figure:
    """A service that a drawing has outside the boundary and system.yaml does not name."""
    rows = wrap(clean(label), _NAME, _WIDEST - 2 * PAD, lines=2, bold=True)
    name = [_Text(row, _NAME, bold=True, ink=Ink.PLAIN) for row in rows]
    return _figure(Look.EXTERNAL, [*name, _Text("drawn, not in system.yaml")], f"External service {label}, from the drawing")


def more_box(count: int) -> Figure:
    """Stands for external services that do not fit."""
    return _figure(
        Look.EXTERNAL, [_Text(f"and {count} more external services", ink=Ink.PLAIN)], f"{count} more external services"
    )


def absent_box(shape: DrawnOnly) -> Figure:
    """A drawn component with nothing running behind it."""
    name = [
        _Text(row, 11.0, bold=True, ink=Ink.QUIET)
        for row in wrap(clean(shape.label) or "(no label)", 11.0, 170.0, lines=2, bold=True)
    ]
    page = [_Text(f"page {clean(shape.page)}")] if shape.page else []
    return _figure(Look.ABSENT, [*name, *page], f"Drawn as {shape.label}, nothing running behind it")


def _figure(look: Look, texts: Sequence[_Text], full: str) -> Figure:
    widest = max(width_of(text.text, text.size, bold=text.bold) for text in texts)
    width = min(_WIDEST, max(_NARROWEST, round(widest + 2 * PAD + 2)))
    lines, y = [], 4.0
    for index, text in enumerate(texts):
        y += 15.0 if text.size > _SMALL or index == 0 else _STEP
        lines.append(_line(text, PAD, y, width - 2 * PAD))
    return Figure(look=look, lines=tuple(lines), width=width, height=y + 9.0, full=_full(full))


def _line(text: _Text, x: float, y: float, room: float) -> Line:
    shown = fit(clean(text.text), text.size, room, bold=text.bold)
    width = width_of(shown, text.size, bold=text.bold)
    return Line(text=shown, x=x, y=y, size=text.size, width=width, bold=text.bold, ink=text.ink)


def _full(text: str) -> str:
    cleaned = clean(text)
    return cleaned if len(cleaned) <= 300 else f"{cleaned[:299]}…"
