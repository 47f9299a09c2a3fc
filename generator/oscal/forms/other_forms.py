"""Documents written in other forms. A document imports its neighbors in its own form."""

from collections.abc import Collection, Iterable, Mapping

import msgspec

from generator.documents.large_content import Content, whole
from generator.oscal.forms.faults import FormError
from generator.oscal.forms.registry import FORMS
from generator.oscal.forms.shapes import shapes
from generator.oscal.forms.yaml_reading import DEEPEST
from generator.oscal.reference_kinds import IMPORTS

_JSON = ".json"
_SHOWN = 5


def other_forms(files: Mapping[str, tuple[Content, str]], formats: Collection[str]) -> dict[str, tuple[bytes, str]]:
    """Of OSCAL's JSON files with their titles, by path: the same in the forms that were asked for beside JSON.

    Raises:
        FormError: a document is not OSCAL as it should be.
    """
    files_made: dict[str, tuple[bytes, str]] = {}
    for form in FORMS:
        if form.name not in formats or form.name == "json":
            continue
        named = {path: f"{path.removesuffix(_JSON)}.{form.name}" for path in files}
        renamed = {path.rpartition("/")[2]: to.rpartition("/")[2] for path, to in named.items()}
        for path, (content, title) in files.items():
            document = msgspec.json.decode(whole(content), type=dict[str, object])
            files_made[named[path]] = (in_form(document, form.name, renamed), f"{title} ({form.title})")
    return files_made


def in_form(document: Mapping[str, object], name: str, renamed: Mapping[str, str]) -> bytes:
    """One document in the form of that name. `renamed` says what its neighbors are called in this form.

    Raises:
        FormError: it is not OSCAL as it should be.
    """
    form = next(form for form in FORMS if form.name == name)
    models = {model: body for model, body in document.items() if model != "$schema"}
    if len(models) != 1 or not models.keys() <= shapes().keys():
        names = ", ".join(repr(model[:40]) for model in list(models)[:_SHOWN]) or "nothing"
        raise FormError(f"a document has one of OSCAL's models at its root; this one has {names}", "")
    _refuse_depth(models)
    return form.write({model: _pointed(model, body, renamed) for model, body in models.items()})


def _refuse_depth(document: Mapping[str, object]) -> None:
    level: list[object] = [document]
    for _ in range(DEEPEST):
        level = [member for value in level for member in _below(value)]
        if not level:
            return
    raise FormError("nested too deep to be OSCAL", "")


def _below(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _pointed(model: str, body: object, renamed: Mapping[str, str]) -> object:
    """With imports that name the neighbor's file in this form."""
    if not isinstance(body, dict):
        return body
    imports = [field for field, _ in IMPORTS.get(model, ()) if field in body]
    return {**body, **{field: _turned(body[field], renamed) for field in imports}}


def _turned(value: object, renamed: Mapping[str, str]) -> object:
    if isinstance(value, list):
        return [_turned(member, renamed) for member in value]
    if isinstance(value, dict) and isinstance(value.get("href"), str):
        return {**value, "href": renamed.get(value["href"], value["href"])}
    return value
