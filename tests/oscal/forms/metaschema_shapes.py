"""The shapes of OSCAL in XML, read from NIST's metaschema: what `generator/oscal/forms/shape_rows.py` must say.

`python -m tests.oscal.metaschema_shapes FOLDER` prints the rows when NIST publishes a new version.
"""

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

Element = ET.Element
_NS = "{http://csrc.nist.gov/ns/oscal/metaschema/1.0}"
_MARK = {"markup-line": ":line", "markup-multiline": ":prose", "boolean": ":boolean", "decimal": ":number"}
_NUMBERS = ("non-negative-integer", "positive-integer", "integer")


class Metaschema:
    """All modules of a version together."""

    def __init__(self, folder: Path) -> None:
        self._modules: dict[str, Element] = {}
        for path in sorted(folder.glob("oscal_*_metaschema_RESOLVED.xml")):
            self._modules[path.name] = ET.parse(path).getroot()  # noqa: S314 - a file of the tests' reference folder
        self._global: dict[tuple[str, str], tuple[str, Element]] = {}
        for name, module in self._modules.items():
            for kind, one in _definitions(module):
                if one.get("scope") != "local":
                    self._global.setdefault((kind, one.get("name", "")), (name, one))
        self.rows: dict[str, str] = {}

    def read(self) -> dict[str, str]:
        """Name of a shape to its row, for all that can be reached from the roots."""
        for name, module in self._modules.items():
            for kind, one in _definitions(module):
                if (root := one.find(f"{_NS}root-name")) is not None:
                    self._shape(kind, one, name, root.text or "")
        return self.rows

    def _shape(self, kind: str, definition: Element, module: str, name: str) -> None:
        if name in self.rows:
            return
        self.rows[name] = ""
        flags = " ".join(self._flags(definition, module))
        if kind == "field":
            key = definition.find(f"{_NS}json-value-key")
            value = (key.text if key is not None else None) or "STRVALUE"
            self.rows[name] = f"{flags} | {value}{_MARK.get(definition.get('as-type', ''), '')}".strip()
            return
        model = definition.find(f"{_NS}model")
        children = " ".join(self._children(model, module, name)) if model is not None else ""
        self.rows[name] = f"{flags} > {children}".strip()

    def _flags(self, definition: Element, module: str) -> Iterator[str]:
        for one in definition:
            if one.tag == f"{_NS}define-flag":
                yield one.get("name", "") + (":number" if one.get("as-type") in _NUMBERS else "")
            elif one.tag == f"{_NS}flag":
                target = self._find("flag", one.get("ref", ""), module)[1]
                use = one.find(f"{_NS}use-name")
                found = use if use is not None else target.find(f"{_NS}use-name")
                yield (found.text if found is not None else None) or one.get("ref", "")

    def _children(self, model: Element, module: str, within: str) -> Iterator[str]:
        for one in model:
            if one.tag == f"{_NS}choice":
                yield from self._children(one, module, within)
            elif one.tag in (f"{_NS}assembly", f"{_NS}field"):
                kind = one.tag.removeprefix(_NS)
                where, target = self._find(kind, one.get("ref", ""), module)
                local = target.get("scope") == "local" or self._global[kind, one.get("ref", "")][1] is not target
                short = where.removeprefix("oscal_").partition("_")[0]
                shape = f"{short}.{one.get('ref')}" if local else one.get("ref", "")
                yield self._child(kind, one, target, (where, shape, within))
            elif one.tag in (f"{_NS}define-assembly", f"{_NS}define-field"):
                kind = one.tag.removeprefix(f"{_NS}define-")
                yield self._child(kind, one, one, (module, f"{within}/{one.get('name')}", within))

    def _child(self, kind: str, said: Element, target: Element, places: tuple[str, str, str]) -> str:
        module, shape, within = places
        use = said.find(f"{_NS}use-name")
        used = use if use is not None else target.find(f"{_NS}use-name")
        element = (used.text if used is not None else None) or said.get("ref") or said.get("name") or ""
        group = said.find(f"{_NS}group-as")
        text = element
        if group is not None and said.get("max-occurs", "1") != "1":
            name, grouped = group.get("name", ""), group.get("in-xml") == "GROUPED"
            text = f"{name}/{element}" if grouped else f"{element}*" if name == f"{element}s" else f"{name}={element}"
        if kind == "field" and not any(one.tag in (f"{_NS}define-flag", f"{_NS}flag") for one in target):
            unwrapped = said.get("in-xml", target.get("in-xml")) == "UNWRAPPED"
            return text + (":bare" if unwrapped else _MARK.get(target.get("as-type", ""), ""))
        self._shape(kind, target, module, shape)
        short = "" if shape == element else "/" if shape == f"{within}/{element}" else shape
        return f"{text}@{short}"

    def _find(self, kind: str, ref: str, module: str) -> tuple[str, Element]:
        """In the module itself, then anywhere."""
        for found, one in _definitions(self._modules[module]):
            if (found, one.get("name")) == (kind, ref):
                return module, one
        return self._global[kind, ref]


def _definitions(module: Element) -> Iterator[tuple[str, Element]]:
    for one in module:
        if one.tag.startswith(f"{_NS}define-"):
            yield one.tag.removeprefix(f"{_NS}define-"), one


def printed(rows: dict[str, str], width: int = 126) -> str:
    """One line a shape, what does not fit indented below."""
    options = {"width": width, "subsequent_indent": "    ", "break_long_words": False, "break_on_hyphens": False}
    return "\n".join("\n".join(textwrap.wrap(f"{name}: {row}", **options)) for name, row in sorted(rows.items()))  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.stdout.write(printed(Metaschema(Path(sys.argv[1])).read()) + "\n")
