"""The commands of a shell script in order, each with its line and with what its failure leads to.

That is the question a gate turns on: a scanner that fails proves nothing when `|| true` stands behind it. The rules
are those of the shell: `set -e` is ignored on the left of `||` and `&&`, in conditions and behind `!`
(POSIX, 2.14 "set", option -e); a pipeline has the status of its last command unless `pipefail` is set.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, islice

import msgspec
from msgspec.structs import replace

from generator.errors import ParseError
from generator.limits import PIPELINE_LATER, PIPELINE_STEPS
from generator.parsers.pipelines.shell_flow import STOPS, Fate, definitions, ends_in_failure, exits, status_is_used
from generator.parsers.pipelines.shell_syntax import AndOr, If, Loop, Node, Pipeline, Sequence, ShellBlock, Simple, parse
from generator.parsers.pipelines.shell_tokens import Redirect, Word

_DEEPEST_SCRIPT = 8
_DEEPEST_SEQUENCE = 60
_MOST_CALLS = 3
_MOST_WORDS = 3_000
_MOST_INNER = 200_000
"""Characters of scripts inside scripts (`$( … )`, `eval`, `bash -c`) that are followed; they may hold one another."""
_NEXT = "such a script is not written by hand: collect the pipeline's source, not what a generator made of it"
_SHELLS = frozenset(("bash", "sh", "dash", "zsh", "ash", "ksh"))
_IGNORED = Fate(stops=False, reason="only the last command of a condition decides")
_AMPERSANDS = Fate(stops=False, reason="a failure before `&&` does not stop the script")
_BACKGROUND = Fate(stops=False, reason="it runs in the background, and its result is not waited for")
_PIPED = Fate(stops=False, reason="its output is piped on and without `pipefail` its result is lost")
_INVERTED = Fate(stops=False, reason="`!` turns the result round")
_GOES_ON = Fate(stops=False, reason="the script goes on after an error (`set +e` or no `set -e`)")
_INSIDE = Fate(stops=False, reason="its result is lost inside `$( )`")


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """One simple command as it would be called."""

    text: str
    """Everything it says, assignments included, `${name}` written `$name`: for looking names up in it."""
    words: tuple[str, ...]
    """Program and arguments, quotes removed, expansions as written. Empty for assignments alone."""
    line: int
    fate: Fate
    statement: int
    """Commands of one top-level statement (`if … fi`, `a || b`) share a number."""
    assignments: tuple[tuple[str, str], ...] = ()
    """`NAME=value` before the program, or alone."""
    variable: str = ""
    """The variable that takes the command's output (`x=$(command)`)."""
    files: tuple[str, ...] = ()
    """Files its output is redirected to."""


class ShellOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How a CI system starts the shell. GitHub's default is `bash -e`; `shell: bash` adds `pipefail`."""

    errexit: bool = True
    pipefail: bool = False


def read_script(script: str, first_line: int, shell: ShellOptions) -> tuple[Command, ...]:
    """Every command that the script can run, in order; comments, here-documents and dead code left out.

    Raises:
        ParseError: more commands than any pipeline has in one script.
    """
    walker = _Walker(shell)
    walker.script(script, first_line, _Context(on_failure=STOPS, on_success=_INVERTED, top=True))
    return tuple(walker.commands)


def read_scripts(pieces: Iterable[tuple[str, int]], shell: ShellOptions, *, apart: bool = False) -> tuple[Command, ...]:
    """Commands of pieces that one shell runs one after the other, each with its first line.

    Put together they are one script; run `apart`, the status of each piece is looked at by itself.

    Raises:
        ParseError: more commands than any pipeline has in one script.
    """
    walker = _Walker(shell)
    parsed = [parse(script, line) for script, line in pieces]
    for statements in parsed:
        walker.functions.update(definitions(statements))
    for index, statements in enumerate(parsed if apart else [tuple(chain.from_iterable(parsed))]):
        later = tuple(islice(chain.from_iterable(parsed[index + 1 :]), PIPELINE_LATER)) if apart else ()
        walker.sequence(statements, _Context(on_failure=STOPS, on_success=_INVERTED, later=later, top=True))
        if any(exits(statement) for statement in statements):
            break
    return tuple(walker.commands)


class _Context(msgspec.Struct, frozen=True, kw_only=True):
    """Where a sequence stands: what its status leads to, and what comes after it."""

    on_failure: Fate
    on_success: Fate
    suppressed: bool = False
    """Inside a condition: `set -e` does not apply."""
    later: Sequence = ()
    variable: str = ""
    top: bool = False


