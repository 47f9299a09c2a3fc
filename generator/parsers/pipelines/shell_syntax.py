"""The structure of a shell script: lists, pipelines, conditions, loops and functions, so that it can be said what a
failing command leads to. https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html section 2.10.

Never raises for wrong shell: what makes no sense is stepped over. Nesting is followed for `_DEEPEST` levels.
"""

from collections.abc import Callable

import msgspec

from generator.parsers.pipelines.shell_tokens import Operator, Redirect, Token, Word, tokens

_DEEPEST = 40
_SEPARATORS = frozenset((";", "\n", "&"))
_CASE_ENDS = frozenset((";;", ";&", ";;&"))
_LOOPS = frozenset(("for", "while", "until", "select"))


class Simple(msgspec.Struct, frozen=True):
    """One command: words, redirections, and the function name it defines where it defines one."""

    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]


class ShellBlock(msgspec.Struct, frozen=True):
    """Commands that run in order or in turn: a group, a subshell, the body of a loop, an arm of `case`."""

    parts: "tuple[tuple[AndOr, ...], ...]"


class Function(msgspec.Struct, frozen=True):
    """A definition; its body runs where its name is called."""

    name: str
    body: "tuple[AndOr, ...]"


class Loop(msgspec.Struct, frozen=True):
    """`while condition; do body; done`. A `for` has no condition but the words it goes through."""

    condition: "tuple[AndOr, ...]"
    body: "tuple[AndOr, ...]"


class If(msgspec.Struct, frozen=True):
    """`if`/`elif` arms in order, then what `else` holds."""

    arms: "tuple[tuple[tuple[AndOr, ...], tuple[AndOr, ...]], ...]"
    otherwise: "tuple[AndOr, ...]"


Node = Simple | ShellBlock | Function | Loop | If


class Pipeline(msgspec.Struct, frozen=True):
    """`a | b`; `negated` for `! a`."""

    nodes: tuple[Node, ...]
    negated: bool


class AndOr(msgspec.Struct, frozen=True):
    """`a && b || c`: `operators[i]` stands before `pipelines[i + 1]`. `background` for a trailing `&`."""

    pipelines: tuple[Pipeline, ...]
    operators: tuple[str, ...]
    background: bool


Sequence = tuple[AndOr, ...]


def parse(script: str, line: int = 1) -> Sequence:
    """The statements of a script in order."""
    reader = _ShellParser(tokens(script, line))
    items: list[AndOr] = []
    while not reader.ended():
        items.extend(reader.sequence(frozenset()))
        reader.skip()
    return tuple(items)


