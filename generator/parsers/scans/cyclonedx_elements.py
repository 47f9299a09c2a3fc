"""Elements of CycloneDX XML as the records that the JSON form is decoded into.

Up to version 1.3 vulnerabilities were an extension, https://cyclonedx.org/ext/vulnerability/: elements of a namespace of
their own inside the component or beside the components, with `base` scores and advisories as plain text.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from generator.parsers.scans.cyclonedx_wire import (
    Advisory,
    AffectedVersion,
    Affects,
    Analysis,
    Component,
    Metadata,
    Named,
    Property,
    Rating,
    Reference,
    Source,
    Subject,
    Tools,
    Vulnerability,
)
from generator.parsers.xml import local


def metadata(element: Element) -> Metadata:
    """`metadata`."""
    subject = child(element, "component")
    return Metadata(
        timestamp=_text(element, "timestamp"),
        tools=_tools(child(element, "tools")),
        component=None if subject is None else _subject(subject),
    )


def component(element: Element) -> Component:
    """`component`, without those inside of it."""
    return Component(
        type=element.get("type"),
        bom_ref=element.get("bom-ref"),
        group=_text(element, "group"),
        name=_text(element, "name"),
        version=_text(element, "version"),
        purl=_text(element, "purl"),
    )


def extension(element: Element) -> Iterator[Vulnerability]:
    """Vulnerabilities that stand inside a component, which is what they affect."""
    for group in element:
        if local(group.tag) == "vulnerabilities":
            for entry in group:
                if local(entry.tag) == "vulnerability":
                    yield vulnerability(entry)


def vulnerability(element: Element) -> Vulnerability:
    """`vulnerability` of either form."""
    analysis = child(element, "analysis")
    return Vulnerability(
        id=_text(element, "id"),
        source=_source(child(element, "source")),
        references=tuple(Reference(_text(one, "id")) for one in _inside(element, "references", "reference")),
        ratings=tuple(_rating(one) for one in _inside(element, "ratings", "rating")),
        description=_text(element, "description"),
        detail=_text(element, "detail"),
        recommendation=_text(element, "recommendation") or _joined(element, "recommendations", "recommendation"),
        workaround=_text(element, "workaround"),
        advisories=tuple(Advisory(_text(one, "url") or _own(one)) for one in _inside(element, "advisories", "advisory")),
        published=_text(element, "published"),
        tools=_tools(child(element, "tools")),
        analysis=None if analysis is None else _analysis(analysis),
        affects=tuple(_affects(one) for one in _inside(element, "affects", "target")) or _referred(element),
    )


def child(element: Element, name: str) -> Element | None:
    """The first child of that local name."""
    return next((one for one in element if local(one.tag) == name), None)


def _subject(element: Element) -> Subject:
    """What the BOM is about, with everything inside of it."""
    own = component(element)
    return Subject(
        type=own.type,
        bom_ref=own.bom_ref,
        group=own.group,
        name=own.name,
        version=own.version,
        purl=own.purl,
        components=tuple(component(one) for one in element.iter() if one is not element and local(one.tag) == "component"),
        properties=tuple(Property(one.get("name"), _own(one)) for one in _inside(element, "properties", "property")),
    )


def _rating(element: Element) -> Rating:
    score = child(element, "score")
    base = None if score is None else _own(score) or _text(score, "base")
    return Rating(
        source=_source(child(element, "source")),
        score=_number(base),
        severity=_text(element, "severity"),
        method=_text(element, "method"),
        vector=_text(element, "vector"),
    )


def _source(element: Element | None) -> Source | None:
    if element is None:
        return None
    return Source(name=_text(element, "name") or element.get("name"), url=_text(element, "url"))


def _analysis(element: Element) -> Analysis:
    return Analysis(_text(element, "state"), _text(element, "justification"), _text(element, "detail"))


def _affects(element: Element) -> Affects:
    versions = _inside(element, "versions", "version")
    return Affects(
        ref=_text(element, "ref"),
        versions=tuple(AffectedVersion(_text(one, "version"), _text(one, "range"), _text(one, "status")) for one in versions),
    )


def _referred(element: Element) -> tuple[Affects, ...]:
    """The extension names the component by attribute; inside a component it is its own identifier instead."""
    reference = element.get("ref")
    return (Affects(ref=reference),) if reference else ()


def _tools(element: Element | None) -> Tools:
    if element is None:
        return None
    found = (one for one in element.iter() if local(one.tag) in {"tool", "component", "service"})
    return tuple(Named(_text(one, "name"), _text(one, "version")) for one in found)


def _inside(element: Element, group: str, name: str) -> Iterator[Element]:
    parent = child(element, group)
    return iter(()) if parent is None else (each for each in parent if local(each.tag) == name)


def _joined(element: Element, group: str, name: str) -> str | None:
    return "\n".join(text for text in map(_own, _inside(element, group, name)) if text) or None


def _text(element: Element, name: str) -> str | None:
    found = child(element, name)
    return None if found is None else _own(found)


def _own(element: Element) -> str | None:
    return (element.text or "").strip() or None


def _number(text: str | None) -> float | None:
    try:
        number = float(text) if text else None
    except ValueError:
        return None
    return number if number is not None and 0 <= number <= 10 else None
