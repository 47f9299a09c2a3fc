"""The calls of a Groovy source as a tree: `stage('Build') { sh "docker build ." }` is a call with a body of calls.

Tolerant by design: what is no call is stepped over, but the blocks inside it are kept. Never raises.
"""

from dataclasses import dataclass, field

from generator.limits import GROOVY_DEPTH
from generator.parsers.pipelines.groovy_tokens import Token, tokens

_OPENERS = {"(": ")", "[": "]"}
_SKIPPED_WORDS = frozenset(("def", "final", "return", "new", "static", "public", "private", "String", "boolean", "void", "in"))
_NO_ARGUMENTS = frozenset(("try", "else", "finally", "do"))


@dataclass(slots=True)
class Node:
    """One call."""

    name: str
    line: int
    texts: list[str] = field(default_factory=list)
    """Arguments without a name: strings, numbers, identifiers."""
    pairs: list[tuple[str, str]] = field(default_factory=list)
    """Named arguments and map entries at any depth; `…` for a value that is no text."""
    inner: "list[Node]" = field(default_factory=list)
    """Calls among the arguments."""
    body: "list[Node] | None" = None
    """What stands in braces behind it, or in closures among the arguments."""
    variable: str = ""
    """What the result is assigned to."""

    def named(self, name: str) -> str:
        """The last value of a named argument; empty where there is none."""
        return next((value for key, value in reversed(self.pairs) if key == name), "")


def parse(source: str) -> list[Node]:
    """The calls of a source in order."""
    reader = _GroovyParser(tokens(source))
    nodes: list[Node] = []
    while not reader.ended():
        nodes.extend(reader.block())
        reader.at += 1
    return nodes


class _GroovyParser:
    """Recursive descent; every loop moves on or ends."""

    def __init__(self, token_list: list[Token]) -> None:
        self.tokens = token_list
        self.at = 0
        self.depth = 0

    def ended(self) -> bool:
        return self.at >= len(self.tokens)

    def is_mark(self, text: str, ahead: int = 0) -> bool:
        index = self.at + ahead
        return index < len(self.tokens) and self.tokens[index].kind == "mark" and self.tokens[index].text == text

    def block(self) -> list[Node]:
        """Calls until a closing brace or the end; the brace is not taken."""
        nodes: list[Node] = []
        variable = ""
        while not self.ended() and not self.is_mark("}"):
            token = self.tokens[self.at]
            if token.kind == "word" and token.text not in _SKIPPED_WORDS:
                if self.is_mark("=", 1) and not self.is_mark("=", 2):
                    variable = token.text
                    nodes.append(self.assignment(token))
                    continue
                node = self.call(token)
                node.variable, variable = variable, ""
                nodes.append(node)
            elif self.is_mark("{"):
                nodes.extend(self.braces())
            else:
                variable = "" if token.kind == "newline" or token.text == ";" else variable
                self.at += 1
        return nodes

    def assignment(self, token: Token) -> Node:
        """`name = value`: the value where it is a text; a call behind it is read by the block."""
        self.at += 2
        value = self.tokens[self.at] if not self.ended() else token
        return Node("=", token.line, texts=[token.text, value.text if value.kind == "string" else ""])

    def call(self, token: Token) -> Node:
        node = Node(token.text, token.line)
        self.at += 1
        if self.is_mark("("):
            self.at += 1
            self.arguments(node, ")")
        elif not self.ended() and token.text not in _NO_ARGUMENTS and self._begins_arguments():
            self.arguments(node, "")
        self._blank_before_brace(node)
        if self.is_mark("{"):
            node.body = (node.body or []) + self.braces()
        return node

    def braces(self) -> list[Node]:
        """The calls between braces, both taken."""
        self.at += 1
        if self.depth >= GROOVY_DEPTH:
            return []
        self.depth += 1
        nodes = self.block()
        self.depth -= 1
        self.at += 1
        return nodes

    def arguments(self, node: Node, end: str) -> None:
        """Arguments up to a closing bracket, or to the end of the line where there is none."""
        key, joined = "", False
        self.depth += 1
        while not self.ended() and not self._ends(end):
            token = self.tokens[self.at]
            if token.kind in ("word", "string") and self.is_mark(":", 1):
                key = token.text
                self.at += 2
            elif token.kind == "word" and (self.is_mark("(", 1) or self.is_mark("{", 1)) and self.depth < GROOVY_DEPTH:
                node.inner.append(self.call(token))
                key = self._say(node, key, "…")
            elif token.kind in ("word", "string", "number"):
                key = self._join(node, token.text) if joined else self._say(node, key, token.text)
                self.at += 1
            else:
                key = self.nested(node, token, key)
            joined = token.kind == "mark" and token.text == "+"
        self.depth -= 1
        if end:
            self.at += 1

    def nested(self, node: Node, token: Token, key: str) -> str:
        """A bracket or closure among arguments; other marks are stepped over. Gives back the key still waiting."""
        if token.text in _OPENERS and token.kind == "mark" and self.depth < GROOVY_DEPTH:
            key = self._say(node, key, "…") if key else ""
            self.at += 1
            self.arguments(node, _OPENERS[token.text])
        elif self.is_mark("{"):
            key = self._say(node, key, "…") if key else ""
            node.body = (node.body or []) + self.braces()
        else:
            key = "" if token.text == "," else key
            self.at += 1
        return key

    @staticmethod
    def _say(node: Node, key: str, text: str) -> str:
        if key:
            node.pairs.append((key, text))
        elif text != "…":
            node.texts.append(text)
        return ""

    @staticmethod
    def _join(node: Node, text: str) -> str:
        """`"a" + "b"` is one text."""
        if node.texts and not node.pairs:
            node.texts[-1] += text
        elif node.pairs:
            key, value = node.pairs[-1]
            node.pairs[-1] = (key, value + text)
        return ""

    def _ends(self, end: str) -> bool:
        token = self.tokens[self.at]
        if end:
            return token.kind == "mark" and token.text == end
        stops = token.kind == "mark" and token.text in "};)]"
        if token.kind != "newline":
            return stops
        before = self.tokens[self.at - 1]
        return not (before.kind == "mark" and before.text in ",:+")

    def _begins_arguments(self) -> bool:
        """`sh "x"`, `git url: 'y'`, `checkout scm`, `build([…])`: arguments without brackets, on the same line."""
        token = self.tokens[self.at]
        return token.kind in ("string", "word", "number") or self.is_mark("[")

    def _blank_before_brace(self, node: Node) -> None:
        """A brace on the next line belongs to the call where the call cannot stand alone."""
        at = self.at
        while at < len(self.tokens) and self.tokens[at].kind == "newline":
            at += 1
        opens = at < len(self.tokens) and self.tokens[at].text == "{" and self.tokens[at].kind == "mark"
        if opens and at - self.at <= 2 and (node.texts or node.name in _BLOCKS):
            self.at = at


_BLOCKS = frozenset(
    "pipeline stages steps script parallel try catch finally if else node post environment options parameters when "
    "agent always success failure tools matrix".split()
)