@dataclass(slots=True)
class _Walker:
    shell: ShellOptions
    commands: list[Command] = field(default_factory=list)
    functions: dict[str, Sequence] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    statement: int = 0
    depth: int = 0
    level: int = 0
    inner: int = 0

    def script(self, script: str, line: int, context: _Context) -> None:
        if self.depth >= _DEEPEST_SCRIPT:
            return
        self.depth += 1
        statements = parse(script, line)
        self.functions.update(definitions(statements))
        self.sequence(statements, context)
        self.depth -= 1

    def inside(self, script: str, line: int, context: _Context) -> None:
        """A script that stands in a word or a document of another one."""
        self.inner += len(script)
        if self.inner > _MOST_INNER:
            what = f"more than {_MOST_INNER:,} characters of scripts inside scripts"
            raise ParseError(what, where=f"line {line}", next_step=_NEXT)
        self.script(script, line, context)

    def sequence(self, statements: Sequence, context: _Context) -> None:
        """Statements in order. Functions that call each other are followed for `_DEEPEST_SEQUENCE` levels."""
        if self.level < _DEEPEST_SEQUENCE:
            self.level += 1
            self._statements(statements, context)
            self.level -= 1

    def _statements(self, statements: Sequence, context: _Context) -> None:
        for index, statement in enumerate(statements):
            self.statement += context.top
            last = index == len(statements) - 1
            later = statements[index + 1 : index + 1 + PIPELINE_LATER] + context.later[:PIPELINE_LATER]
            self.and_or(statement, replace(context, later=later, top=False), last=last)
            if exits(statement) and not context.suppressed:
                return

    def and_or(self, statement: AndOr, context: _Context, *, last: bool) -> None:
        if statement.background:
            context = replace(context, on_failure=_BACKGROUND, on_success=_BACKGROUND, suppressed=True)
            last = True
        handlers = _handlers(statement)
        for index, pipeline in enumerate(statement.pipelines[:-1]):
            self.pipeline(pipeline, self._guarded(statement, index, handlers[index], context, last=last), last=True)
        self.pipeline(statement.pipelines[-1], context, last=last)

    def _guarded(self, statement: AndOr, index: int, handler: Pipeline | None, context: _Context, *, last: bool) -> _Context:
        """The context of a pipeline that stands left of `&&` or `||`: what its failure, and its success, lead to."""
        if handler is not None:
            on_failure = ends_in_failure((handler,), context.later, self.functions)
        else:
            on_failure = self._at_the_end(context, last=last, otherwise=_AMPERSANDS)
        on_success = _INVERTED
        if statement.operators[index] == "&&":
            on_success = ends_in_failure((statement.pipelines[index + 1],), context.later, self.functions)
        return replace(context, on_failure=on_failure, on_success=on_success, suppressed=True)

    def _at_the_end(self, context: _Context, *, last: bool, otherwise: Fate) -> Fate:
        """What a failing statement leads to where `set -e` does not apply to it."""
        if last:
            return context.on_failure
        return STOPS if status_is_used(context.later) else otherwise

    def pipeline(self, pipeline: Pipeline, context: _Context, *, last: bool) -> None:
        fate = self._fate(context, last=last)
        inner = replace(context, on_failure=self._at_the_end(context, last=last, otherwise=_AMPERSANDS))
        if pipeline.negated:
            fate = context.on_success if context.suppressed else self._at_the_end(context, last=False, otherwise=_INVERTED)
            inner = replace(inner, on_failure=fate, suppressed=True)
        for node in pipeline.nodes[:-1]:
            lost = not self.shell.pipefail
            self.node(node, replace(inner, on_failure=_PIPED, suppressed=True) if lost else inner, _PIPED if lost else fate)
        self.node(pipeline.nodes[-1], inner, fate)

    def _fate(self, context: _Context, *, last: bool) -> Fate:
        if self.shell.errexit and not context.suppressed:
            return STOPS
        otherwise = _IGNORED if context.suppressed else _GOES_ON
        return self._at_the_end(context, last=last, otherwise=otherwise)

    def node(self, node: Node, context: _Context, fate: Fate) -> None:
        if isinstance(node, Simple):
            self.simple(node, context, fate)
        elif isinstance(node, If):
            self.condition(node, context)
        elif isinstance(node, Loop):
            self.sequence(node.condition, replace(context, on_failure=_IGNORED, on_success=_IGNORED, suppressed=True))
            self.sequence(node.body, context)
        elif isinstance(node, ShellBlock):
            for part in node.parts:
                self.sequence(part, context)

    def condition(self, node: If, context: _Context) -> None:
        for index, (test, body) in enumerate(node.arms):
            if _is_false(test):
                continue
            others = tuple(pipeline for _, arm in node.arms[index + 1 :] for item in arm for pipeline in item.pipelines)
            others += tuple(pipeline for item in node.otherwise for pipeline in item.pipelines)
            own = tuple(pipeline for item in body for pipeline in item.pipelines)
            inner = replace(
                context,
                on_failure=ends_in_failure(others, context.later, self.functions),
                on_success=ends_in_failure(own, context.later, self.functions),
                suppressed=True,
            )
            self.sequence(test, inner)
            self.sequence(body, context)
        self.sequence(node.otherwise, context)

    def simple(self, node: Simple, context: _Context, fate: Fate) -> None:
        if len(node.words) > _MOST_WORDS:
            line = f"line {node.words[0].line}"
            raise ParseError(f"more than {_MOST_WORDS:,} words in one command", where=line, next_step=_NEXT)
        words, assignments = _split_assignments(node.words)
        program = words[0].text if words else ""
        self._nested(node, context, fate if assignments and not words else None)
        if program == "set":
            self._options(words)
        if len(self.commands) >= PIPELINE_STEPS:
            raise ParseError(f"more than {PIPELINE_STEPS:,} commands in one script", next_step=_NEXT)
        if words or assignments or node.redirects:
            self.commands.append(
                Command(
                    text=" ".join(word.text for word in node.words).replace("${", "$"),
                    words=tuple(word.text for word in words),
                    line=(words or node.words)[0].line if node.words else node.redirects[0].line,
                    fate=fate,
                    statement=self.statement,
                    assignments=assignments,
                    variable=context.variable,
                    files=tuple(item.target for item in node.redirects if ">" in item.operator and "&" not in item.target),
                )
            )
        self._calls(words, node.redirects, context)

    def _nested(self, node: Simple, context: _Context, kept: Fate | None) -> None:
        """Command substitutions run before the command; an assignment alone keeps their status (`kept`)."""
        tested = bool(node.words) and node.words[0].text.startswith(("[", "test")) and context.on_success.stops
        fate = kept or (context.on_success if tested else _INSIDE)
        for word in node.words:
            variable = word.text.partition("=")[0].rstrip("+") if "=" in word.text else ""
            for nested in word.nested:
                outer = self.shell
                inner = replace(context, on_failure=fate, on_success=_INSIDE, suppressed=True, variable=variable)
                self.inside(nested.script, nested.line, inner)
                self.shell = outer

    def _options(self, words: tuple[Word, ...]) -> None:
        texts = [word.text for word in words[1:]]
        for index, text in enumerate(texts):
            on = text.startswith("-")
            name = texts[index + 1] if text.endswith("o") and index + 1 < len(texts) else ""
            if (text[:1] in "-+" and "e" in text.lstrip("-+")) or name == "errexit":
                self.shell = replace(self.shell, errexit=on)
            if name == "pipefail":
                self.shell = replace(self.shell, pipefail=on)

    def _calls(self, words: tuple[Word, ...], redirects: tuple[Redirect, ...], context: _Context) -> None:
        """What a command runs in turn: a function of this script, `bash -c "…"`, `eval "…"`, a shell fed by `<<EOF`."""
        texts = [word.text for word in words]
        for name in texts:
            if name in self.functions and self.calls.get(name, 0) < _MOST_CALLS:
                self.calls[name] = self.calls.get(name, 0) + 1
                self.sequence(self.functions[name], context)
        inner = _inline(words)
        bodies = [item.body for item in redirects if item.body and texts and texts[0] in _SHELLS]
        for script, line in [*inner, *((body.script, body.line) for body in bodies)]:
            outer, self.shell = (
                self.shell,
                ShellOptions(errexit=any("e" in text for text in texts[1:2] if text.startswith("-"))),
            )
            self.inside(script, line, replace(context, later=()))
            self.shell = outer


