"""Which YAML formats a document can be, cheaply: the text is only parsed where a key of the format is in it."""

import re

from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer

_LARGEST = 20_000_000


def yaml_values(document: Document, candidate: re.Pattern[bytes]) -> tuple[object, ...]:
    """The documents of a YAML file, if the pattern is found in it; none otherwise.

    Raises:
        ParseError: the pattern is in it, but it is not valid YAML.
    """
    if document.container not in (FileContainer.YAML, FileContainer.TEXT) or len(document.data) > _LARGEST:
        return ()
    return document.yaml_documents if candidate.search(document.data) else ()


def mapping(value: object) -> dict[object, object]:
    """The value where it has keys; empty otherwise."""
    return value if isinstance(value, dict) else {}


def entries(value: object) -> list[object]:
    """The value where it is a list; empty otherwise."""
    return value if isinstance(value, list) else []


def keys_of(values: object) -> set[str]:
    """Every key of every mapping in a list."""
    return {str(key) for each in entries(values)[:50] for key in mapping(each)}


def is_cloud_build(root: dict[object, object]) -> bool:
    """Steps that are all named by a container image: Google's, not Azure's, which may use `script` and `name` too."""
    steps = [mapping(each) for each in entries(root.get("steps")) if isinstance(each, dict)]
    if not steps or root.keys() & {"apiVersion", "kind", "version", "on", "jobs", "stages", "inputs", "runs"}:
        return False
    azure = {"displayName", "task", "bash", "pwsh", "powershell", "checkout", "template", "image", "commands", "uses", "run"}
    named = all(isinstance(step.get("name"), str) and step.keys().isdisjoint(azure) for step in steps)
    return named and (
        any(step.keys() & {"args", "entrypoint"} for step in steps) or all("/" in str(step["name"]) for step in steps)
    )
