"""Makes the pages of the documentation's site that repeat what the code states: `python -m tests.make_docs`.

Commands come from the grammar, keys of system.yaml and of the decisions from their JSON Schemas, checks from their registry,
the library from its docstrings. `tests/test_site.py` compares them with what is committed.
"""

import argparse
import ast
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

import generator
from generator.checks.documented import Documented, documented
from generator.cli.grammar import parser
from generator.workspace.decision_files import DECISION_FILES, FOLDER
from generator.workspace.schemas import FORMATS
from tests.schema_rows import SchemaRow, rows_of, schema

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
_TEMPLATES = ROOT / "templates/workspace"
_SYSTEM_YAML = """# system.yaml

Who and what the system is: the one file that is written by hand. `atopack init` writes it with a comment for every key, as
shown [at the end of this page](#the-file-with-its-comments); `atopack decisions schemas` writes the JSON Schema that editors
complete and check it with. `[]` marks each entry of a list, `<name>` a name that you choose. A key is required where the key
that it is in is stated."""
_DECISIONS = """# Decisions

What people decide stands in `decisions/`, a file per kind of decision. All are optional. A key or word that is not known is an
error that names file and line, and what is dated after the as-of date does not count yet. The workbench (`atopack review`)
shows each as a form, `atopack decisions export` all of them as one workbook, and `atopack decisions schemas` writes their JSON
Schemas for editors. `[]` marks each entry of a list, `<name>` a name that you choose."""
_CHECKS = """# Checks

The {count} checks of `atopack check` and `atopack build`: what each asks, of what, for which controls and by which mapping, and
the document that asks it. `atopack checks --json` prints the same for programs; `decisions/waivers.yaml` names a check by its
id."""


def made(page: str) -> str:
    """The text of a page of `PAGES`."""
    return "\n".join(PAGES[page]()).rstrip() + "\n"


def _commands() -> Iterator[str]:
    whole = parser()
    yield "# Commands"
    yield ""
    yield f"{whole.description}"
    yield ""
    yield "| command | what it does |"
    yield "|---|---|"
    for path, _, text in _walk(whole, "atopack"):
        yield f"| [`{path}`](#{path.replace(' ', '-')}) | {_cell(text)} |"
    yield ""
    yield "`--version` prints the version, `--help` what is on this page. [Exit codes](exit-codes.md) are the same everywhere."
    for path, command, text in _walk(whole, "atopack"):
        yield from _command(path, command, text)


def _walk(command: argparse.ArgumentParser, path: str) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    for action in _subcommands(command):
        texts = {choice.dest: choice.help or "" for choice in action._choices_actions}
        for name, below in action.choices.items():
            yield f"{path} {name}", below, texts.get(name, "")
            yield from _walk(below, f"{path} {name}")


def _command(path: str, command: argparse.ArgumentParser, text: str) -> Iterator[str]:
    actions = [action for action in command._actions if not isinstance(action, argparse._HelpAction)]
    below = _subcommands(command)
    arguments = [action for action in actions if action not in below and action.help is not argparse.SUPPRESS]
    yield ""
    yield f"## {path}"
    yield ""
    yield f"{_text(text[:1].upper() + text[1:])}{'' if text.endswith(('.', '?')) else '.'}"
    yield ""
    usage = [path, *(["[options]"] if any(action.option_strings for action in arguments) else [])]
    usage += [_positional(action) for action in actions if not action.option_strings]
    yield f"    {' '.join(usage)}"
    if arguments:
        yield ""
        yield "| argument | meaning |"
        yield "|---|---|"
        formatter = command._get_formatter()
        for action in arguments:
            meaning = formatter._expand_help(action) if action.help else "; ".join(map(str, action.choices or ()))
            required = " Required." if action.option_strings and action.required else ""
            yield f"| `{_argument(action)}` | {_cell(meaning)}{required} |"


def _subcommands(command: argparse.ArgumentParser) -> "list[argparse._SubParsersAction[argparse.ArgumentParser]]":
    return [action for action in command._actions if isinstance(action, argparse._SubParsersAction)]


def _positional(action: argparse.Action) -> str:
    name = _value(action)
    return {"?": f"[{name}]", "*": f"[{name} …]", "+": f"{name} …"}.get(str(action.nargs), name)


def _argument(action: argparse.Action) -> str:
    if not action.option_strings:
        return _value(action)
    return f"{', '.join(action.option_strings)}{'' if action.nargs == 0 else f' {_value(action)}'}"


