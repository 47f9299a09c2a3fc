"""GitHub expressions (`${{ env.REGISTRY }}`) as far as the file itself gives their value; everything else stays as written.
https://docs.github.com/en/actions/reference/workflows-and-actions/contexts
"""

import re
from collections.abc import Iterable, Mapping
from itertools import product

import msgspec

from generator.limits import VALUE_TEXT
from generator.parsers.pipelines.marked_yaml import Marked

MatrixRow = Mapping[str, str]
"""Path below `matrix.` → value."""
_MOST_ROWS = 64
_DEEPEST = 4
_SIMPLE = re.compile(r"\$\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}")
_ANYWAY = re.compile(r"\b(?:always|failure)\(\)|!\s*cancelled\(\)")
_ALWAYS_RUNS = re.compile(r"(?:(?:always|success|failure)\(\)|!\s*(?:cancelled|failure)\(\))?")
_ASKS = re.compile(r"success|\.(?:outcome|conclusion|result)\b")
"""A condition that asks what became of something is not taken for one that goes on whatever happened."""
_SHELL = re.compile(r"\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))")


class Scope(msgspec.Struct, frozen=True):
    """Values that are known where a step stands, by full name: `env.REGISTRY`, `matrix.image`, `inputs.tag`."""

    values: Mapping[str, str]

    def expand(self, text: str) -> str:
        """The text with known simple expressions replaced."""
        if "${{" not in text:
            return text
        expanded = _SIMPLE.sub(lambda match: self.values.get(match.group(1), match.group()), text)
        return expanded if len(expanded) <= max(VALUE_TEXT, len(text)) else text

    def with_environment(self, environment: Mapping[str, str]) -> "Scope":
        """One level further in: the level's `env`, whose values may use what is known outside."""
        own = {f"env.{name}": self.expand(value) for name, value in environment.items()}
        return Scope({**self.values, **own}) if own else self

    def with_values(self, prefix: str, values: Mapping[str, str]) -> "Scope":
        """More values, under a context's name."""
        return Scope({**self.values, **{f"{prefix}.{name}": value for name, value in values.items()}})

    def environment(self) -> dict[str, str]:
        """What a program sees."""
        return {name[4:]: value for name, value in self.values.items() if name.startswith("env.")}


def expand_shell(text: str, variables: Mapping[str, str]) -> str:
    """`$NAME` and `${NAME}` replaced where the value is known."""
    if "$" not in text:
        return text
    expanded = _SHELL.sub(lambda match: variables.get(match.group(1) or match.group(2), match.group()), text)
    return expanded if len(expanded) <= max(VALUE_TEXT, len(text)) else text


def is_off(condition: str) -> bool:
    """`if: false`: the job or step does not exist."""
    return condition.strip().removeprefix("${{").removesuffix("}}").strip().lower() == "false"


def goes_on(condition: str) -> bool:
    """Does a step or job with this condition run after a failure?
    https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#status-check-functions
    """
    return _ANYWAY.search(condition) is not None and _ASKS.search(condition) is None


def decides(condition: str) -> str:
    """A condition that may keep a job or step from running although nothing failed; empty where it is none."""
    plain = " ".join(condition.replace("${{", " ").replace("}}", " ").split())
    return "" if _ALWAYS_RUNS.fullmatch(plain) else plain


def matrix_rows(matrix: Marked | None) -> tuple[MatrixRow, ...]:
    """The combinations of a matrix, with `include` and `exclude`; none where it is computed or has more than `_MOST_ROWS`."""
    if matrix is None or not matrix.is_mapping:
        return ()
    axes = {name: value.entries() for name, value in matrix.pairs().items() if name not in ("include", "exclude")}
    size = 1
    for values in axes.values():
        size *= len(values)
    if size == 0 or size > _MOST_ROWS:
        return ()
    rows = [_joined(zip(axes, combination, strict=True)) for combination in product(*axes.values())] if axes else []
    excluded = [_leaves("", value) for value in _entries(matrix.get("exclude"))]
    rows = [row for row in rows if not any(entry.items() <= row.items() for entry in excluded)]
    return tuple(_with_includes(rows, [_leaves("", value) for value in _entries(matrix.get("include"))]))[:_MOST_ROWS]


def constants(rows: tuple[MatrixRow, ...]) -> dict[str, str]:
    """Matrix values that are the same in every combination."""
    if not rows:
        return {}
    first, others = rows[0], rows[1:]
    return {name: value for name, value in first.items() if all(row.get(name) == value for row in others)}


def _entries(value: Marked | None) -> tuple[Marked, ...]:
    return value.entries()[:_MOST_ROWS] if value is not None else ()


def _joined(pairs: Iterable[tuple[str, Marked]]) -> dict[str, str]:
    row: dict[str, str] = {}
    for name, value in pairs:
        row.update(_leaves(name, value))
    return row


def _leaves(path: str, value: Marked, depth: int = 0) -> dict[str, str]:
    """Scalars below a value by their path; lists have no name in an expression."""
    if value.text is not None:
        return {path: value.text}
    leaves: dict[str, str] = {}
    if depth < _DEEPEST:
        for key, child in value.pairs().items():
            leaves.update(_leaves(f"{path}.{key}" if path else key, child, depth + 1))
    return leaves


def _with_includes(rows: list[dict[str, str]], includes: list[dict[str, str]]) -> list[dict[str, str]]:
    """An `include` entry is added to the rows it does not contradict; where it fits none it is a row of its own."""
    original = [dict(row) for row in rows]
    added: list[dict[str, str]] = []
    for entry in includes:
        fitting = [i for i, row in enumerate(original) if all(row.get(name, value) == value for name, value in entry.items())]
        for index in fitting:
            rows[index].update(entry)
        if not fitting:
            added.append(entry)
    return [*rows, *added]
