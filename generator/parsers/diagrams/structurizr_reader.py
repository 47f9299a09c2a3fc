"""The model of a Structurizr DSL text, read statement by statement. Views are left out: they choose from the same model."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.errors import ParseError
from generator.limits import DIAGRAM_CELLS, DIAGRAM_DEPTH
from generator.parsers.diagrams.structurizr_model import Element, Relation, Sort, Workspace
from generator.parsers.diagrams.structurizr_words import Statement, substituted

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
_ARROW = re.compile(r"->|--[\w-]{1,80}->")
_SKIPPED = frozenset({"views", "configuration", "styles", "perspectives", "healthcheck", "documentation"})
_ATTRIBUTES = frozenset({"description", "url", "instances", "deploymentgroup", "this"})


@dataclass(slots=True)
class _Scope:
    """A block that is open: what it belongs to, and the way there by identifiers."""

    what: str
    element: Element | None = None
    path: str = ""
    environment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pending:
    """A relation whose ends may be declared later."""

    source: str
    target: str
    paths: tuple[str, ...]
    relation: Relation


def read(statements: Iterable[Statement]) -> Workspace:
    """The workspace.

    Raises:
        ParseError: other files, scripts or plug-ins would be needed; more elements than any model has.
    """
    return _Reader().read(statements)


class _Reader:
    def __init__(self) -> None:
        self._workspace = Workspace()
        self._scopes: list[_Scope] = []
        self._ids: dict[str, str] = {}
        self._archetypes: dict[str, tuple[str, str, tuple[str, ...]]] = {}
        self._relation_archetypes: dict[str, str] = {}
        self._constants: dict[str, str] = {}
        self._pending: list[_Pending] = []
        self._repeated: Counter[str] = Counter()
        self._skipping = 0

    def read(self, statements: Iterable[Statement]) -> Workspace:
        for one in statements:
            if self._skipping:
                self._skipping += one.opens - one.closes
                continue
            if one.closes and self._scopes:
                self._scopes.pop()
            if len(self._scopes) > DIAGRAM_DEPTH:
                where = f"line {one.line}"
                raise ParseError(f"blocks are nested more than {DIAGRAM_DEPTH} deep", where=where, next_step="simplify it")
            statement = substituted(one, self._constants)
            if statement.words:
                self._statement(statement)
            elif one.opens:
                self._scopes.append(_Scope("block"))
        self._resolve()
        return self._workspace

    @property
    def _here(self) -> _Scope:
        return self._scopes[-1] if self._scopes else _Scope("file")

    def _statement(self, one: Statement) -> None:
        if one.word.startswith("!"):
            self._directive(one)
        elif one.word in _SKIPPED:
            self._skipping = int(one.opens)
        elif one.word in {"workspace", "model"}:
            self._open_frame(one)
        elif one.word == "archetypes" or self._here.what.startswith("archetype"):
            self._archetype(one)
        elif not (self._attribute(one) or self._relation(one) or self._declaration(one)):
            self._workspace.unread.append(one.line)
            self._skipping = int(one.opens)

    def _directive(self, one: Statement) -> None:
        if one.word in _FOREIGN:
            raise ParseError(
                f"refused: {one.word} would read or run something outside of this file",
                where=f"line {one.line}",
                next_step="export the workspace as JSON with Structurizr and keep that file instead",
            )
        if one.word in {"!const", "!constant", "!var"} and len(one.words) > 2 and len(self._constants) < 1_000:
            self._constants[one.at(1)] = one.at(2)
        elif one.opens:
            self._workspace.unread.append(one.line)
            self._skipping = 1
        elif one.word in _REFUSED:
            self._workspace.unread.append(one.line)

    def _open_frame(self, one: Statement) -> None:
        if one.word == "workspace":
            if one.at(1).lower() == "extends":
                raise ParseError(
                    "refused: the workspace extends another one that is not in this file",
                    where=f"line {one.line}",
                    next_step="export the workspace as JSON with Structurizr and keep that file instead",
                )
            self._workspace.name = one.at(1)
        if one.opens:
            self._scopes.append(_Scope(one.word))

    def _archetype(self, one: Statement) -> None:
        """`api = container { technology "Go" }` makes `api` a word for such containers; `https = -> { … }` an arrow."""
        if one.word == "archetypes":
            self._scopes.append(_Scope("archetypes"))
            return
        if self._here.what.startswith("archetype:"):
            self._archetype_says(self._here.what.partition(":")[2], one)
            self._skipping = int(one.opens)
            return
        is_named = one.at(1) == "="
        name, base = (one.at(0).lower(), one.at(2).lower()) if is_named else (one.word, one.word)
        if _ARROW.fullmatch(base):
            self._relation_archetypes[name] = ""
        else:
            self._archetypes[name] = self._archetypes.get(base, (base, "", ()))
        if one.opens:
            self._scopes.append(_Scope(f"archetype:{name}"))

    def _archetype_says(self, name: str, one: Statement) -> None:
        if name in self._relation_archetypes and one.word == "technology":
            self._relation_archetypes[name] = one.at(1)
        elif name in self._archetypes:
            base, technology, tags = self._archetypes[name]
            technology = one.at(1) if one.word == "technology" else technology
            tags = (*tags, *_tags(one.words[1:])) if one.word in {"tag", "tags"} else tags
            self._archetypes[name] = (base, technology, tags)

    def _attribute(self, one: Statement) -> bool:
        element = self._here.element
        if self._here.what == "properties":
            if element is not None and len(one.words) >= 2:
                element.properties[one.at(0).lower()] = one.at(1)
        elif one.word == "properties" and one.opens:
            self._scopes.append(_Scope("properties", element, self._here.path, self._here.environment))
        elif one.at(1) == "=" or _ARROW.fullmatch(one.at(1)):
            return False
        elif one.word == "technology" and element is not None:
            element.technology = one.at(1)
        elif one.word in {"tag", "tags"} and element is not None:
            element.tags = (*element.tags, *_tags(one.words[1:]))
        else:
            return one.word in _ATTRIBUTES or (one.word in {"name", "tag", "tags", "technology"} and element is None)
        return True

    def _relation(self, one: Statement) -> bool:
        words = one.words[2:] if one.at(1) == "=" else one.words
        place = next((index for index, word in enumerate(words[:2]) if _ARROW.fullmatch(word)), None)
        if place is None or len(words) < place + 2:
            return False
        technology = self._relation_archetypes.get(words[place][2:-2].lower(), "")
        source = words[0] if place else "this"
        rest = words[place + 2 :]
        relation = Relation(
            source="",
            target="",
            place=f"line {one.line}",
            description=rest[0] if rest else "",
            technology=rest[1] if len(rest) > 1 and rest[1] else technology,
        )
        paths = tuple(scope.path for scope in reversed(self._scopes) if scope.path)
        ends = [self._this() if word.lower() == "this" else word for word in (source, words[place + 1])]
        self._pending.append(_Pending(source=ends[0], target=ends[1], paths=paths, relation=relation))
        self._skipping = int(one.opens)
        return True

    def _this(self) -> str:
        return f"={self._here.element.id}" if self._here.element is not None else ""

    def _declaration(self, one: Statement) -> bool:
        named, words = (one.words[0], one.words[2:]) if one.at(1) == "=" else ("", one.words)
        keyword = words[0].lower() if words else ""
        if keyword == "deploymentenvironment":
            self._scopes += [_Scope("environment", environment=words[1] if len(words) > 1 else "")] if one.opens else []
            return True
        base, technology, tags = self._archetypes.get(keyword, (keyword, "", ()))
        if base == "deploymentgroup":
            return True
        if base not in _SORTS:
            return False
        element = self._element(named, base, words, one)
        element.technology = element.technology or technology
        element.tags = (*element.tags, *tags)
        self._declare(element, named, one)
        return True

    def _element(self, named: str, base: str, words: tuple[str, ...], one: Statement) -> Element:
        sort, technology_at, tags_at = _SORTS[base]
        if sort is Sort.ELEMENT and len(words) > 2:
            technology_at = None
        arguments = words[1:]
        around = next((scope.element for scope in reversed(self._scopes) if scope.element is not None), None)
        environment = next((scope.environment for scope in reversed(self._scopes) if scope.environment is not None), None)
        element = Element(
            id="",
            sort=sort,
            name=arguments[0] if arguments else named,
            place=f"line {one.line}",
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

    def _declare(self, element: Element, named: str, one: Statement) -> None:
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
        if one.opens:
            inner = above if element.sort is Sort.GROUP else path
            self._scopes.append(_Scope("element", element, inner, element.environment))

    def _free(self, wanted: str) -> str:
        wanted = wanted or "element"
        found = wanted
        while found in self._workspace.elements:
            self._repeated[wanted] += 1
            found = f"{wanted} ({self._repeated[wanted] + 1})"
        return found

    def _resolve(self) -> None:
        for element in self._workspace.elements.values():
            if element.instance_of is not None:
                element.instance_of = self._find(element.instance_of, ())
        for one in self._pending:
            ends = [self._find(end, one.paths) for end in (one.source, one.target)]
            relation = one.relation
            if ends[0] is None or ends[1] is None:
                self._workspace.unread.append(int(relation.place.removeprefix("line ")))
                continue
            self._workspace.relations.append(
                Relation(
                    source=ends[0],
                    target=ends[1],
                    place=relation.place,
                    description=relation.description,
                    technology=relation.technology,
                )
            )

    def _find(self, name: str, paths: tuple[str, ...]) -> str | None:
        if name.startswith("="):
            return name[1:]
        for path in paths:
            if found := self._ids.get(f"{path}.{name}".lower()):
                return found
        return self._ids.get(name.lower())


def _tags(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(tag.strip() for word in words for tag in word.split(",") if tag.strip())
