"""What came back from Word, merged into one narrative's file."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.frameworks.base import Control
from generator.model.identifiers import ControlId
from generator.model.narrative import Content, Narrative
from generator.narrative.body import changed_body
from generator.narrative.conflicts import SideNames
from generator.narrative.front_matter import ImplementationStatus, Origination
from generator.narrative.front_matter_edits import HeaderChange, Path, Value, changed_head, fenced, parts_of
from generator.narrative.merging import MergeSide, Stretch, merge
from generator.narrative.reading import FOLDER, file_name
from generator.narrative.record import EditRecord

_ORDER = {
    "status": tuple(status.value for status in ImplementationStatus),
    "origination": tuple(origination.value for origination in Origination),
}


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the fields of the file that came back."""

    texts: Mapping[str, tuple[Content, ...]]
    """By tag; a region that is gone is not there."""
    fields: Mapping[str, str]
    """By tag, as shown; those that are there."""
    prompting: frozenset[str]
    """Tags of fields that show only a prompt."""
    boxes: Mapping[str, tuple[str, ...]]
    """Ticked values by `status:CM-8`; rows of which every box is there."""


class FileChange(msgspec.Struct, frozen=True, kw_only=True):
    """A narrative's file after the merge."""

    control: ControlId
    file: str
    """Path in the workspace."""
    text: str
    new: bool
    taken: tuple[str, ...]
    """`part a`, `role`: what Word's side changed."""
    conflicts: tuple[str, ...]
    withdrawn: bool
    """Did it carry an approval or a review that no longer holds?"""


class Absorber(msgspec.Struct, frozen=True):
    """Merges one file that came back into the files of narratives."""

    base: EditRecord
    back: Returned
    file: str
    """What it is called."""

    def control(
        self, control: Control, text: str | None, narrative: Narrative | None, *, otherwise: str = ""
    ) -> FileChange | None:
        """The file of one control with Word's changes in it; None where Word's side brings nothing that is not there.

        `otherwise` is what said the text so far where there is no file of it yet: `plan.network in system.yaml`.
        """
        parts, head = dict(self._parts(control, narrative)), dict(self._head(control, narrative))
        if not parts and not head:
            return None
        file = narrative.file if narrative else f"{FOLDER}/{file_name(control.id)}"
        names = SideNames(ours=otherwise or file, theirs=self.file)
        lines, body = parts_of(text or "")
        withdrawn = bool(narrative and (narrative.reviewed_by or narrative.approver))
        why = f"Withdrawn, since the text changed with {self.file}:" if withdrawn else ""
        clashes = [_called(("part", letter)) for letter, part in parts.items() if _clash(part)]
        clashes += [_called(path) for path, change in head.items() if change.clash]
        changed = [*(_called(("part", letter)) for letter in parts), *(_called(path) for path in head)]
        new_head = changed_head(lines, head, names, withdrawn=why)
        return FileChange(
            control=control.id,
            file=file,
            text=fenced(new_head, changed_body(body, control, parts, names) if parts else body),
            new=text is None or bool(otherwise),
            taken=tuple(key for key in changed if key not in clashes),
            conflicts=tuple(clashes),
            withdrawn=withdrawn,
        )

    def _parts(self, control: Control, narrative: Narrative | None) -> Iterator[tuple[str, tuple[Stretch, ...]]]:
        for letter in control.parts or ("",):
            tag = f"narrative:{control.id}:{letter}" if letter else f"narrative:{control.id}"
            if tag in self.back.texts:
                ours = narrative.text(letter) if narrative else ()
                stretches = merge(self.base.texts.get(tag, ()), ours, self.back.texts[tag])
                if any(stretch.side is not MergeSide.OURS for stretch in stretches):
                    yield letter, stretches

    def _head(self, control: Control, narrative: Narrative | None) -> Iterator[tuple[Path, HeaderChange]]:
        yield from self._boxes("status", control, narrative.statuses if narrative else ())
        yield from self._boxes("origination", control, narrative.originations if narrative else ())
        yield from self._field(("role",), f"role:{control.id}", (narrative and narrative.role) or "")
        for parameter in control.parameters:
            ours = (narrative and narrative.parameter(parameter.label)) or ""
            yield from self._field(("parameters", parameter.label), f"parameter:{parameter.label}", ours)
        yield from self._field(("inherited-from",), f"inherited:{control.id}", (narrative and narrative.inherited_from) or "")

    def _field(self, path: Path, tag: str, ours: str) -> Iterator[tuple[Path, HeaderChange]]:
        known = self.base.fields.get(tag)
        if known is None or tag not in self.back.fields:
            return
        theirs = _plain(self.back.fields[tag])
        if theirs != _plain(known.shown):
            # NOTE: Word shows its own prompt where somebody took the words out.
            emptied = bool(known.text) and tag in self.back.prompting
            yield from _change(path, known.text, ours, "" if emptied else theirs)

    def _boxes(self, kind: str, control: Control, ours: tuple[str, ...]) -> Iterator[tuple[Path, HeaderChange]]:
        tag = f"{kind}:{control.id}"
        known, theirs = self.base.boxes.get(tag), self.back.boxes.get(tag)
        if known is not None and theirs is not None and set(theirs) != set(known.shown):
            ticked = {*theirs, *(value for value in ours if value not in known.offered)}
            yield from _change((kind,), known.checked, ours, tuple(value for value in _ORDER[kind] if value in ticked))


def _change(path: Path, base: Value, ours: Value, theirs: Value) -> Iterator[tuple[Path, HeaderChange]]:
    if _same(ours, theirs):
        return
    yield path, HeaderChange(ours=ours, theirs=theirs, clash=not _same(ours, base))


def _same(value: Value, other: Value) -> bool:
    if isinstance(value, str) and isinstance(other, str):
        return _plain(value) == _plain(other)
    return set(value) == set(other)


def _clash(stretches: Sequence[Stretch]) -> bool:
    return any(stretch.side is MergeSide.CONFLICT for stretch in stretches)


def _called(path: Path) -> str:
    if path[0] == "part":
        return f"part {path[1]}" if path[1] else "the text"
    return f"parameter {path[1]}" if path[0] == "parameters" else path[0]


def _plain(text: str) -> str:
    return " ".join(text.split())
