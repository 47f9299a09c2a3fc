"""The pieces of a PlantUML line: an element with its name, a link between two.

https://plantuml.com/component-diagram, https://plantuml.com/deployment-diagram
"""

import re

import msgspec

KEYWORDS = (
    *("actor", "action", "agent", "artifact", "boundary", "card", "circle", "cloud", "collections", "component", "control"),
    *("database", "entity", "file", "folder", "frame", "hexagon", "interface", "label", "node", "package", "person", "port"),
    *("portin", "portout", "process", "queue", "rectangle", "stack", "storage", "usecase"),
)
_QUOTED = r'"[^"\n]{0,2000}"'
_BRACKETED = rf"(?:\[[^\]\n]{{0,2000}}\]|\(\)\s*(?:{_QUOTED}|[\w.]{{1,200}})|\([^()\n]{{1,500}}\)|:[^:\n]{{1,500}}:)"
_NAME = rf"(?:{_QUOTED}|{_BRACKETED}|[\w$@]{{1,200}}(?:\.[\w$@]{{1,200}}){{0,20}})"
_COLOR = r"#[\w:;|\\/.#-]{1,200}"
_ALIAS = rf"(?:(?P<between>(?:\s*<<.{{0,200}}?>>)*+)\s*(?<=[\s>])as\s+(?P<second>{_NAME}))?"
_ELEMENT = re.compile(
    rf"(?P<word>{'|'.join(KEYWORDS)})/?(?=[\s\"\[(:])\s*(?:{_COLOR}\s+)?(?P<first>{_NAME})?{_ALIAS}(?P<rest>.*)", re.S
)
_BARE = re.compile(rf"(?P<first>{_BRACKETED}){_ALIAS}(?P<rest>.*)", re.S)
_DISPLAY = re.compile(
    rf"(?P<first>{_QUOTED})(?P<between>(?:\s*<<.{{0,200}}?>>)*+)\s*as\s+(?P<second>{_NAME})(?P<rest>.*)", re.S
)
_REST = re.compile(
    rf"(?:\s|<<.{{0,200}}?>>|{_COLOR}|\$[\w-]{{1,80}}|\[\[.{{0,500}}?\]\])*+"
    r"(?P<text>\[[^\]]{0,4000}\])?\s*+(?P<open>\{)?\s*+(?P<close>\})?\s*+"
)
_STEREOTYPE = re.compile(r"<<\s*(.{0,200}?)\s*>>")
_BODY = r"(?:[-=~]{1,40}+|\.{1,40}+)"
_SIGN = r"[*o0x^()#+@]{1,2}"
_TURN = r"(?:(?:left|right|up|down|le|ri|do|[lrud])(?=[-=.~\[<>|]|\(0|0[-=.~)]|[*^#+@]\s|\s+[\w\[(\"]))?"
"""Which way a line is laid out. A line may go on behind it or end: `-up->`, `.up>`, `-left`."""
_LOOK = r"(?:\[[^\]\n]{0,200}\])?"
_ARROW = re.compile(
    rf"\s*(?P<start><{{1,2}}(?:\|[|:]?)?|(?<=[\s\])\"]){_SIGN}|\}}o|\}}\|)?{_BODY}{_LOOK}{_TURN}{_LOOK}{_BODY}?"
    rf"(?:\(?0\)?|\(0?|\^)?{_BODY}?(?P<end>[:|]?\|?>{{1,2}}|\\\\|{_SIGN}(?=[\s\[(\"])|\|\{{|o\{{)?\s*"
)
_END = re.compile(rf"\s*(?P<name>{_NAME})")
_AFTER = re.compile(rf"(?:\s|<<.{{0,200}}?>>|{_COLOR}(?=\s|$)|\[\[.{{0,500}}?\]\])*+(?::\s*(?P<label>.*))?", re.S)
_CARDINALITY = re.compile(r'\s*"[^"\n]{0,200}"\s*')


class PlantumlElement(msgspec.Struct, frozen=True, kw_only=True):
    """A shape as it is declared."""

    word: str
    """Its keyword, or what its brackets stand for: `component`, `interface`, `usecase`, `actor`."""
    id: str
    label: str
    stereotypes: tuple[str, ...]
    """As written between `<<` and `>>`."""
    opens: bool
    closes: bool
    text: str = ""
    """The description in square brackets."""


class PlantumlLink(msgspec.Struct, frozen=True, kw_only=True):
    """A line between two shapes."""

    source: str
    target: str
    label: str
    both_ways: bool
    headless: bool
    hidden: bool = False
    """For layout only."""


def element(line: str) -> PlantumlElement | None:
    """`component "Shop" as shop <<app>> {`, `node "Shop" <<app>> as shop`, `[Shop] as shop`, `() "API" as api`."""
    match = _ELEMENT.fullmatch(line)
    word = match["word"] if match else ""
    if match is None:
        match = _BARE.fullmatch(line) or _DISPLAY.fullmatch(line)
        word = _word(match["second"] if match["first"].startswith('"') else match["first"]) if match else ""
    if match is None or (rest := _REST.fullmatch(match["rest"])) is None:
        return None
    if match["first"] is None and rest["text"] is None and not rest["open"]:
        return None
    named, label = _named(match["first"] or "", match["second"])
    stereotypes = _STEREOTYPE.findall(f"{match['between'] or ''}{match['rest'][:2_000]}")
    return PlantumlElement(
        word=word,
        id=named,
        label=label,
        stereotypes=tuple(stereotypes),
        opens=rest["open"] is not None,
        closes=rest["close"] is not None,
        text=(rest["text"] or "")[1:-1],
    )


def link(line: str) -> PlantumlLink | None:
    """`a --> b : text`, `[a] -r- [b]`, `a .up> b`, `a "1" *-- "many" b`, `a --(0-- b`."""
    source = _END.match(line)
    if source is None:
        return None
    place = _behind_cardinality(line, source.end())
    arrow = _ARROW.match(line, place)
    if arrow is None:
        return None
    place = arrow.end()
    cardinality = _CARDINALITY.match(line, place)
    target = _END.match(line, cardinality.end()) if cardinality else None
    target = target or _END.match(line, place)
    after = _AFTER.fullmatch(line, target.end()) if target else None
    if target is None or after is None:
        return None
    at_start, at_end = "<" in (arrow["start"] or ""), (arrow["end"] or "").strip(":|") in {">", ">>", "\\\\"}
    ends = [bare(source["name"]), bare(target["name"])]
    first, second = ends[::-1] if at_start and not at_end else ends
    return PlantumlLink(
        source=first,
        target=second,
        label=(after["label"] or "").strip(),
        both_ways=at_start == at_end,
        headless=not (at_start or at_end),
        hidden="[hidden" in arrow[0],
    )


def bare(name: str) -> str:
    """A name without its quotes or brackets."""
    name = name.strip().removeprefix("()").strip()
    for opening, closing in ('""', "[]", "()", "::"):
        if len(name) > 1 and name[0] == opening and name[-1] == closing:
            return name[1:-1].strip()
    return name


def _word(name: str) -> str:
    if name.startswith("()"):
        return "interface"
    return {"[": "component", "(": "usecase", ":": "actor"}.get(name[:1], "component")


def _named(first: str, second: str | None) -> tuple[str, str]:
    """(id, label): of `"Shop" as s` and of `s as "Shop"`."""
    if second is None:
        return bare(first), bare(first)
    if second.startswith('"') and not first.startswith('"'):
        return bare(first), bare(second)
    return bare(second), bare(first)


def _behind_cardinality(line: str, place: int) -> int:
    match = _CARDINALITY.match(line, place)
    return match.end() if match else place
