"""A document as OSCAL XML: https://pages.nist.gov/OSCAL/resources/concepts/layer/."""

from collections.abc import Callable, Mapping

from generator.oscal.forms.faults import FormError
from generator.oscal.forms.markup_xml import line_xml, prose_xml
from generator.oscal.forms.shapes import Child, Flag, OscalShape, TextKind, shapes
from generator.oscal.forms.xml_text import escaped, quoted

NAMESPACE = "http://csrc.nist.gov/ns/oscal/1.0"


def xml_bytes(document: Mapping[str, object]) -> bytes:
    """One document, as its JSON is parsed.

    Raises:
        FormError: something in it has no place in OSCAL's XML.
    """
    model = next((name for name in document if name in shapes()), "")
    if not model:
        raise FormError("this is no OSCAL document", "")
    writer = _XmlWriter()
    writer.element(model, document[model], shapes()[model], f"/{model}", depth=0)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "".join(writer.out)).encode()


class _XmlWriter:
    def __init__(self) -> None:
        self.out: list[str] = []

    def element(self, name: str, value: object, shape: OscalShape, place: str, *, depth: int) -> None:
        if not isinstance(value, Mapping):
            raise FormError("an object is expected here", place)
        if strange := sorted(set(value) - shape.names):
            raise FormError(f"OSCAL 1.2.3 has no {strange[0]!r} here", place)
        pad = " " * depth
        start = f"{pad}<{name}" + (f' xmlns="{NAMESPACE}"' if depth == 0 else "")
        start += "".join(f" {flag.name}={_attribute(value[flag.name], place)}" for flag in shape.flags if flag.name in value)
        if shape.value is not None:
            description = _plain(value[shape.value.name], shape.value, place) if shape.value.name in value else ""
            self.out.append(f"{start}>{description}</{name}>\n")
        elif not any(child.json in value for child in shape.children):
            self.out.append(f"{start}/>\n")
        else:
            self.out.append(f"{start}>\n")
            for child in shape.children:
                if child.json in value:
                    self._child(child, value[child.json], f"{place}/{child.json}", depth + 1)
            self.out.append(f"{pad}</{name}>\n")

    def _child(self, child: Child, value: object, place: str, depth: int) -> None:
        if not child.many:
            self._one(child, value, place, depth)
            return
        if not isinstance(value, list | tuple):
            raise FormError("a list is expected here", place)
        if child.grouped:
            self.out.append(f"{' ' * depth}<{child.json}>\n")
        for number, member in enumerate(value):
            self._one(child, member, f"{place}/{number}", depth + child.grouped)
        if child.grouped:
            self.out.append(f"{' ' * depth}</{child.json}>\n")

    def _one(self, child: Child, value: object, place: str, depth: int) -> None:
        if child.shape is not None:
            self.element(child.element, value, shapes()[child.shape], place, depth=depth)
            return
        text = _plain(value, child, place)
        self.out.append(
            " " * depth + (text if child.kind is TextKind.BARE else f"<{child.element}>{text}</{child.element}>") + "\n"
        )


def _attribute(value: object, place: str) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return f'"{value}"'
    raise FormError("text or a number is expected here", place)


def _plain(value: object, shape: Child | Flag, place: str) -> str:
    match shape.kind:
        case TextKind.BOOLEAN if isinstance(value, bool):
            return "true" if value else "false"
        case TextKind.NUMBER if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        case TextKind.LINE if isinstance(value, str):
            return _marked(line_xml, value, place)
        case TextKind.PROSE | TextKind.BARE if isinstance(value, str):
            return _marked(prose_xml, value, place)
        case TextKind.TEXT if isinstance(value, str):
            return escaped(value)
    raise FormError("text is expected here", place)


def _marked(write: Callable[[str], str], value: str, place: str) -> str:
    try:
        return write(value)
    except FormError as error:
        raise FormError(error.what, place) from error
