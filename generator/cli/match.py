"""`atopack match`: walks a person through shapes that nothing was found for, and writes down what they decide.

A program suggests, a person decides, one by one or all that are likely enough at once. What is written goes into
`decisions/diagram-mapping.yaml` behind what is there; the file is written beside and renamed, so that it is either the old one
or the new one.
"""

import argparse
import difflib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.cli.terminal import as_of, progress
from generator.cli.terminal_escape import say
from generator.errors import ConfigError
from generator.facts.managed import runs
from generator.graph.mapping import MappedShape
from generator.graph.mapping_text import with_decisions
from generator.graph.normalize import plain
from generator.graph.running_names import RunningNames
from generator.graph.suggest import EXTERNAL
from generator.model.comparison import Comparison, DrawnOnly
from generator.model.diagram import NodeKind
from generator.model.flow import Suggestion
from generator.model.inventory import Workload
from generator.pipeline.stages import assessed
from generator.text import counted
from generator.workspace.decisions import MAPPING
from generator.workspace.folder import Workspace

CLEAN, UNDECIDED = 0, 1
_NOTHING, _STOP = "-", "q"
_CLOSE = 15
"""Of 100: suggestions that are nearer to each other are for a person to tell apart."""
_HELP = f"A number, names of workloads, {_NOTHING} for nothing that runs, Enter to leave it open, {_STOP} to stop."

