"""Patches of Kustomize: strategic merges and JSON patches, laid over plain objects.

https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/,
https://datatracker.ietf.org/doc/html/rfc6902
"""

from collections.abc import Mapping

from generator.parsers.cluster import foreign

_KEYS = ("name", "containerPort", "port", "mountPath", "key", "host")
"""By the first of these that all entries have, lists are merged entry by entry."""
_DEEPEST = 30
_MOST = 500

Object = dict[str, object]


def merged(below: object, above: object, depth: int = 0) -> object:
    """A strategic merge: mappings key by key, lists of named entries entry by entry, everything else replaced."""
    if depth > _DEEPEST:
        return above
    if isinstance(below, dict) and isinstance(above, dict):
        if above.get("$patch") == "replace":
            return {key: each for key, each in above.items() if key != "$patch"}
        whole = dict(below)
        for key, each in above.items():
            if each is None or (isinstance(each, dict) and each.get("$patch") == "delete"):
                whole.pop(key, None)
            elif not str(key).startswith("$"):
                whole[key] = merged(whole.get(key), each, depth + 1)
        return whole
    if isinstance(below, list) and isinstance(above, list):
        return _merged_lists(below, above, depth)
    return above


def _merged_lists(below: list[object], above: list[object], depth: int) -> list[object]:
    key = next((key for key in _KEYS if all(isinstance(each, dict) and key in each for each in (*below, *above))), None)
    if key is None or len(below) + len(above) > _MOST:
        return above
    whole: dict[object, object] = {str(foreign.members(each)[key]): each for each in below}
    for each in above:
        name = str(foreign.members(each)[key])
        if foreign.members(each).get("$patch") == "delete":
            whole.pop(name, None)
        else:
            whole[name] = merged(whole[name], each, depth + 1) if name in whole else each
    return list(whole.values())


def patched(object_: Object, operations: list[object]) -> Object:
    """A JSON patch; an operation that does not fit is left out."""
    whole: object = object_
    for each in map(foreign.members, operations[:_MOST]):
        parts = [part.replace("~1", "/").replace("~0", "~") for part in foreign.text(each.get("path")).split("/")[1:]]
        if parts and len(parts) <= _DEEPEST:
            whole = _operated(whole, parts, foreign.text(each.get("op")), each.get("value"))
    return whole if isinstance(whole, dict) else object_


def _operated(value: object, parts: list[str], operation: str, new: object) -> object:
    part, *rest = parts
    if isinstance(value, dict):
        whole = dict(value)
        if rest:
            if part in whole:
                whole[part] = _operated(whole[part], rest, operation, new)
        elif operation == "remove":
            whole.pop(part, None)
        elif operation in ("add", "replace"):
            whole[part] = new
        return whole
    if isinstance(value, list):
        return _operated_list(list(value), part, rest, operation, new)
    return value


def _operated_list(entries: list[object], part: str, rest: list[str], operation: str, new: object) -> list[object]:
    if part == "-" and not rest and operation == "add":
        return [*entries, new]
    if not part.isascii() or not part.isdigit() or int(part[:6]) > len(entries):
        return entries
    at = int(part[:6])
    if at == len(entries):
        return [*entries, new] if operation == "add" and not rest else entries
    if rest:
        entries[at] = _operated(entries[at], rest, operation, new)
    elif operation == "remove":
        del entries[at]
    elif operation == "replace":
        entries[at] = new
    elif operation == "add":
        entries.insert(at, new)
    return entries


def fits(object_: Object, target: Mapping[str, object]) -> bool:
    """Does a patch mean the object? Of the regular expressions in a target plain names, `a|b` and `.*` are read."""
    metadata = foreign.members(object_.get("metadata"))
    version = foreign.text(object_.get("apiVersion"))
    group = version.partition("/")[0] if "/" in version else ""
    having = {
        "kind": foreign.text(object_.get("kind")),
        "name": foreign.text(metadata.get("name")),
        "namespace": foreign.text(metadata.get("namespace")),
        "group": group,
    }
    named = all(_means(foreign.text(target[key]), having[key]) for key in having if foreign.text(target.get(key)))
    wanted = foreign.text(target.get("labelSelector"))
    labels = {f"{key}={each}" for key, each in foreign.members(metadata.get("labels")).items()}
    return named and (not wanted or set(wanted.replace(" ", "").split(",")) <= labels)


def _means(pattern: str, name: str) -> bool:
    """NOTE: an expression of somebody else's is not tried but for the two forms that people write."""
    start, star, end = pattern.partition(".*")
    if star:
        return name.startswith(start) and name.endswith(end)
    return pattern == name or any(each == name for each in pattern.strip("()").split("|"))