class _ShellParser:
    """Recursive descent over the tokens; every loop moves on or ends."""

    def __init__(self, words: list[Token]) -> None:
        self.tokens = words
        self.at = 0
        self.depth = 0

    def ended(self) -> bool:
        return self.at >= len(self.tokens)

    def skip(self) -> None:
        self.at += 1

    def peek(self) -> str:
        """The reserved word or operator that comes next; empty for quoted words, redirections and the end."""
        if self.ended():
            return ""
        token = self.tokens[self.at]
        if isinstance(token, Operator):
            return token.text
        return token.text if isinstance(token, Word) and not token.quoted else ""

    def take(self, *words: str) -> bool:
        if not self.ended() and self.peek() in words:
            self.at += 1
            return True
        return False

    def blank(self) -> None:
        while not self.ended() and self.peek() in _SEPARATORS:
            self.at += 1

    def sequence(self, ends: frozenset[str]) -> Sequence:
        """Statements until one of `ends`, or until something that cannot begin a command."""
        pipelines_read: list[AndOr] = []
        self.blank()
        while not self.ended() and self.peek() not in ends:
            before = self.at
            pipelines_read.append(self.and_or())
            self.blank()
            if self.at == before:
                break
        return tuple(pipelines_read)

    def and_or(self) -> AndOr:
        pipelines = [self.pipeline()]
        operators: list[str] = []
        while not self.ended() and self.peek() in ("&&", "||"):
            operators.append(self.peek())
            self.skip()
            while self.take("\n"):
                pass
            pipelines.append(self.pipeline())
        background = not self.ended() and self.peek() == "&"
        return AndOr(tuple(pipelines), tuple(operators), background)

    def pipeline(self) -> Pipeline:
        negated = False
        while self.take("!"):
            negated = not negated
        nodes = [self.node()]
        while self.take("|", "|&"):
            while self.take("\n"):
                pass
            nodes.append(self.node())
        return Pipeline(tuple(nodes), negated)

    def node(self) -> Node:
        compound = _COMPOUND.get(self.peek())
        if compound is None or self.depth >= _DEEPEST:
            return self.simple()
        self.depth += 1
        node = compound(self)
        self.depth -= 1
        if isinstance(node, Function):
            return node
        return ShellBlock((self.redirections(), (AndOr((Pipeline((node,), negated=False),), (), background=False),)))

    def redirections(self) -> Sequence:
        """Redirections behind a compound command, as a command without words: their targets stay visible."""
        redirects: list[Redirect] = []
        while not self.ended() and isinstance(token := self.tokens[self.at], Redirect):
            redirects.append(token)
            self.skip()
        if not redirects:
            return ()
        return (AndOr((Pipeline((Simple((), tuple(redirects)),), negated=False),), (), background=False),)

    def simple(self) -> Node:
        words: list[Word] = []
        redirects: list[Redirect] = []
        while not self.ended():
            token = self.tokens[self.at]
            if isinstance(token, Operator):
                break
            self.skip()
            if isinstance(token, Redirect):
                redirects.append(token)
            else:
                words.append(token)
        if len(words) == 1 and self.take("("):
            self.take(")")
            return self.function(words[0].text)
        return Simple(tuple(words), tuple(redirects))

    def function(self, name: str) -> Node:
        while self.take("\n"):
            pass
        if self.depth >= _DEEPEST:
            return Simple((), ())
        self.depth += 1
        body = (self.and_or(),)
        self.depth -= 1
        return Function(name, body)

    def named_function(self) -> Node:
        self.skip()
        name = self.tokens[self.at].text if not self.ended() and isinstance(self.tokens[self.at], Word) else ""  # type: ignore[union-attr]
        self.skip()
        if self.take("("):
            self.take(")")
        return self.function(name)

    def group(self) -> Node:
        self.skip()
        body = self.sequence(frozenset("}"))
        self.take("}")
        return ShellBlock((body,))

    def subshell(self) -> Node:
        self.skip()
        body = self.sequence(frozenset(")"))
        self.take(")")
        return ShellBlock((body,))

    def loop(self) -> Node:
        header = self.peek()
        self.skip()
        condition: Sequence = ()
        if header in ("for", "select"):
            while not self.ended() and self.peek() not in ("do", "\n", ";"):
                self.skip()
            self.blank()
        else:
            condition = self.sequence(frozenset(("do", "done")))
        self.take("do")
        body = self.sequence(frozenset(("done",)))
        self.take("done")
        return Loop(condition, body)

    def condition(self) -> Node:
        arms: list[tuple[Sequence, Sequence]] = []
        while self.take("if", "elif"):
            test = self.sequence(frozenset(("then", "fi", "else", "elif")))
            self.take("then")
            arms.append((test, self.sequence(frozenset(("elif", "else", "fi")))))
        otherwise = self.sequence(frozenset(("fi",))) if self.take("else") else ()
        self.take("fi")
        return If(tuple(arms), otherwise)

    def case(self) -> Node:
        while not self.ended() and self.peek() != "in":
            self.skip()
        self.skip()
        arms: list[Sequence] = []
        self.blank()
        while not self.ended() and not self.take("esac"):
            while not self.ended() and self.peek() != ")":
                self.skip()
            self.skip()
            arms.append(self.sequence(_CASE_ENDS | {"esac"}))
            self.take(*_CASE_ENDS)
            self.blank()
        return ShellBlock(tuple(arms))


_COMPOUND: dict[str, Callable[[_ShellParser], Node]] = {
    "{": _ShellParser.group,
    "(": _ShellParser.subshell,
    "if": _ShellParser.condition,
    "case": _ShellParser.case,
    "function": _ShellParser.named_function,
    **dict.fromkeys(sorted(_LOOPS), _ShellParser.loop),
}
