"""How the workbench changes a file: as the person saw it, checked by the type that reads it, written beside and renamed."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from generator import strict_yaml
from generator.errors import ConfigError
from generator.text import counted
from generator.workspace.decision_files import DECISION_FILES, FOLDER
from generator.workspace.yaml_writer import ChangingYaml, EditedMeanwhileError, read_yaml, write_yaml

NO_FILE = "none"
"""The hash that a form carries where the file was not there."""
_SCHEMAS = {f"{FOLDER}/{file.name}": file.module for file in DECISION_FILES}


def shown_hash(changing: ChangingYaml) -> str:
    """What a form carries: the file as the person saw it."""
    return changing.sha256 or NO_FILE


def change_yaml(root: Path, file: str, shown: str, change: Callable[[ChangingYaml], ChangingYaml]) -> str:
    """Apply a change to a file of the workspace and write it. Returns a sentence on what was written.

    Args:
        shown: `shown_hash` of the file when the form was made.

    Raises:
        EditedMeanwhileError: the file is not what the form was made from; nothing was written.
        ConfigError: the change would leave a file that is not read.
    """
    before = read_yaml(root, file)
    after = change(before)
    if shown_hash(before) != shown:
        raise EditedMeanwhileError(file, now=before.text, wanted=after.text)
    if module := _SCHEMAS.get(file):
        strict_yaml.convert(strict_yaml.load(after.text, file), import_module(module).SCHEMA)
    write_yaml(root, after)
    return written(file, [hunk.why for hunk in after.hunks])


def written(file: str, decisions: Sequence[str]) -> str:
    """`decisions/waivers.yaml: 2 decisions written (…; …).`"""
    if not decisions:
        return f"{file}: nothing changed."
    return f"{file}: {counted(len(decisions), 'decision')} written ({'; '.join(decisions)})."


def refused(what: str, next_step: str) -> ConfigError:
    """A change that a rule of the workbench forbids."""
    return ConfigError(what, where="workbench", next_step=next_step)