Ask = Callable[[str], str]
"""Prints a prompt and returns the line that was typed; raises EOFError at the end of input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchQuestion:
    """A shape without a match, and what it may stand for."""

    drawn: str
    """How the mapping file calls it."""
    shape: DrawnOnly
    suggestions: tuple[Suggestion, ...]


@dataclass(slots=True)
class MatchDecision:
    """What a person decided so far."""

    matches: list[MappedShape] = field(default_factory=list)
    nothing: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.matches or self.nothing)


def questions(comparison: Comparison) -> tuple[MatchQuestion, ...]:
    """Every shape without a workload, and every drawn external system that is not known, in the order of the pages."""
    open_ = sorted(
        (*comparison.diagram_only, *comparison.external_unknown),
        key=lambda drawn_only: (drawn_only.source.path, drawn_only.page, drawn_only.id),
    )
    texts = Counter(plain(drawn_only.label) for drawn_only in open_)
    return tuple(
        MatchQuestion(
            drawn=drawn_only.label if drawn_only.label and texts[plain(drawn_only.label)] == 1 else drawn_only.id,
            shape=drawn_only,
            suggestions=tuple(
                suggestion
                for suggestion in comparison.suggested
                if suggestion.id == drawn_only.id and suggestion.label == drawn_only.label
            ),
        )
        for drawn_only in open_
    )


def run(options: argparse.Namespace) -> int:
    """Compare, then ask or decide as the options say."""
    workspace = Workspace.open(options.workspace)
    with progress() as shown:
        result = assessed(workspace, as_of(options), shown)
    return decide(options, workspace, result.comparison, runs(result.facts))


def decide(
    options: argparse.Namespace,
    workspace: Workspace,
    comparison: Comparison,
    workloads: Sequence[Workload],
    ask: Ask | None = None,
) -> int:
    """The command, behind reading the workspace.

    Raises:
        ConfigError: nothing was compared, or a decision is not understood.
    """
    if not comparison.compared:
        raise ConfigError("there is nothing to match", where=str(workspace.root), next_step="add a diagram and a cluster dump")
    open_ = questions(comparison)
    if options.list:
        for question in open_:
            say(json.dumps(_row(question), ensure_ascii=False))
        return UNDECIDED if open_ else CLEAN
    names = RunningNames(workloads)
    if options.set or options.nothing:
        decided = _given(options, names)
    elif options.accept is not None:
        decided, left_open = accepted(open_, options.accept, reviewed_by=options.reviewed_by)
        say("\n".join(_accepted_lines(decided, left_open)))
    else:
        decided = walk(open_, names, ask or input, reviewed_by=options.reviewed_by)
    if decided:
        path = write(workspace.root, decided)
        say(f"\nWritten to {path}: {len(decided.matches)} matched, {len(decided.nothing)} left out.")
    left = len(open_) - len(decided.matches) - len(decided.nothing)
    return CLEAN if left <= 0 else UNDECIDED


def accepted(
    open_: Sequence[MatchQuestion], share: float, *, reviewed_by: str | None
) -> tuple[MatchDecision, tuple[tuple[MatchQuestion, str], ...]]:
    """Every first suggestion of that share and more that no other comes near; and what stays open, with the reason."""
    decided = MatchDecision()
    left: list[tuple[MatchQuestion, str]] = []
    for question in open_:
        if why := _not_accepted(question, share):
            left.append((question, why))
            continue
        best = question.suggestions[0]
        decided.matches.append(_entry(question.drawn, _all_of(best), reviewed_by=reviewed_by, note=_noted(best)))
    return decided, tuple(left)


def walk(open_: Sequence[MatchQuestion], names: RunningNames, ask: Ask, *, reviewed_by: str | None) -> MatchDecision:
    """Question by question; what was decided until a person stops is kept."""
    decided = MatchDecision()
    if not open_:
        say("Every drawn shape is matched to something that runs.")
        return decided
    say(f"{counted(len(open_), 'shape is', 'shapes are')} not matched to anything that runs. {_HELP}")
    for number, question in enumerate(open_, 1):
        say("\n".join(_shown(question, f"{number}/{len(open_)}")))
        try:
            if not _answered(question, names, ask, decided, reviewed_by):
                break
        except EOFError:
            break
    return decided


def write(root: Path, decided: MatchDecision) -> Path:
    """Put the decisions into the workspace's mapping file.

    Raises:
        ConfigError: the file is a link, or wrong, or was changed in the meantime.
    """
    path = root / "decisions" / MAPPING
    if path.is_symlink() or path.parent.is_symlink():
        raise ConfigError("the mapping file is a link", where=str(path), next_step="put the file itself there")
    path.parent.mkdir(exist_ok=True)
    before = path.read_bytes() if path.exists() else b""
    text = with_decisions(before.decode("utf-8"), decided.matches, decided.nothing, file=f"decisions/{MAPPING}")
    temporary = path.with_name(f".{MAPPING}.new")
    temporary.write_bytes(text.encode("utf-8"))
    if (path.read_bytes() if path.exists() else b"") != before:
        temporary.unlink()
        raise ConfigError("the file was changed in the meantime", where=str(path), next_step="run `atopack match` again")
    temporary.replace(path)
    return path


def _not_accepted(question: MatchQuestion, share: float) -> str:
    """Why a person has to look; empty where the first suggestion is clear."""
    if not question.suggestions:
        return "nothing that runs looks like it"
    best, *others = question.suggestions
    if best.score < 100 * share:
        return f"its best suggestion is {best.workload} with {best.score / 100:.2f}: {best.why}"
    if question.shape.kind == NodeKind.EXTERNAL and not best.workload.startswith(EXTERNAL):
        return f"it is drawn as external, and {best.workload} runs here: {best.why}"
    if others and best.score - others[0].score < _CLOSE:
        shown = ", ".join(f"{each.workload} with {each.score / 100:.2f}" for each in (best, others[0]))
        return f"two suggestions are close: {shown}"
    return ""


def _accepted_lines(decided: MatchDecision, left: Sequence[tuple[MatchQuestion, str]]) -> Iterator[str]:
    yield f"{counted(len(decided.matches), 'suggestion')} accepted."
    for each in decided.matches:
        yield f"  {each.drawn} = {', '.join((*each.workloads, *each.external))} ({each.note})"
    if left:
        yield f"{counted(len(left), 'shape stays', 'shapes stay')} open."
        yield from (f"  {question.shape.label or question.shape.id}: {why}" for question, why in left)


def _answered(question: MatchQuestion, names: RunningNames, ask: Ask, decided: MatchDecision, reviewed_by: str | None) -> bool:
    """Ask until the answer can be used. False where the person stops."""
    while True:
        answer = ask("> ").strip()
        if answer == _STOP:
            return False
        if not answer:
            return True
        if answer == _NOTHING:
            decided.nothing.append(question.drawn)
            return True
        try:
            decided.matches.append(_decision(question, answer, names, reviewed_by))
        except ConfigError as error:
            say(f"  {error.what}; {error.next_step}")
            continue
        return True


def _decision(question: MatchQuestion, answer: str, names: RunningNames, reviewed_by: str | None) -> MappedShape:
    parts = [part.strip() for part in answer.split(",") if part.strip()]
    chosen = [name for part in parts for name in _suggested(question, part) or (part,)]
    note = next((_noted(each) for each in question.suggestions if list(_all_of(each)) == chosen), None)
    return _mapped(question.drawn, chosen, names, reviewed_by=reviewed_by, note=note)


def _all_of(suggestion: Suggestion) -> tuple[str, ...]:
    return suggestion.workloads or (suggestion.workload,)


def _noted(suggestion: Suggestion) -> str:
    return f"suggested: {suggestion.why}"


def _suggested(question: MatchQuestion, number: str) -> tuple[str, ...]:
    if not number.isdecimal():
        return ()
    if not 1 <= int(number) <= len(question.suggestions):
        raise ConfigError(f"there is no suggestion {number}", next_step="type one of the numbers above, or a name")
    return _all_of(question.suggestions[int(number) - 1])


def _mapped(
    drawn: str, chosen: Sequence[str], names: RunningNames, *, reviewed_by: str | None, note: str | None
) -> MappedShape:
    for identifier in chosen:
        if not identifier.startswith(EXTERNAL) and not names.referred(identifier):
            near = difflib.get_close_matches(identifier, [key.rpartition("/")[2] for key in names.keys], n=3, cutoff=0.5)
            step = f"did you mean {', '.join(near)}?" if near else f"or {EXTERNAL}NAME for an external service"
            raise ConfigError(f"nothing that runs is called `{identifier}`", next_step=step)
    return _entry(drawn, chosen, reviewed_by=reviewed_by, note=note)


def _entry(drawn: str, chosen: Sequence[str], *, reviewed_by: str | None, note: str | None) -> MappedShape:
    return MappedShape(
        drawn=drawn,
        workloads=tuple(identifier for identifier in chosen if not identifier.startswith(EXTERNAL)),
        external=tuple(identifier.removeprefix(EXTERNAL) for identifier in chosen if identifier.startswith(EXTERNAL)),
        reviewed_by=reviewed_by,
        note=note,
    )


def _given(options: argparse.Namespace, names: RunningNames) -> MatchDecision:
    """`--set 'Cache=valkey-cart,valkey-copy' --nothing 'Load balancer'`."""
    decided = MatchDecision(nothing=list(options.nothing))
    for text in options.set:
        drawn, equals, rest = text.rpartition("=")
        chosen = [part.strip() for part in rest.split(",") if part.strip()]
        if not equals or not drawn.strip() or not chosen:
            raise ConfigError(f"`{text}` is no decision", next_step="write --set 'DRAWN=WORKLOAD' or 'DRAWN=WORKLOAD,WORKLOAD'")
        decided.matches.append(_mapped(drawn.strip(), chosen, names, reviewed_by=options.reviewed_by, note=None))
    return decided


def _shown(question: MatchQuestion, number: str) -> Iterator[str]:
    shape = question.shape
    called = shape.label or shape.id
    yield f"\n[{number}] {called}  ({shape.kind}, page {shape.page or '1'} of {shape.source.path})"
    for place, each in enumerate(question.suggestions, 1):
        yield f"  {place}  {', '.join(_all_of(each))}  ({each.score / 100:.2f}: {each.why})"
    if not question.suggestions:
        yield "  nothing that runs looks like it"


def _row(question: MatchQuestion) -> dict[str, object]:
    shape = question.shape
    suggested = [
        {
            "workload": each.workload,
            "score": each.score,
            "why": each.why,
            "probable": each.probable,
            "workloads": list(_all_of(each)),
        }
        for each in question.suggestions
    ]
    return {
        "drawn": question.drawn,
        "id": shape.id,
        "label": shape.label,
        "kind": shape.kind,
        "page": shape.page,
        "file": shape.source.path,
        "suggested": suggested,
    }
