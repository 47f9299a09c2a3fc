"""The grammar of one expression of Terraform's language.

https://developer.hashicorp.com/terraform/language/expressions/operators
"""

from collections.abc import Mapping

from generator.parsers.cluster.hcl_functions import as_text
from generator.parsers.cluster.hcl_interpolations import ExpressionNotRead, end_of_text, unescaped
from generator.parsers.cluster.hcl_results import (
    Template,
    all_of,
    call,
    choice,
    indexed,
    negative,
    operation,
    opposite,
    reference,
    repeated,
)
from generator.parsers.cluster.hcl_scope import DEEPEST, MOST_ENTRIES, Thunk
from generator.parsers.late_patterns import late_re

_TOKEN = late_re(
    r"""[ \t\r\n]*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][\w-]*)|(?P<quote>")"""
    r"""|(?P<sign>=>|==|!=|<=|>=|&&|\|\||\.\.\.|[-+*/%<>!?:=,.(){}\[\]]))"""
)
_LITERALS: Mapping[str, object] = {"true": True, "false": False, "null": None}
_OPERATORS = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))


class HclExpression:
    """One expression, parsed once; what comes of it is computed in a scope."""

    def __init__(self, text: str, template: Template) -> None:
        self._template = template
        self._text, self._place, self._depth = text, 0, 0
        self._kind, self._word = "", ""
        self._start = 0
        self._next()

    def parsed(self) -> Thunk:
        """The whole text as one expression."""
        thunk = self._conditional()
        if self._kind != "end":
            raise ExpressionNotRead
        return thunk

    def _next(self) -> None:
        match = _TOKEN.match(self._text, self._place)
        if match is None:
            if self._text[self._place :].strip():
                raise ExpressionNotRead
            self._kind, self._word, self._start = "end", "", len(self._text)
            return
        self._kind, self._word = match.lastgroup or "", match[match.lastgroup or 0]
        self._start, self._place = match.start(match.lastgroup or 0), match.end()

    def _take(self, *signs: str) -> bool:
        if self._kind in ("sign", "name") and self._word in signs:
            self._next()
            return True
        return False

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            raise ExpressionNotRead

    def _conditional(self) -> Thunk:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionNotRead
        start = self._start
        condition = self._binary(0)
        if self._take("?"):
            yes = self._conditional()
            self._need(":")
            no = self._conditional()
            condition = choice(condition, yes, no, self._text[start : self._start])
        self._depth -= 1
        return condition

    def _binary(self, level: int) -> Thunk:
        if level == len(_OPERATORS):
            return self._unary()
        left = self._binary(level + 1)
        while self._kind == "sign" and self._word in _OPERATORS[level]:
            sign = self._word
            self._next()
            left = operation(sign, left, self._binary(level + 1))
        return left

    def _unary(self) -> Thunk:
        if self._take("!"):
            inner = self._unary()
            return lambda scope: opposite(inner(scope))
        if self._take("-"):
            number = self._unary()
            return lambda scope: negative(number(scope))
        return self._postfix()

    def _postfix(self) -> Thunk:
        if self._kind == "name" and self._word not in _LITERALS:
            return self._named()
        return self._followed(self._primary())

    def _primary(self) -> Thunk:
        kind, token = self._kind, self._word
        if kind == "number":
            self._next()
            number = float(token) if "." in token else int(token[:18])
            return lambda _: number
        if kind == "name":
            self._next()
            literal = _LITERALS[token]
            return lambda _: literal
        if kind == "quote":
            return self._quoted()
        if self._take("("):
            inner = self._conditional()
            self._need(")")
            return inner
        if self._take("["):
            return self._list()
        if self._take("{"):
            return self._object()
        raise ExpressionNotRead

    def _quoted(self) -> Thunk:
        place = self._place
        end = end_of_text(self._text, place)
        text = unescaped(self._text[place:end])
        self._place = end + 1
        self._next()
        template = self._template
        return lambda scope: template(text, scope)

    def _named(self) -> Thunk:
        name = self._word
        self._next()
        if self._take("("):
            arguments = []
            while not self._take(")"):
                arguments.append(self._conditional())
                self._take("...")
                if not self._take(","):
                    self._need(")")
                    break
            return self._followed(call(name, arguments, self._template))
        path = [name]
        while self._kind == "sign" and self._word == ".":
            self._next()
            if self._kind not in ("name", "number") and self._word != "*":
                raise ExpressionNotRead
            path.append(self._word)
            self._next()
            if self._kind == "sign" and self._word == "[" and path[0] in ("module", "data"):
                break
        return self._followed(reference(tuple(path)))

    def _followed(self, thunk: Thunk) -> Thunk:
        while self._kind == "sign" and self._word in (".", "["):
            if self._take("["):
                if self._take("*"):
                    self._need("]")
                    thunk = all_of(thunk)
                    continue
                key = self._conditional()
                self._need("]")
                thunk = indexed(thunk, key)
            else:
                self._next()
                if self._kind not in ("name", "number") and self._word != "*":
                    raise ExpressionNotRead
                part = self._word
                self._next()
                thunk = all_of(thunk) if part == "*" else indexed(thunk, lambda _, part=part: part)  # type: ignore[misc]
        return thunk

    def _list(self) -> Thunk:
        if self._kind == "name" and self._word == "for":
            return self._loop("]")
        entries = []
        while not self._take("]"):
            entries.append(self._conditional())
            if not self._take(","):
                self._need("]")
                break
        return lambda scope: [each(scope) for each in entries[:MOST_ENTRIES]] if scope.budget.spend(len(entries)) else []

    def _object(self) -> Thunk:
        if self._kind == "name" and self._word == "for":
            return self._loop("}")
        pairs: list[tuple[Thunk, Thunk]] = []
        while not self._take("}"):
            pairs.append((self._key(), self._assigned()))
            self._take(",")
        return lambda scope: (
            {as_text(key(scope)): value(scope) for key, value in pairs[:MOST_ENTRIES]} if scope.budget.spend(len(pairs)) else {}
        )

    def _key(self) -> Thunk:
        if self._kind == "name":
            name = self._word
            self._next()
            return lambda _: name
        return self._primary()

    def _assigned(self) -> Thunk:
        if not self._take("=", ":"):
            raise ExpressionNotRead
        return self._conditional()

    def _loop(self, end: str) -> Thunk:
        """`[for k, v in x : value if condition]`, `{for k, v in x : key => value if condition}`."""
        self._next()
        names = [self._word]
        self._next()
        if self._take(","):
            names.append(self._word)
            self._next()
        self._need("in")
        over = self._conditional()
        self._need(":")
        first = self._conditional()
        second = self._conditional() if self._take("=>") else None
        self._take("...")
        condition = self._conditional() if self._take("if") else None
        self._need(end)
        return repeated(names, over, (first, second), condition)
