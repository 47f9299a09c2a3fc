"""Expressions are evaluated as far as values are known; the rest stays as it is written, and no text is made too long."""

import pytest

from generator.parsers.cluster.hcl_expressions import evaluate
from generator.parsers.cluster.hcl_functions import LONGEST, Unresolved, is_open
from generator.parsers.cluster.hcl_scope import Budget, HclScope

_KNOWN: dict[tuple[str, ...], object] = {
    ("var", "image"): "r.example/cart",
    ("var", "on"): True,
    ("local", "services"): {"cart": {"port": 8080, "on": True}, "pay": {"port": 8081, "on": False}},
}


class _Names:
    def __call__(self, reference: tuple[str, ...]) -> object:
        value = _KNOWN.get(reference[:2])
        if value is None:
            return Unresolved(f"(({reference[1]}))" if reference[0] == "var" else "${" + ".".join(reference) + "}")
        for part in reference[2:]:
            value = value[part]  # type: ignore[index]
        return value

    def file(self, path: str) -> str | None:
        return '[{"image": "${image}"}]' if path == "task.json" else None


def _of(text: object) -> object:
    return evaluate(text, HclScope(_Names(), Budget()))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("plain", "plain"),
        ("${var.image}:1.0", "r.example/cart:1.0"),
        ("db-${var.env}", "db-((env))"),
        ("$${var.image}", "${var.image}"),
        ("${aws_db_instance.orders[0].address}", "${aws_db_instance.orders.0.address}"),
        ('${jsonencode([{name = "a", port = 80, on = !false}])}', [{"name": "a", "port": 80, "on": True}]),
        ('${templatefile("task.json", {image = var.image})}', '[{"image": "r.example/cart"}]'),
        ('${file("other.json")}', "${file(other.json)}"),
        ("${{for k, v in local.services : k => v.port if v.on}}", {"cart": 8080}),
        ('${[for s in ["a", "b"] : upper(s)]}', ["A", "B"]),
        ("${var.on ? 2 : 0}", 2),
        ("${var.off ? 2 : 0}", "${var.off ? 2 : 0}"),
        ('${local.services["cart"].port + 1}', 8081),
        ('${format("%s-%s", lower("AB"), "c")}', "ab-c"),
        ('${merge({a = 1}, {"b" : 2})}', {"a": 1, "b": 2}),
        ('${concat(["a"], ["b"])}', ["a", "b"]),
        ('${join(",", toset(["a", "a"]))}', "a"),
        ('${"${var.image}-${"x"}"}', "r.example/cart-x"),
        ("${var.on && !var.on}", False),
        ("${1 == 1 ? -1 : 2}", -1),
        ("${nothing_known(1)}", "${nothing_known()}"),
        ("${[1, 2", "${[1, 2"),
        ("${a b}", "${a b}"),
        ('${[1][{a = "x-${var.env}"}]}-${[var.env]}', '…-["((env))"]'),
    ],
)
def test_what_an_expression_is(text: str, value: object) -> None:
    assert _of(text) == value


def test_what_is_not_known_says_so() -> None:
    assert is_open(_of("x-${var.env}"))
    assert not is_open(_of("x-${var.image}"))


@pytest.mark.parametrize(
    "text",
    [
        "${" + "(" * 5_000 + "1" + ")" * 5_000 + "}",
        "${" + "!" * 100_000 + "true}",
        "${" + "-" * 100_000 + "1}",
        '${"' * 1_500 + '"}' * 1_500,
        "${[" * 2_000,
        "${1 ? " * 2_000,
        "${" + "a." * 50_000 + "b}",
        "${" + "1+" * 50_000 + "1}",
        "${999999999999999999 * 999999999999999999}",
    ],
)
def test_hostile_expressions_end(text: str) -> None:
    _of(text)


def test_no_text_grows_beyond_all_bounds() -> None:
    expression = "var.image"
    for _ in range(12):
        expression = f'join("", [{expression}, {expression}])'
    assert len(str(_of("${" + expression + "}"))) <= LONGEST
