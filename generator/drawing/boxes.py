"""The boxes of a picture: workloads, namespaces, people and services outside, and what is drawn but does not run."""

from collections.abc import Sequence

from generator.drawing.figure import NAME_SIZE, NARROW, OUTER, PAD, SMALL, WIDE, BoxStyle, Figure, FigureText, Ink, figure
from generator.drawing.text import bare, width_of, wrap, wrap_name
from generator.model.architecture import StatedConnection
from generator.model.comparison import DrawnOnly
from generator.model.images import is_built_on_the_spot, parse_reference
from generator.model.inventory import KEPT_BY_CLOUD, MANAGED_KIND, Workload
from generator.model.system import ExternalService
from generator.text import left_out, one_line, sentence


def workload_key(workload: Workload) -> str:
    """What the box of a workload stands for."""
    return f"workload {workload.cluster} {workload.key}"


def workload_box(workload: Workload, *, undrawn: bool, drawn_as: str | None, ports: str, brief: bool, data: str = "") -> Figure:
    """A workload: name, kind and instances, images, and what it is called in the drawing.

    `ports` is "" where no container declares any; `brief` leaves images and ports to the inventory; `data` is what of an agency
    a person states to be there.
    """
    texts = [*_name(workload.name, WIDE), FigureText(_kind(workload))]
    images = list(dict.fromkeys(short_image(each.image) for each in workload.containers))
    texts += [FigureText(row) for image in images[:1] if not brief for row in _image(image)]
    if len(images) > 1 and not brief:
        texts.append(FigureText(left_out(len(images) - 1, "image")))
    if ports and not brief:
        texts += [FigureText(row) for row in _listening(ports)]
    texts += _has(data)
    if undrawn:
        texts.append(FigureText(f"{_standing(workload)}, not drawn", ink=Ink.DRIFT, bold=True))
    elif drawn_as and bare(drawn_as) != bare(workload.name):
        rows = wrap(f"drawn as {one_line(drawn_as)}", SMALL, WIDE - 2 * PAD, lines=2)
        texts += [FigureText(row, ink=Ink.PLAIN) for row in rows]
    full = f"{workload.kind} {workload.key}" + (f", {_standing(workload)} but not drawn" if undrawn else "")
    return figure(
        workload_key(workload),
        BoxStyle.UNDRAWN if undrawn else BoxStyle.WORKLOAD,
        texts,
        name=workload.name,
        full=f"{full}; images: {', '.join(images) or 'none'}",
        properties=_properties(workload, drawn_as, images),
    )


def _has(data: str) -> list[FigureText]:
    """Federal data and metadata (FedRAMP SSP template, section 8.1: where they are processed, stored and sent)."""
    return [FigureText(f"has {data}", ink=Ink.PLAIN)] if data else []


def neighbor_box(workload: Workload, *, undrawn: bool) -> Figure:
    """A workload of another namespace, named only: its own picture says the rest."""
    texts = _name(workload.name, NARROW)
    mark = FigureText("not drawn", ink=Ink.DRIFT, bold=True)
    kind = wrap(_kept(workload) or one_line(workload.kind), SMALL, NARROW - 2 * PAD, lines=2)
    texts += [mark] if undrawn else [FigureText(row) for row in kind]
    return figure(
        workload_key(workload),
        BoxStyle.UNDRAWN if undrawn else BoxStyle.NEIGHBOR,
        texts,
        name=workload.name,
        full=f"{workload.kind} {workload.key}" + (f", {_standing(workload)} but not drawn" if undrawn else ""),
        width=NARROW,
        properties=_properties(workload, None, ()),
    )


def _listening(ports: str) -> tuple[str, ...]:
    """On one line where that holds it, else the ports on a line of their own: half a number says nothing."""
    whole = f"listens on {ports}"
    return (whole,) if width_of(whole, SMALL) <= WIDE - 2 * PAD else ("listens on", ports)


