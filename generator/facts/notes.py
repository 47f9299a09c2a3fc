"""What people say about each asset, by precedence: decisions, then annotations of ours, then labels and tags of the cloud.

Annotations stand under `atopack.io/` with the keys of `decisions/assets.yaml`. Of the labels that Kubernetes recommends
(https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/) `component` and `part-of` say a function.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from generator.facts.asset_decisions import FILE, AssetDecision
from generator.facts.image_makers import known_image
from generator.model.asset import AssetNote, AssetNotes, Category, NoteKey, SystemAsset
from generator.model.evidence import Gap, GapKind
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.identifiers import AssetId
from generator.model.inventory import Workload

_OURS = "atopack.io/"
_COMPONENT, _PART_OF = "app.kubernetes.io/component", "app.kubernetes.io/part-of"
_PLAIN_TAGS = (
    NoteKey.OWNER,
    NoteKey.ADMINISTRATOR,
    NoteKey.FUNCTION,
    NoteKey.BASELINE,
    NoteKey.END_OF_LIFE,
    NoteKey.CATEGORY,
    NoteKey.DIAGRAM_LABEL,
)
"""Heard of a cloud's tags without `atopack.io/` before them; other keys mean too many things there."""
_DRAWN = NoteKey.DIAGRAM_LABEL
_SAY = "correct it there, or say it in decisions/assets.yaml"


class _Refused(msgspec.Struct, frozen=True):
    """A value that is not what its key requires."""

    value: str
    key: NoteKey
    by: str
    path: str


_NoteOrRefusal = AssetNote | _Refused


def noted(facts: SystemFacts, decisions: Sequence[AssetDecision]) -> tuple[SystemFacts, tuple[Gap, ...]]:
    """The facts with what people say of each asset; and what of it reaches no asset, cannot be read or is contradicted."""
    by_key = _by_key(facts)
    gaps: list[Gap] = []

    def notes(asset: ImageAsset | SystemAsset, statements: Iterable[Iterable[_NoteOrRefusal]]) -> AssetNotes:
        decided = [note for decision in decisions if decision.concerns(asset.asset_id) for note in decision.notes]
        return _chosen(decided, statements, asset.asset_id, gaps)

    images = tuple(
        replace(image, notes=notes(image, _of_image(image, [by_key[key] for key in image.workloads]))) for image in facts.images
    )
    of_images: dict[AssetId | None, tuple[AssetNote, ...]] = {image.asset_id: image.notes.notes for image in images}
    assets = tuple(
        replace(asset, notes=notes(asset, (*_of_asset(asset), of_images.get(asset.image, ())))) for asset in facts.assets
    )
    known = [image.asset_id for image in facts.inventory] + [asset.asset_id for asset in assets]
    gaps += _unused_decisions(decisions, known)
    return replace(facts, images=images, assets=assets), tuple(sorted(set(gaps)))


def _by_key(facts: SystemFacts) -> Mapping[str, Workload]:
    """Workloads as images name them, with the cluster and without."""
    workloads = {workload.key: workload for workload in facts.workloads}
    return workloads | {f"{workload.cluster}/{workload.key}": workload for workload in facts.workloads}


def _chosen(
    decided: Sequence[AssetNote], asset_notes: Iterable[Iterable[_NoteOrRefusal]], asset_id: AssetId, gaps: list[Gap]
) -> AssetNotes:
    notes: dict[NoteKey, AssetNote] = {}
    for note in decided:
        notes.setdefault(note.key, note)
    for level in asset_notes:
        here: dict[NoteKey, AssetNote] = {}
        for asset_note in level:
            if isinstance(asset_note, _Refused):
                gaps.append(_refusal(asset_note))
            elif asset_note.key not in notes and here.setdefault(asset_note.key, asset_note).value != asset_note.value:
                gaps.append(_contradiction(here[asset_note.key], asset_note, asset_id))
        notes |= {key: note for key, note in here.items() if key not in notes}
    return AssetNotes(tuple(notes[key] for key in NoteKey if key in notes))


def _of_image(image: ImageAsset, workloads: Sequence[Workload]) -> Iterable[Iterable[_NoteOrRefusal]]:
    """A label says how a workload is called rather than what it does, so it says nothing of software that everybody knows."""
    annotations, *labels = _of_workloads(workloads)
    known = known_image(image.name)
    return (annotations,) if known and known.function else (annotations, *labels)