def _value(action: argparse.Action) -> str:
    if action.metavar:
        return str(action.metavar)
    return "{" + ",".join(map(str, action.choices)) + "}" if action.choices else action.dest.upper()


def _system_yaml() -> Iterator[str]:
    yield _SYSTEM_YAML
    for key, rows in groupby(rows_of(schema("system.yaml")), lambda row: re.split(r"[.\[]", row.key)[0]):
        yield ""
        yield f"## {key}"
        yield ""
        yield from _key_table(rows)
    yield ""
    yield "## The file with its comments"
    yield ""
    yield "```yaml"
    yield (_TEMPLATES / "system.yaml").read_text("utf-8").rstrip()
    yield "```"


def _decisions() -> Iterator[str]:
    examples = dict(
        re.findall(r"^\| `([\w-]+\.yaml)` \| .* \| (.+) \|$", (_TEMPLATES / "README.md").read_text("utf-8"), re.MULTILINE)
    )
    yield _DECISIONS
    for file in DECISION_FILES:
        yield ""
        yield f"## {file.name}"
        yield ""
        yield f"{file.decides[:1].upper()}{file.decides[1:]}."
        if file.name in examples:
            yield ""
            yield f"For example {examples[file.name]}."
        yield ""
        yield from _key_table(rows_of(schema(f"{FOLDER}/{file.name}")))
    yield ""
    yield "## formats/NAME.yaml"
    yield ""
    yield "How a report that no reader knows is read; [scans that match nothing](../how-to/unmatched-scans.md) shows one."
    yield ""
    yield from _key_table(rows_of(schema(FORMATS)))


def _key_table(rows: Iterable[SchemaRow]) -> Iterator[str]:
    yield "| key | value | required |"
    yield "|---|---|---|"
    for row in rows:
        yield f"| `{row.key}` | {row.value} | {'yes' if row.required else ''} |"


def _checks() -> Iterator[str]:
    checks = list(documented())
    yield _CHECKS.format(count=len(checks))
    for area in dict.fromkeys(check.area for check in checks):
        yield ""
        yield f"## {area}"
        for check in checks:
            if check.area == area:
                yield from _check(check)


def _check(check: Documented) -> Iterator[str]:
    yield ""
    yield f"### `{check.id}`"
    yield ""
    yield f"**{_text(check.title)}.** {_text(check.question)}"
    yield ""
    yield f"- Of: {_text(check.subjects)}"
    yield f"- Severity: {check.severity}"
    yield f"- Controls: {', '.join(f'{link.control} ({link.by})' for link in check.controls)}"
    yield f"- Source: {_text(check.reference)}"
    yield f"- Why: {_text(check.rationale)}"
    yield f"- Remediation: {_text(check.fix)}"


def _library() -> Iterator[str]:
    yield "# Library"
    yield ""
    yield inspect.getdoc(generator) or ""
    path = Path(generator.__file__)
    source = path.read_text("utf-8")
    lines = source.splitlines()
    functions = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    for name in sorted(generator.__all__, key=lambda name: (name not in functions, name.endswith("Error"), name)):
        yield ""
        yield f"## {name}"
        yield ""
        if name in functions:
            node = functions[name]
            yield "```python"
            for line in lines[node.lineno - 1 : node.body[0].lineno - 1]:
                yield line.partition("  # noqa")[0]
            yield "```"
            yield ""
        yield _docstring(inspect.getdoc(getattr(generator, name)) or "")


def _docstring(text: str) -> str:
    """A docstring with `Args:` and `Raises:` as lists."""
    text = re.sub(r"^(Args|Raises):$", r"\1:\n", text, flags=re.MULTILINE)
    return re.sub(r"^ {4}(\w+): ", r"- `\1`: ", text, flags=re.MULTILINE)


def _text(text: str) -> str:
    """Text in which nothing is markup, but for code between backticks."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(part if part.startswith("`") else re.sub(r"([*\[\]])", r"\\\1", part.replace("<", "&lt;")) for part in parts)


def _cell(text: str) -> str:
    return _text(text).replace("|", "\\|")


PAGES: Mapping[str, Callable[[], Iterator[str]]] = {
    "reference/commands.md": _commands,
    "reference/system-yaml.md": _system_yaml,
    "reference/decisions.md": _decisions,
    "reference/checks.md": _checks,
    "reference/library.md": _library,
}
"""Path below docs/, and what makes its lines."""


if __name__ == "__main__":
    for page in PAGES:
        (DOCS / page).write_text(made(page), "utf-8")