def _properties(workload: Workload, drawn_as: str | None, images: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return (
        ("workload", workload.key),
        ("diagram-label", drawn_as or ""),
        ("cluster", workload.cluster),
        ("images", ", ".join(images)),
    )


def _standing(workload: Workload) -> str:
    """NOTE: what a cloud's own API lists is there; everything else without pods is only declared."""
    if workload.waiting:
        return "not started"
    return "declared" if workload.instances is None and workload.namespace != KEPT_BY_CLOUD else "running"


def _kept(workload: Workload) -> str:
    """How a service is called that a platform keeps; empty for what runs in containers."""
    if workload.kind == MANAGED_KIND:
        return "service of the platform"
    return f"{one_line(workload.kind)}, kept by the cloud" if workload.namespace == KEPT_BY_CLOUD else ""


def _kind(workload: Workload) -> str:
    if kept := _kept(workload):
        return kept
    if workload.waiting:
        return f"{one_line(workload.kind)}, not started"
    return one_line(workload.kind) + (", declared" if workload.instances is None else f" ×{workload.instances}")


def short_image(image: str) -> str:
    """`tracking-api:2.4.1`: the last part of the repository, with the tag or the beginning of the digest."""
    if is_built_on_the_spot(image):
        return "built from source"
    reference = parse_reference(image)
    if reference is None:
        return one_line(image.rsplit("/", 1)[-1])
    name = reference.repository.rsplit("/", 1)[-1]
    if reference.tag:
        return f"{name}:{reference.tag}"
    return f"{name}@{reference.digest[:19]}" if reference.digest else name


def ports_of(workload: Workload) -> tuple[str, ...]:
    """`TCP 5432`: what its containers declare."""
    ports = {(port.protocol.upper(), port.number) for each in workload.containers if not each.init for port in each.ports}
    return tuple(one_line(f"{protocol} {number}") for protocol, number in sorted(ports, key=lambda port: (port[1], port[0])))


def in_short(ports: Sequence[str]) -> str:
    """At most two, the rest counted: `TCP 4222, 6222 +1`."""
    shown = list(ports[:2])
    if len(shown) == 2 and shown[0].partition(" ")[0] == shown[1].partition(" ")[0]:
        shown[1] = shown[1].partition(" ")[2] or shown[1]
    return ", ".join(shown) + (f" +{len(ports) - 2}" if len(ports) > 2 else "")


_PURPOSE = 3
"""Lines of what a service is for."""


def actor_box(names: Sequence[str]) -> Figure:
    """Whoever comes from outside, under the names that the drawing has for them."""
    texts = [
        FigureText("Users and", NAME_SIZE, bold=True, ink=Ink.PLAIN),
        FigureText("other systems", NAME_SIZE, bold=True, ink=Ink.PLAIN),
    ]
    texts += [FigureText(one_line(name)) for name in names[:4]]
    if len(names) > 4:
        texts.append(FigureText(left_out(len(names) - 4)))
    full = "Users and other systems outside the boundary" + "".join(f"; {name}" for name in names)
    return figure(
        "anyone",
        BoxStyle.ACTOR,
        texts,
        name="Users and other systems",
        full=full,
        width=NARROW,
        properties=(("c4Type", "Person"),),
    )


def external_box(service: ExternalService, *, brief: bool, data: str = "") -> Figure:
    """A service outside the boundary: its authorization (FedRAMP SSP template, section 8.1: "Identify whether they are FedRAMP
    Authorized (or not)"), and unless `brief` what it is for."""
    texts = _name(service.name, OUTER, lines=2 if brief else 3)
    texts += _rows(service.purpose, lines=_PURPOSE) if not brief else []
    texts += _rows(service.authorization or "no FedRAMP authorization", lines=2, ink=Ink.PLAIN)
    texts += _has(data)
    full = f"External service {service.name}. {service.purpose}"
    return figure(f"external {service.name}", BoxStyle.EXTERNAL, texts, name=service.name, full=full, width=OUTER)


def unlisted_box(name: str, *, drawn: bool) -> Figure:
    """A service outside that a drawing or the configuration names, and system.yaml does not."""
    full = f"External service {name}, {'drawn' if drawn else 'named in configuration'}"
    texts = [*_name(name, OUTER), *(_rows("drawn, not listed in the plan", lines=3) if drawn else [])]
    return figure(f"external {name}", BoxStyle.EXTERNAL, texts, name=name, full=full, width=OUTER)


def confirmed_box(name: str) -> Figure:
    """A service outside that a person confirmed for a drawn shape, and that system.yaml does not list."""
    full = f"External service {name}, confirmed by a person"
    return figure(f"external {name}", BoxStyle.EXTERNAL, _name(name, OUTER), name=name, full=full, width=OUTER)


def stated_box(name: str, role: str, transport: str = "") -> Figure:
    """What a person states to lie outside, and evidence does not show: an update source, a backup site, an alternate site.
    `transport` is the port, protocol and encryption of a connection that has no line."""
    texts = [
        *_name(name, OUTER),
        *_rows(f"{role}, stated", lines=2, ink=Ink.PLAIN),
        *_rows(transport, lines=2, ink=Ink.PLAIN),
    ]
    full = f"{sentence(role)} {name}, stated by the provider"
    return figure(f"stated {role} {name}", BoxStyle.EXTERNAL, texts, name=name, full=full, width=OUTER)


def administration_box(way: StatedConnection, transport: str = "") -> Figure:
    """A way by which people administer the system, as a person states it. `transport`: see `stated_box`."""
    texts = [
        *_name(way.name, NARROW),
        *(FigureText(row) for row in wrap(way.authentication, SMALL, NARROW - 2 * PAD, lines=3)),
        FigureText("administration,", ink=Ink.PLAIN),
        FigureText("stated", ink=Ink.PLAIN),
        *(FigureText(row, ink=Ink.PLAIN) for row in wrap(transport, SMALL, NARROW - 2 * PAD, lines=2)),
    ]
    full = f"Administration by way of {way.name}, stated by the provider. {way.authentication}"
    return figure(f"administration {way.name}", BoxStyle.ACTOR, texts, name=way.name, full=full, width=NARROW)


def quiet_box(names: Sequence[str]) -> Figure:
    """External services that no known flow leads to, by name: where each in a box of its own would not fit."""
    texts = [
        *_rows("Services without a known flow", lines=2, ink=Ink.PLAIN),
        *(FigureText(one_line(name)) for name in names[:12]),
    ]
    if len(names) > 12:
        texts.append(FigureText(left_out(len(names) - 12)))
    full = "External services without a known flow: " + ", ".join(names)
    return figure("external services", BoxStyle.EXTERNAL, texts, name="Services without a known flow", full=full, width=OUTER)


def more_box(count: int) -> Figure:
    """Stands for external services that do not fit."""
    text = left_out(count, "external service")
    return figure("external", BoxStyle.EXTERNAL, _rows(text, lines=3, ink=Ink.PLAIN), name=text, full=text, width=OUTER)


def absent_box(shape: DrawnOnly, box: str, *, alone: bool) -> Figure:
    """A drawn component with nothing running behind it, and the box that it is drawn in, else its page.

    `alone`: no other such component has its text.
    """
    label = one_line(shape.label) or "(no label)"
    place = f"in {one_line(box)}" if box else f"page {one_line(shape.page)}" if shape.page else ""
    texts = [FigureText(row, 11.0, bold=True) for row in wrap_name(label, 11.0, WIDE - 2 * PAD, lines=2, bold=True)]
    texts += [FigureText(row) for row in wrap(place, SMALL, WIDE - 2 * PAD, lines=2)]
    full = f"Drawn as {shape.label}, nothing running behind it"
    name = label if alone else f"{label} {place or one_line(shape.id)}"
    return figure(f"drawn {shape.id} {shape.label}", BoxStyle.ABSENT, texts, name=name, full=full)


def _name(name: str, width: float, *, lines: int = 3) -> list[FigureText]:
    room = width - 2 * PAD
    return [
        FigureText(row, NAME_SIZE, bold=True, ink=Ink.PLAIN)
        for row in wrap_name(one_line(name), NAME_SIZE, room, lines=lines, bold=True)
    ]


def _image(image: str) -> tuple[str, ...]:
    """On up to three lines: what is cut is hard to tell from its neighbor, which differs in the middle or in the tag."""
    return wrap_name(one_line(image), SMALL, WIDE - 2 * PAD, lines=3)


def _rows(text: str, *, lines: int, ink: Ink = Ink.QUIET) -> list[FigureText]:
    return [FigureText(row, ink=ink) for row in wrap(one_line(text), SMALL, OUTER - 2 * PAD, lines=lines)]
