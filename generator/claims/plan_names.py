"""How the plan names the subjects of a requirement: by the names their users know, without paths of evidence."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from pathlib import PurePosixPath

from generator.model.posture import JudgedSubject, ObjectCitation
from generator.text import listed, one_line

_OBJECT = re.compile(r"(?P<namespace>[^/\s]+)/[A-Z][A-Za-z]+/(?P<name>[^/\s]+)(?P<rest> \(.+\))?")
"""`parcel-ops/DaemonSet/node-sensor`, `parcel-web/Ingress/public (track.example)`."""
_KIND = re.compile(r"[A-Z][A-Za-z]+/(?P<name>.+)")
"""`Node/node-a`."""
_FLOW, _DRAWN = "->", " → "
_IMAGE = re.compile(r"(?:[^/\s]+/)+(?P<name>[^/\s:]+:[^/\s]+)")
"""`registry.example/shop/cart:1.4`."""
_LISTENER = re.compile(r"load balancer (?P<balancer>.+) listener (?P<port>.+)")
"""`load balancer web listener 80`."""
_STORE = re.compile(r"(?P<kind>database|storage|image repository) (?P<name>.+)")
"""`database orders`: a resource of a cloud."""
_STORES = {"storage": "data store"}
_CHOICE, _CHOICES = re.compile(r", | or "), re.compile(r", | and ")
"""Between words for subjects of several kinds."""
_WORD_START = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""In `StorageClass`."""
_DIGEST = re.compile(r"@sha256:[0-9a-f]{64}")


def plan_labels(subjects: Iterable[JudgedSubject]) -> Mapping[str, str]:
    """Name of each subject to its name in the plan. Workloads of one name are distinguished by their namespaces, images of one
    name and tag by their whole reference, files of one name by as many of their folders as distinguish them."""
    rows = tuple(subjects)
    short = {subject.name: _label(subject) for subject in rows}
    folders: dict[str, set[PurePosixPath]] = defaultdict(set)
    for subject in rows:
        if cited := _file_of(subject):
            folders[short[subject.name]].add(PurePosixPath(cited.source.path).parent)
    seen = Counter(short.values())
    return {subject.name: _whole(subject, short[subject.name], seen, folders) for subject in rows}


def noun_of(name: str, words: tuple[str, str]) -> tuple[str, str]:
    """What one subject is, of words for several kinds: `("node", "nodes")` of `Node/a` and `("node or image", …)`. Empty where
    its name does not say."""
    kinds, plurals = _CHOICE.split(words[0]), _CHOICES.split(words[1])
    if len(kinds) != len(plurals):
        return "", ""
    return next(((kind, many) for kind, many in zip(kinds, plurals, strict=True) if kind in _kinds_of(name)), ("", ""))


def words_of(subjects: Iterable[JudgedSubject], words: tuple[str, str]) -> tuple[str, str]:
    """Of words for several kinds those of the kinds that there are: `("database", "databases")` where no bucket is judged. All
    of them where the name of a subject does not say what it is."""
    nouns = {noun_of(subject.name, words) for subject in subjects if not subject.unlisted}
    kinds = [each for each in zip(_CHOICE.split(words[0]), _CHOICES.split(words[1]), strict=False) if each in nouns]
    if not kinds or ("", "") in nouns:
        return words
    *others, last = [one for one, _ in kinds]
    return f"{', '.join(others)} or {last}" if others else last, listed(many for _, many in kinds)


def _kinds_of(name: str) -> tuple[str, ...]:
    bare = _DIGEST.sub("", name)
    if store := _STORE.fullmatch(bare):
        return (_STORES.get(store["kind"], store["kind"]),)
    if _IMAGE.fullmatch(bare):
        return ("image",)
    if _OBJECT.fullmatch(bare):
        kind = bare.split("/")[1].lower()
        return kind, "workload"
    bare = bare.removeprefix("the ")
    kind = bare.partition("/")[0]
    return kind.lower(), _WORD_START.sub(" ", kind).lower(), bare.partition(" ")[0]


def _label(subject: JudgedSubject) -> str:
    name = subject.name
    if cited := _file_of(subject):
        return one_line(cited.name) or PurePosixPath(cited.source.path).name
    if _FLOW in name:
        line = next((each.name for each in subject.citations if _DRAWN in each.name and each.kind == "Line"), "")
        ends = line.split(_DRAWN) if line else [_object(end) for end in name.split(_FLOW)]
        start, *others = map(one_line, ends)
        return " to ".join((f"from {start}" if start == "outside" else start, *others))
    if listener := _LISTENER.fullmatch(name):
        return one_line(f"{listener['balancer']}:{listener['port']}")
    bare = _DIGEST.sub("", name).removeprefix("the ")
    if store := _STORE.fullmatch(bare):
        return one_line(store["name"])
    image = _IMAGE.fullmatch(bare)
    return one_line(image["name"] if image else _object(bare))


def _object(name: str) -> str:
    if match := _OBJECT.fullmatch(name):
        return f"{match['name']}{match['rest'] or ''}"
    match = _KIND.fullmatch(name)
    return match["name"] if match else name


def _file_of(subject: JudgedSubject) -> ObjectCitation | None:
    """The file that the subject is, or is a part of."""
    name = subject.name
    return next(
        (each for each in subject.citations if name == each.source.path or name.startswith(f"{each.source.path}: ")), None
    )


def _whole(subject: JudgedSubject, label: str, seen: Counter[str], folders: Mapping[str, Set[PurePosixPath]]) -> str:
    if seen[label] == 1:
        return label
    if cited := _file_of(subject):
        folder = _telling(PurePosixPath(cited.source.path).parent, folders[label])
        if not folder:
            return label
        return f"{folder}/{label}" if label == PurePosixPath(cited.source.path).name else f"{label} ({folder})"
    if match := _OBJECT.fullmatch(subject.name):
        return f"{label} in {match['namespace']}"
    if _STORE.fullmatch(subject.name):
        return one_line(subject.name)
    return one_line(subject.name) if _IMAGE.fullmatch(_DIGEST.sub("", subject.name)) else label


def _telling(folder: PurePosixPath, folders: Set[PurePosixPath]) -> str:
    """The last folders of a path that no other path ends with; empty where there is no other."""
    others = [each.parts for each in folders if each != folder]
    ends = (folder.parts[-count:] for count in range(1, len(folder.parts) + 1))
    telling = next((end for end in ends if all(other[-len(end) :] != end for other in others)), folder.parts)
    return one_line("/".join(telling)) if others else ""
