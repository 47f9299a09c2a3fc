"""How the workbench changes a file: as the person saw it, checked by the type that reads it, written beside and renamed."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from generator import strict_yaml
from generator.errors import ConfigError
from generator.review.bench import ActionRequest
from generator.review.undo import undoable
from generator.text import counted
from generator.workspace.decision_files import DECISION_FILES, FOLDER
from generator.workspace.whole_file import put_file
from generator.workspace.yaml_writer import ChangingYaml, EditedMeanwhileError, read_yaml, write_yaml

NO_FILE = "none"
"""The hash that a form carries where the file was not there."""
_SCHEMAS = {f"{FOLDER}/{file.name}": file.module for file in DECISION_FILES}


def shown_hash(changing: ChangingYaml) -> str:
    """What a form carries: the file as the person saw it."""
    return changing.sha256 or NO_FILE


def change_yaml(request: ActionRequest, file: str, change: Callable[[ChangingYaml], ChangingYaml]) -> str:
    """Apply a change to a file of the workspace and write it. Returns a sentence on what was written.

    The form carries, as `shown`, the `shown_hash` of the file when it was made.

    Raises:
        EditedMeanwhileError: the file is not what the form was made from; nothing was written.
        ConfigError: the change would leave a file that is not read.
    """
    root = request.bench.root
    before = read_yaml(root, file)
    after = change(before)
    if shown_hash(before) != request.posted.get("shown", ""):
        raise EditedMeanwhileError(file, now=before.text, wanted=after.text)
    if module := _SCHEMAS.get(file):
        strict_yaml.convert(strict_yaml.load(after.text, file), import_module(module).SCHEMA)
    with undoable(request.session.undo, root, (file,)):
        write_yaml(root, after)
    return written(file, [hunk.why for hunk in after.hunks])


def text_hash_of(text: str) -> str:
    """What a form carries of a text; `NO_FILE` of none."""
    return hashlib.sha256(text.encode()).hexdigest() if text else NO_FILE


def put_text(request: ActionRequest, file: str, *, after: str, now: Callable[[], str]) -> None:
    """Write a text that is not YAML as a whole, where it is still what the form was made from.

    Args:
        now: reads the file; empty where there is none.

    Raises:
        EditedMeanwhileError: it is another one; nothing was written.
    """

    def unchanged() -> None:
        text = now()
        if text_hash_of(text) != request.posted.get("shown", ""):
            raise EditedMeanwhileError(file, now=text, wanted=after)

    unchanged()
    if after != now():
        with undoable(request.session.undo, request.bench.root, (file,)):
            put_file(request.bench.root / file, after.encode(), last_look=unchanged)


def put_texts(request: ActionRequest, texts: Mapping[str, tuple[str, str]], *, now: Callable[[str], str]) -> None:
    """Write several texts that are not YAML, as one write that is undone at once.

    Args:
        texts: file to its text as it was read and as it will be.
        now: reads a file.

    Raises:
        EditedMeanwhileError: one is another one than was read; those before it are written.
    """

    def write(file: str, before: str, after: str) -> None:
        def unchanged() -> None:
            if (text := now(file)) != before:
                raise EditedMeanwhileError(file, now=text, wanted=after)

        put_file(request.bench.root / file, after.encode(), last_look=unchanged)

    with undoable(request.session.undo, request.bench.root, tuple(texts)):
        for file, (before, after) in texts.items():
            if after != before:
                write(file, before, after)


def written(file: str, decisions: Sequence[str]) -> str:
    """`decisions/waivers.yaml: 2 decisions written (…; …).`"""
    if not decisions:
        return f"{file}: nothing changed."
    return f"{file}: {counted(len(decisions), 'decision')} written ({'; '.join(decisions)})."


def refused(what: str, next_step: str) -> ConfigError:
    """A change that a rule of the workbench forbids."""
    return ConfigError(what, where="workbench", next_step=next_step)
