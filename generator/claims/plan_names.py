"""How the plan names the subjects of a requirement: by the names their users know, without paths of evidence."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from generator.model.posture import JudgedSubject
from generator.text import one_line

_OBJECT = re.compile(r"(?P<namespace>[^/\s]+)/[A-Z][A-Za-z]+/(?P<name>[^/\s]+)(?P<rest> \(.+\))?")
"""`parcel-ops/DaemonSet/node-sensor`, `parcel-web/Ingress/public (track.example)`."""
_KIND = re.compile(r"[A-Z][A-Za-z]+/(?P<name>.+)")
"""`Node/node-a`."""
_FLOW, _DRAWN = "->", " → "
_IMAGE = re.compile(r"(?:[^/\s]+/)+(?P<name>[^/\s:]+:[^/\s]+)")
"""`registry.example/shop/cart:1.4`."""
_CHOICE, _CHOICES = re.compile(r", | or "), re.compile(r", | and ")
"""Between words for subjects of several kinds."""
_DIGEST = re.compile(r"@sha256:[0-9a-f]{64}")


def plan_labels(subjects: Iterable[JudgedSubject]) -> Mapping[str, str]:
    """Name of each subject to its name in the plan. Workloads of one name are distinguished by their namespaces, images of one
    name and tag by their whole reference."""
    rows = tuple(subjects)
    short = {subject.name: _label(subject) for subject in rows}
    seen = Counter(short.values())
    return {subject.name: _whole(subject.name, short[subject.name], seen) for subject in rows}


def noun_of(name: str, words: tuple[str, str]) -> tuple[str, str]:
    """What one subject is, of words for several kinds: `("node", "nodes")` of `Node/a` and `("node or image", …)`. Empty where
    its name does not say."""
    kinds, plurals = _CHOICE.split(words[0]), _CHOICES.split(words[1])
    if len(kinds) != len(plurals):
        return "", ""
    return next(((kind, many) for kind, many in zip(kinds, plurals, strict=True) if kind in _kinds_of(name)), ("", ""))


def _kinds_of(name: str) -> tuple[str, ...]:
    bare = _DIGEST.sub("", name)
    if _IMAGE.fullmatch(bare):
        return ("image",)
    if _OBJECT.fullmatch(bare):
        kind = bare.split("/")[1].lower()
        return kind, "workload"
    return bare.partition("/")[0].lower(), bare.partition(" ")[0]


def _label(subject: JudgedSubject) -> str:
    name = subject.name
    cited = next(
        (each for each in subject.citations if name == each.source.path or name.startswith(f"{each.source.path}: ")), None
    )
    if cited is not None:
        return one_line(cited.name) or PurePosixPath(cited.source.path).name
    if _FLOW in name:
        line = next((each.name for each in subject.citations if _DRAWN in each.name and each.kind == "Line"), "")
        ends = line.split(_DRAWN) if line else [_object(end) for end in name.split(_FLOW)]
        start, *others = map(one_line, ends)
        return " to ".join((f"from {start}" if start == "outside" else start, *others))
    bare = _DIGEST.sub("", name)
    image = _IMAGE.fullmatch(bare)
    return one_line(image["name"] if image else _object(bare))


def _object(name: str) -> str:
    if match := _OBJECT.fullmatch(name):
        return f"{match['name']}{match['rest'] or ''}"
    match = _KIND.fullmatch(name)
    return match["name"] if match else name


def _whole(name: str, label: str, seen: Counter[str]) -> str:
    if seen[label] == 1:
        return label
    match = _OBJECT.fullmatch(name)
    if match:
        return f"{label} in {match['namespace']}"
    return one_line(name) if _IMAGE.fullmatch(_DIGEST.sub("", name)) else label