def _handlers(statement: AndOr) -> list[Pipeline | None]:
    """For each pipeline the one behind the next `||`: where its failure goes."""
    pipelines: list[Pipeline | None] = []
    handler: Pipeline | None = None
    for index in range(len(statement.operators) - 1, -1, -1):
        if statement.operators[index] == "||":
            handler = statement.pipelines[index + 1]
        pipelines.append(handler)
    return pipelines[::-1]


def _inline(words: tuple[Word, ...]) -> list[tuple[str, int]]:
    """Scripts given to a shell as an argument."""
    for index, word in enumerate(words[:-1]):
        name = word.text.rpartition("/")[2]
        if name == "eval":
            return [(" ".join(each.text for each in words[index + 1 :]), word.line)]
        following = words[index + 1]
        is_shell = name in _SHELLS and following.text.startswith("-") and following.text.endswith("c")
        if is_shell and index + 2 < len(words):
            return [(words[index + 2].text, words[index + 2].line)]
    return []


def _split_assignments(words: tuple[Word, ...]) -> tuple[tuple[Word, ...], tuple[tuple[str, str], ...]]:
    assignments: list[tuple[str, str]] = []
    for index, word in enumerate(words):
        name, equals, value = word.text.partition("=")
        if not equals or not name.rstrip("+").isidentifier():
            return words[index:], tuple(assignments)
        assignments.append((name.rstrip("+"), value))
    return (), tuple(assignments)


def _is_false(test: Sequence) -> bool:
    """`if false; then`: the arm never runs."""
    if len(test) != 1 or test[0].operators or test[0].pipelines[0].negated:
        return False
    node = test[0].pipelines[0].nodes[0]
    return isinstance(node, Simple) and tuple(word.text for word in node.words) == ("false",)
