"""The model of a Structurizr DSL text, read statement by statement. Views are left out: they choose from the same model."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from generator.errors import ParseError
from generator.limits import DIAGRAM_CELLS, DIAGRAM_DEPTH
from generator.parsers.diagrams.structurizr_model import Relation, Sort, StructurizrElement, StructurizrWorkspace
from generator.parsers.diagrams.structurizr_words import StructurizrLine, substituted
from generator.parsers.late_patterns import late_re

_REFUSED = frozenset({"!include", "!script", "!plugin", "!docs", "!adrs", "!decisions", "!components"})
_FOREIGN = frozenset({"!include", "!script", "!plugin"})
_SORTS: Mapping[str, tuple[Sort, int | None, int]] = {
    # keyword: sort, position of the technology behind the name, position of the tags
    "person": (Sort.PERSON, None, 2),
    "softwaresystem": (Sort.SYSTEM, None, 2),
    "container": (Sort.CONTAINER, 2, 3),
    "component": (Sort.COMPONENT, 2, 3),
    "group": (Sort.GROUP, None, 9),
    "enterprise": (Sort.GROUP, None, 9),
    "element": (Sort.ELEMENT, None, 3),
    "deploymentnode": (Sort.NODE, 2, 3),
    "infrastructurenode": (Sort.INFRASTRUCTURE, 2, 3),
    "containerinstance": (Sort.INSTANCE, None, 2),
    "softwaresysteminstance": (Sort.INSTANCE, None, 2),
    "instanceof": (Sort.INSTANCE, None, 2),
}
_ARROW = late_re(r"->|--[\w-]{1,80}->")
_SKIPPED = frozenset({"views", "configuration", "styles", "perspectives", "healthcheck", "documentation"})
_ATTRIBUTES = frozenset({"description", "url", "instances", "deploymentgroup", "this"})


@dataclass(slots=True)
class _Scope:
    """A block that is open: what it belongs to, and the way there by identifiers."""

    what: str
    element: StructurizrElement | None = None
    path: str = ""
    environment: str | None = None


def read(statements: Iterable[StructurizrLine]) -> StructurizrWorkspace:
    """The workspace.

    Raises:
        ParseError: other files, scripts or plug-ins would be needed; more elements than any model has.
    """
    return _StructurizrReader().read(statements)


class _StructurizrReader:
    def __init__(self) -> None:
        self._workspace = StructurizrWorkspace()
        self._scopes: list[_Scope] = []
        self._ids: dict[str, str] = {}
        self._archetypes: dict[str, tuple[str, str, tuple[str, ...]]] = {}
        self._relation_archetypes: dict[str, str] = {}
        self._constants: dict[str, str] = {}
        self._pending: list[tuple[Relation, tuple[str, ...]]] = []
        """Relations whose ends, as they are written, may be declared later; and the ways around them."""
        self._repeated: Counter[str] = Counter()
        self._skipping = 0

    def read(self, statements: Iterable[StructurizrLine]) -> StructurizrWorkspace:
        for line in statements:
            if self._skipping:
                self._skipping += line.opens - line.closes
                continue
            if line.closes and self._scopes:
                self._scopes.pop()
            if len(self._scopes) > DIAGRAM_DEPTH:
                where = f"line {line.line}"
                raise ParseError(f"blocks are nested more than {DIAGRAM_DEPTH} deep", where=where, next_step="simplify it")
            statement = substituted(line, self._constants)
            if statement.words:
                self._statement(statement)
            elif line.opens:
                self._scopes.append(_Scope("block"))
        self._resolve()
        return self._workspace

    @property
    def _here(self) -> _Scope:
        return self._scopes[-1] if self._scopes else _Scope("file")

    def _statement(self, line: StructurizrLine) -> None:
        if line.word.startswith("!"):
            self._directive(line)
        elif line.word in _SKIPPED:
            self._skipping = int(line.opens)
        elif line.word in {"workspace", "model"}:
            self._open_frame(line)
        elif line.word == "archetypes" or self._here.what.startswith("archetype"):
            self._archetype(line)
        elif not (self._attribute(line) or self._relation(line) or self._declaration(line)):
            self._workspace.unread.append(line.line)
            self._skipping = int(line.opens)

    def _directive(self, line: StructurizrLine) -> None:
        if line.word in _FOREIGN:
            raise ParseError(
                f"refused: {line.word} would read or run something outside of this file",
                where=f"line {line.line}",
                next_step="export the workspace as JSON with Structurizr and keep that file instead",
            )
        if line.word in {"!const", "!constant", "!var"} and len(line.words) > 2 and len(self._constants) < 1_000:
            self._constants[line.at(1)] = line.at(2)
        elif line.opens:
            self._workspace.unread.append(line.line)
            self._skipping = 1
        elif line.word in _REFUSED:
            self._workspace.unread.append(line.line)

    def _open_frame(self, line: StructurizrLine) -> None:
        if line.word == "workspace":
            if line.at(1).lower() == "extends":
                raise ParseError(
                    "refused: the workspace extends another one that is not in this file",
                    where=f"line {line.line}",
                    next_step="export the workspace as JSON with Structurizr and keep that file instead",
                )
            self._workspace.name = line.at(1)
        if line.opens:
            self._scopes.append(_Scope(line.word))

    def _archetype(self, line: StructurizrLine) -> None:
        """`api = container { technology "Go" }` makes `api` a word for such containers; `https = -> { … }` an arrow."""
        if line.word == "archetypes":
            self._scopes.append(_Scope("archetypes"))
            return
        if self._here.what.startswith("archetype:"):
            self._archetype_says(self._here.what.partition(":")[2], line)
            self._skipping = int(line.opens)
            return
        is_named = line.at(1) == "="
        name, base = (line.at(0).lower(), line.at(2).lower()) if is_named else (line.word, line.word)
        if _ARROW.fullmatch(base):
            self._relation_archetypes[name] = ""
        else:
            self._archetypes[name] = self._archetypes.get(base, (base, "", ()))
        if line.opens:
            self._scopes.append(_Scope(f"archetype:{name}"))

    def _archetype_says(self, name: str, line: StructurizrLine) -> None:
        if name in self._relation_archetypes and line.word == "technology":
            self._relation_archetypes[name] = line.at(1)
        elif name in self._archetypes:
            base, technology, tags = self._archetypes[name]
            technology = line.at(1) if line.word == "technology" else technology
            tags = (*tags, *_tags(line.words[1:])) if line.word in {"tag", "tags"} else tags
            self._archetypes[name] = (base, technology, tags)

    def _attribute(self, line: StructurizrLine) -> bool:
        element = self._here.element
        if self._here.what == "properties":
            if element is not None and len(line.words) >= 2:
                element.properties[line.at(0).lower()] = line.at(1)
        elif line.word == "properties" and line.opens:
            self._scopes.append(_Scope("properties", element, self._here.path, self._here.environment))
        elif line.at(1) == "=" or _ARROW.fullmatch(line.at(1)):
            return False
        elif line.word == "technology" and element is not None:
            element.technology = line.at(1)
        elif line.word in {"tag", "tags"} and element is not None:
            element.tags = (*element.tags, *_tags(line.words[1:]))
        else:
            return line.word in _ATTRIBUTES or (line.word in {"name", "tag", "tags", "technology"} and element is None)
        return True

    def _relation(self, line: StructurizrLine) -> bool:
        words = line.words[2:] if line.at(1) == "=" else line.words
        place = next((index for index, word in enumerate(words[:2]) if _ARROW.fullmatch(word)), None)
        if place is None or len(words) < place + 2:
            return False
        technology = self._relation_archetypes.get(words[place][2:-2].lower(), "")
        source = words[0] if place else "this"
        rest = words[place + 2 :]
        ends = [self._this() if word.lower() == "this" else word for word in (source, words[place + 1])]
        relation = Relation(
            source=ends[0],
            target=ends[1],
            place=f"line {line.line}",
            description=rest[0] if rest else "",
            technology=rest[1] if len(rest) > 1 and rest[1] else technology,
        )
        paths = tuple(scope.path for scope in reversed(self._scopes) if scope.path)
        self._pending.append((relation, paths))
        self._skipping = int(line.opens)
        return True

    def _this(self) -> str:
        return f"={self._here.element.id}" if self._here.element is not None else ""

    def _declaration(self, line: StructurizrLine) -> bool:
        named, words = (line.words[0], line.words[2:]) if line.at(1) == "=" else ("", line.words)
        keyword = words[0].lower() if words else ""
        if keyword == "deploymentenvironment":
            self._scopes += [_Scope("environment", environment=words[1] if len(words) > 1 else "")] if line.opens else []
            return True
        base, technology, tags = self._archetypes.get(keyword, (keyword, "", ()))
        if base == "deploymentgroup":
            return True
        if base not in _SORTS:
            return False
        element = self._element(named, base, words, line)
        element.technology = element.technology or technology
        element.tags = (*element.tags, *tags)
        self._declare(element, named, line)
        return True

    def _element(self, named: str, base: str, words: tuple[str, ...], line: StructurizrLine) -> StructurizrElement:
        sort, technology_at, tags_at = _SORTS[base]
        if sort is Sort.ELEMENT and len(words) > 2:
            technology_at = None
        arguments = words[1:]
        around = next((scope.element for scope in reversed(self._scopes) if scope.element is not None), None)
        environment = next((scope.environment for scope in reversed(self._scopes) if scope.environment is not None), None)
        element = StructurizrElement(
            id="",
            sort=sort,
            name=arguments[0] if arguments else named,
            place=f"line {line.line}",
            parent=around.id if around is not None else None,
            environment=environment,
        )
        if technology_at is not None and len(arguments) > technology_at:
            element.technology = arguments[technology_at]
        if len(arguments) > tags_at:
            element.tags = _tags(arguments[tags_at:])
        if sort is Sort.INSTANCE:
            element.instance_of, element.name = element.name, ""
        return element

    def _declare(self, element: StructurizrElement, named: str, line: StructurizrLine) -> None:
        """Groups do not count in the way to an identifier."""
        if len(self._workspace.elements) >= DIAGRAM_CELLS:
            raise ParseError(f"more than {DIAGRAM_CELLS:,} elements", where=element.place, next_step="split the workspace")
        above = next((scope.path for scope in reversed(self._scopes) if scope.path), "")
        path = f"{above}.{named}" if above and named else named
        element.id = self._free(path or f"{above}.{element.name or element.instance_of}".lstrip("."))
        self._workspace.elements[element.id] = element
        if named:
            self._ids.setdefault(path.lower(), element.id)
            self._ids.setdefault(named.lower(), element.id)
        if line.opens:
            inner = above if element.sort is Sort.GROUP else path
            self._scopes.append(_Scope("element", element, inner, element.environment))

    def _free(self, wanted: str) -> str:
        wanted = wanted or "element"
        identifier = wanted
        while identifier in self._workspace.elements:
            self._repeated[wanted] += 1
            identifier = f"{wanted} ({self._repeated[wanted] + 1})"
        return identifier

    def _resolve(self) -> None:
        for element in self._workspace.elements.values():
            if element.instance_of is not None:
                element.instance_of = self._find(element.instance_of, ())
        for relation, paths in self._pending:
            source, target = self._find(relation.source, paths), self._find(relation.target, paths)
            if source is None or target is None:
                self._workspace.unread.append(int(relation.place.removeprefix("line ")))
            else:
                self._workspace.relations.append(replace(relation, source=source, target=target))

    def _find(self, name: str, paths: tuple[str, ...]) -> str | None:
        if name.startswith("="):
            return name[1:]
        for path in paths:
            if identifier := self._ids.get(f"{path}.{name}".lower()):
                return identifier
        return self._ids.get(name.lower())


def _tags(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(tag.strip() for word in words for tag in word.split(",") if tag.strip())
