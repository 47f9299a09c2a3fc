"""Documents written in other forms. A document imports its neighbours in its own form."""

from collections.abc import Collection, Mapping

import msgspec

from generator.oscal.forms.registry import FORMS
from generator.oscal.reference_kinds import IMPORTS

_JSON = ".json"


def other_forms(files: Mapping[str, tuple[bytes, str]], asked: Collection[str]) -> dict[str, tuple[bytes, str]]:
    """Of OSCAL's JSON files with their titles, by path: the same in the forms that were asked for beside JSON.

    Raises:
        FormError: a document is not OSCAL as it should be.
    """
    found: dict[str, tuple[bytes, str]] = {}
    for form in FORMS:
        if form.name not in asked or form.name == "json":
            continue
        named = {path: f"{path.removesuffix(_JSON)}.{form.name}" for path in files}
        renamed = {path.rpartition("/")[2]: to.rpartition("/")[2] for path, to in named.items()}
        for path, (data, title) in files.items():
            document = msgspec.json.decode(data, type=dict[str, object])
            found[named[path]] = (in_form(document, form.name, renamed), f"{title} ({form.title})")
    return found


def in_form(document: Mapping[str, object], name: str, renamed: Mapping[str, str]) -> bytes:
    """One document in the form of that name. `renamed` says what its neighbours are called in this form.

    Raises:
        FormError: it is not OSCAL as it should be.
    """
    form = next(form for form in FORMS if form.name == name)
    return form.write({model: _pointed(model, body, renamed) for model, body in document.items() if model != "$schema"})


def _pointed(model: str, body: object, renamed: Mapping[str, str]) -> object:
    """With imports that name the neighbour's file in this form."""
    if not isinstance(body, dict):
        return body
    imports = [field for field, _ in IMPORTS.get(model, ()) if field in body]
    return {**body, **{field: _turned(body[field], renamed) for field in imports}}


def _turned(value: object, renamed: Mapping[str, str]) -> object:
    if isinstance(value, list):
        return [_turned(one, renamed) for one in value]
    if isinstance(value, dict) and value.get("href") in renamed:
        return {**value, "href": renamed[value["href"]]}
    return value