def _of_workloads(workloads: Sequence[Workload]) -> Iterator[Iterable[_NoteOrRefusal]]:
    """Annotations, then labels. The diagram label of a workload is read where drawing and running are joined."""
    yield [
        annotation
        for workload in workloads
        for annotation in _read(
            workload.annotations, f"annotation of {workload.key}", workload.sources[0].path, _key_of_annotation
        )
        if annotation.key is not _DRAWN
    ]
    functions = {words: workload for workload in reversed(workloads) if (words := _function(workload))}
    if functions:
        by = f"label of {functions[min(functions)].key}"
        yield [AssetNote(key=NoteKey.FUNCTION, value=", ".join(sorted(functions)), by=by)]


def _function(workload: Workload) -> str:
    """A component that is called like the workload, or a whole without one, says no function."""
    labels = dict(workload.labels)
    component, whole = labels.get(_COMPONENT), labels.get(_PART_OF)
    if not component or component.lower() in (workload.name.lower(), (whole or "").lower()):
        return ""
    return f"{component} of {whole}" if whole else component


def _of_asset(asset: SystemAsset) -> Iterator[Iterable[_NoteOrRefusal]]:
    path = asset.sources[0].path if asset.sources else ""
    yield _read(asset.annotations, f"annotation of node {asset.asset_id}", path, _key_of_annotation)
    yield _read(asset.tags, f"tag of {asset.asset_id}", path, _key_of_tag)


def _key_of_annotation(name: str) -> NoteKey | None:
    plain = name.removeprefix(_OURS)
    return NoteKey(plain) if name.startswith(_OURS) and plain in set(NoteKey) else None


def _key_of_tag(name: str) -> NoteKey | None:
    return _key_of_annotation(name) or next((key for key in _PLAIN_TAGS if key == name.lower()), None)


def _read(
    pairs: Iterable[tuple[str, str]], by: str, path: str, key_of: Callable[[str], NoteKey | None]
) -> Iterator[_NoteOrRefusal]:
    for name, text in pairs:
        key = key_of(name)
        if key is None or not text.strip():
            continue
        value = _READ.get(key, str.strip)(text)
        if value is not None:
            yield AssetNote(key=key, value=value, by=f"{by} ({name})")
        elif name.startswith(_OURS):
            # NOTE: a cloud's tag without our prefix may mean something else by the same word, so it is not refused.
            yield _Refused(text, key, f"{by} ({name})", path)


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return None


def _yes_or_no(text: str) -> str | None:
    return {"yes": "yes", "true": "yes", "no": "no", "false": "no"}.get(text.strip().lower())


def _category(text: str) -> str | None:
    return next((category.value for category in Category if text.strip().lower() == category.value.lower()), None)


_READ: Mapping[NoteKey, Callable[[str], str | None]] = {
    NoteKey.END_OF_LIFE: _day,
    NoteKey.CATEGORY: _category,
    NoteKey.AUTHENTICATED_SCAN: _yes_or_no,
    NoteKey.VIRTUAL: _yes_or_no,
    NoteKey.PUBLIC: _yes_or_no,
}
_EXPECTED_VALUES = {
    NoteKey.END_OF_LIFE: "a day like 2027-06-30",
    NoteKey.CATEGORY: f"one of {', '.join(Category)}",
}


def _refusal(refused: _Refused) -> Gap:
    reason = f"the {refused.by} says `{refused.value[:80]}` where {_EXPECTED_VALUES.get(refused.key, 'yes or no')} is asked for"
    return Gap(path=refused.path, place=refused.by, kind=GapKind.UNREADABLE, reason=reason, next_step=_SAY)


def _contradiction(heard: AssetNote, other: AssetNote, asset_id: AssetId) -> Gap:
    reason = f"`{heard.key}` of {asset_id} is said twice: {heard.by}: {heard.value}; {other.by}: {other.value}"
    step = "the first is heard; decide in decisions/assets.yaml"
    return Gap(path=FILE, place=asset_id, kind=GapKind.CONTRADICTED, reason=reason, next_step=step)


def _unused_decisions(decisions: Iterable[AssetDecision], asset_ids: Sequence[AssetId]) -> Iterator[Gap]:
    for decision in decisions:
        for pattern in decision.patterns:
            alone = replace(decision, patterns=(pattern,))
            if not any(alone.concerns(asset_id) for asset_id in asset_ids):
                reason = f"`{pattern}` is no asset of the inventory: its notes apply to nothing"
                step = "write the identifier as the inventory has it, or remove the pattern"
                yield Gap(path=FILE, place=decision.place, kind=GapKind.CONTRADICTED, reason=reason, next_step=step)
