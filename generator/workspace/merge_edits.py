"""`atopack absorb FILE`: what people typed into a file of the package goes back to where it is said.

Texts of Appendix A and the System Security Plan go into `narratives/`, values into system.yaml and `decisions/`.
A three-way merge: the base is what was generated, which the file carries with it; theirs is the file; ours is what stands in
`narratives/` now. Nothing is lost: a file that is changed is kept under `narratives/.backup/`, what came back is kept whole
under `narratives/.absorbed/`, and whatever cannot be taken over is named.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec
from msgspec.structs import replace

from generator.documents.word_blocks import Paragraph, TextRun, WordLink, WordTable
from generator.documents.word_edited import Edited, EditedRegion, read_edited
from generator.documents.word_record import attached
from generator.errors import ConfigError, ParseError
from generator.facts import crypto_modules
from generator.frameworks.fedramp_rev5 import EVERY
from generator.limits import DOCUMENT_BYTES
from generator.model.narrative import Content, Narrative, PartText
from generator.narrative.from_word import content_of
from generator.narrative.markdown_write import write_markdown
from generator.narrative.plan_places import PLACES, plain_content, read_plan_texts, text_of
from generator.narrative.reading import FOLDER
from generator.narrative.record import EditRecord, decode
from generator.narrative.word_merge import Absorber, FileChange, Returned
from generator.renderers.appendix_q.docx import APPENDIX_Q_DOCX
from generator.seal import manifest as seal
from generator.workspace.absorbed_files import ABSORBED
from generator.workspace.cell_plan import CellPlan
from generator.workspace.edit_remarks import Remark, label, remarks, rows
from generator.workspace.folder import Workspace
from generator.workspace.merge_workbook import Present, merge_workbook, opened, require_same_system, unshown
from generator.workspace.module_edits import plan_modules
from generator.workspace.narratives import narratives_of, yaml_text
from generator.workspace.prior_package import refuse_other_workbooks
from generator.workspace.system_yaml import FILE
from generator.workspace.system_yaml import read as read_system
from generator.workspace.value_edits import TypedValue, plan_values, still_shown, typed_values
from generator.workspace.whole_file import put_file
from generator.workspace.yaml_writer import ChangingYaml, read_yaml, refuse_if_changed, write_yaml

BACKUP = f"{FOLDER}/.backup"
_WORKBOOKS = frozenset({".xlsx"})
_LONGEST_TEXT = 300_000
"""Characters of one text. What is longer is no text about a control, and hours of merging."""


class ValueChange(msgspec.Struct, frozen=True, kw_only=True):
    """A value that went to its key."""

    file: str
    """`decisions/assets.yaml`."""
    key: str
    place: str
    """In the document: `Inventory!V3`."""
    what: str
    """`Function of shop/cart`."""
    was: str
    text: str


class ValueConflict(msgspec.Struct, frozen=True, kw_only=True):
    """A value that was changed in the document and elsewhere: nothing was written."""

    place: str
    what: str
    base: str
    typed: str
    now: str


class Absorbed(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a file."""

    file: str
    as_of: str
    """Of the package that it was generated for."""
    known: bool
    """Was this very file absorbed before?"""
    changes: tuple[FileChange, ...] = ()
    remarks: tuple[Remark, ...] = ()
    backups: tuple[str, ...] = msgspec.field(default=())
    """Paths in the workspace of what the changed files were before."""
    kept: str | None = None
    """Where the file itself is kept."""
    values: tuple[ValueChange, ...] = ()
    value_conflicts: tuple[ValueConflict, ...] = ()


def absorb(
    file: Path, workspace: Workspace, as_of: date, *, base: Path | None = None, present: Present | None = None
) -> Absorbed:
    """Merge one file; `base` is the file as it was generated, where the record in it was lost.

    `present` makes a document as it would be built now. Values of the plan's tables are merged where it is given, else
    reported; a workbook needs it.

    Raises:
        ConfigError: not a file of this system's, or a narrative holds a conflict that is not resolved.
        EditedMeanwhileError: a file of decisions was changed while it was merged.
    """
    data = _read(file)
    digest = hashlib.sha256(data).hexdigest()
    if file.suffix.lower() in _WORKBOOKS:
        return _absorb_workbook(data, file, workspace, base, present)
    record = _record(data, file, base)
    require_same_system(record.system, workspace, file)
    place = f"{ABSORBED}/{digest}.docx"
    if (workspace.root / place).is_file():
        return Absorbed(file=file.name, as_of=record.as_of, known=True, kept=place)
    try:
        edited = read_edited(data, record.regions, where=file.name)
    except ParseError as error:
        raise ConfigError(error.what, where=str(file), next_step=error.next_step) from error
    long = next((region.tag for region in edited.regions if len(region.text) > _LONGEST_TEXT), None)
    if long is not None:
        what = f"the text of {label(long)} is longer than {_LONGEST_TEXT:,} characters, and nothing was taken over"
        raise ConfigError(what, where=str(file), next_step="shorten it, or keep it as a document of its own")
    returned = _returned(edited, record)
    changes = tuple(_changes(workspace, as_of, Absorber(record, returned, file.name)))
    typed = _typed_values(edited, record, present)
    plan = _value_plan(workspace, record, typed)
    notes = (*plan.remarks, *remarks(edited, record, frozenset(value.tag for value in typed)))
    values, conflicts = _value_changes(plan)
    to_keep = _was_saved_again(file, digest) or _typed_into(returned, record)
    if not changes and not notes and not values and not conflicts and not to_keep:
        return Absorbed(file=file.name, as_of=record.as_of, known=False)
    backups = (*_write_yaml(workspace.root, plan.changing), *_write(workspace.root, changes))
    _keep(workspace.root / place, data)
    if values and present is not None:
        notes = (*notes, *still_shown(typed, plan, _record_now(record, present)))
    return Absorbed(
        file=file.name,
        as_of=record.as_of,
        known=False,
        changes=changes,
        remarks=notes,
        backups=backups,
        kept=place,
        values=values,
        value_conflicts=conflicts,
    )


def _typed_values(edited: Edited, record: EditRecord, present: Present | None) -> tuple[TypedValue, ...]:
    """Values in tables that have a key; nothing is built where none was typed."""
    if present is None or record.document is None or not any(typed_values(edited, record, None)):
        return ()
    return tuple(typed_values(edited, record, _record_now(record, present)))


def _value_plan(workspace: Workspace, record: EditRecord, typed: Sequence[TypedValue]) -> CellPlan:
    if record.document == APPENDIX_Q_DOCX.path:
        uses = {value.target.path[0][1] for value in record.values.values() if value.target is not None}
        return plan_modules(typed, read_yaml(workspace.root, crypto_modules.FILE), uses)
    folder = workspace.root.resolve().name
    return plan_values(typed, read_yaml(workspace.root, FILE), lambda text: read_system(text, folder=folder))


def _record_now(record: EditRecord, present: Present) -> EditRecord | None:
    """What the document would hold if it were built now."""
    place = record.document or ""
    data = present(place)
    text = attached(data, where=place) if data is not None else None
    return decode(text, place) if text is not None else None


def _absorb_workbook(data: bytes, file: Path, workspace: Workspace, base: Path | None, present: Present | None) -> Absorbed:
    place = f"{ABSORBED}/{hashlib.sha256(data).hexdigest()}.xlsx"
    opened(data, str(file))
    if present is None:
        raise ConfigError("what would be written now is not known", where=str(file), next_step="name the workspace")
    merge = merge_workbook(data, file, workspace, present, base)
    if (workspace.root / place).is_file():
        return Absorbed(file=file.name, as_of=merge.record.as_of, known=True, kept=place)
    plan = merge.plan
    values, conflicts = _value_changes(plan)
    backups = _write_yaml(workspace.root, plan.changing)
    notes = (*merge.remarks, *unshown(merge, present))
    if values or conflicts or notes or _was_saved_again(file, hashlib.sha256(data).hexdigest()):
        _keep(workspace.root / place, data)
    return Absorbed(
        file=file.name,
        as_of=merge.record.as_of,
        known=False,
        remarks=notes,
        backups=backups,
        kept=place if (workspace.root / place).is_file() else None,
        values=values,
        value_conflicts=conflicts,
    )


def _value_changes(plan: CellPlan) -> tuple[tuple[ValueChange, ...], tuple[ValueConflict, ...]]:
    values = tuple(
        ValueChange(
            file=taken.file,
            key=taken.key,
            place=taken.cell.place,
            what=taken.cell.named,
            was=taken.cell.base,
            text=taken.cell.typed,
        )
        for taken in plan.taken
    )
    conflicts = tuple(
        ValueConflict(place=cell.place, what=cell.named, base=cell.base, typed=cell.typed, now=cell.now or "")
        for cell in plan.clashes
    )
    return values, conflicts


def _write_yaml(root: Path, changing: ChangingYaml) -> tuple[str, ...]:
    """The file with its changes, and what it was before beside the narratives' own backups."""
    if changing.text == changing.original:
        return ()
    names = []
    if changing.sha256 is not None:
        refuse_if_changed(root, changing)
        names.append(f"{BACKUP}/{Path(changing.file).stem}.{changing.sha256[:12]}.yaml")
        _keep(root / names[0], (root / changing.file).read_bytes())
    write_yaml(root, changing)
    return tuple(names)


def _was_saved_again(file: Path, digest: str) -> bool:
    """Does it lie in a package that says it was something else? Then the next build has to know that nothing is lost."""
    package = file.resolve().parent.parent
    manifest = seal.read(package) if (package / seal.MANIFEST).is_file() else None
    name = f"{file.resolve().parent.name}/{file.name}"
    return manifest is not None and all(row.sha256 != digest for row in manifest.files if row.path == name)


def _typed_into(returned: Returned, record: EditRecord) -> bool:
    """Was anything typed that is in the workspace already, as after a run that was ended before it kept the file?"""
    return any(content != record.texts.get(tag, ()) for tag, content in returned.texts.items()) or any(
        tag in record.fields and text != record.fields[tag].shown for tag, text in returned.fields.items()
    )


def _read(file: Path) -> bytes:
    refuse_other_workbooks(file)
    if not file.is_file():
        raise ConfigError("there is no such file", where=str(file), next_step="check the path")
    if file.stat().st_size > DOCUMENT_BYTES:
        raise ConfigError(
            "it is larger than 64 MiB", where=str(file), next_step="name the Appendix A or the plan that you edited"
        )
    return file.read_bytes()


def _record(data: bytes, file: Path, base: Path | None) -> EditRecord:
    try:
        text = attached(_read(base) if base is not None else data, where=str(base or file))
    except ParseError as error:
        raise ConfigError(error.what, where=str(base or file), next_step=error.next_step) from error
    if text is None:
        what = "it does not carry the record of what was generated, so typed text cannot be identified"
        step = "name the file as `atopack build` wrote it with --base; only the plan and its Appendices A and Q can be absorbed"
        raise ConfigError(what, where=str(base or file), next_step=step)
    return decode(text, str(base or file))


def _changes(workspace: Workspace, as_of: date, absorber: Absorber) -> Iterator[FileChange]:
    files = workspace.narratives()
    written = narratives_of(workspace, as_of)
    by_control = {known.control: known for known in (*written.written, *written.unused)}
    for control in EVERY:
        narrative = by_control.get(control.id)
        change = absorber.control(control, files[narrative.file] if narrative else None, narrative)
        if change is not None:
            yield change
    yield from _plan_changes(workspace, as_of, absorber)


def _plan_changes(workspace: Workspace, as_of: date, absorber: Absorber) -> Iterator[FileChange]:
    """Texts of the plan; where one has no file yet, ours is what system.yaml says, or what was generated."""
    files = workspace.plan_narratives()
    texts, _ = read_plan_texts(files, as_of=as_of)
    for place in PLACES:
        narrative, otherwise = text_of(texts, place), ""
        text = files[narrative.file] if narrative else None
        if narrative is None or not narrative.text(""):
            kept = plain_content(yaml_text(workspace.system, place.key)) if place.key else ()
            ours = kept if place.key else absorber.base.texts.get(place.tag, ())
            otherwise = (f"{place.key} in system.yaml" if place.key else "what was generated") if ours else ""
            if ours:
                part = PartText(letter="", content=ours)
                narrative = Narrative(file=place.file, control=place.control.id, parts=(part,))
                text = "\n".join(filter(None, (text, write_markdown(ours))))
        emptied = bool(otherwise) and not absorber.back.texts.get(place.tag, ("there is text",))
        change = None if emptied else absorber.control(place.control, text, narrative, otherwise=otherwise)
        if change is not None:
            yield change


def _returned(edited: Edited, record: EditRecord) -> Returned:
    texts: dict[str, tuple[Content, ...]] = {}
    for region in edited.regions:
        content = _content(region, record)
        if region.tag not in texts or (texts[region.tag] == record.texts.get(region.tag, ())):
            texts[region.tag] = content  # of two copies of a region the one that was worked on
    fields: dict[str, str] = {}
    for tag, text, _ in edited.fields:
        known = record.fields.get(tag)
        if tag not in fields or known is None or fields[tag] == known.shown:
            fields[tag] = text  # of two copies the one that was worked on
    return Returned(
        texts=texts,
        fields=fields,
        prompting=frozenset(tag for tag, _, prompting in edited.fields if prompting),
        boxes=rows(edited.boxes, record),
    )


def _content(region: EditedRegion, record: EditRecord) -> tuple[Content, ...]:
    before = record.texts.get(region.tag, ())
    prompt = " ".join(record.prompt.split())
    if region.text == prompt or (region.prompting and before):
        return ()
    content = content_of(region.blocks)
    if not before and region.text.startswith(prompt):
        content = content_of(_without_prompt(region, record.prompt))
    return content


def _without_prompt(region: EditedRegion, prompt: str) -> tuple[Paragraph | WordTable, ...]:
    """Somebody typed behind the prompt instead of over it."""
    first, *others = region.blocks
    if not isinstance(first, Paragraph) or not first.content:
        return region.blocks
    part, *rest = first.content
    shorter = replace(part, text=part.text.removeprefix(prompt)) if isinstance(part, TextRun | WordLink) else part
    return (replace(first, content=(shorter, *rest)), *others)


def _write(root: Path, changes: Sequence[FileChange]) -> tuple[str, ...]:
    """Every file beside its place first, then all of them put there: what stops in between can be done again."""
    backups: list[str] = []
    for change in changes:
        path = root / change.file
        if path.is_file():
            old = path.read_bytes()
            name = f"{BACKUP}/{path.stem}.{hashlib.sha256(old).hexdigest()[:12]}.md"
            _keep(root / name, old)
            backups.append(name)
    for change in changes:
        path = root / change.file
        windows = path.is_file() and b"\r\n" in path.read_bytes()
        text = change.text.replace("\n", "\r\n") if windows else change.text
        put_file(path, text.encode("utf-8"))
    return tuple(backups)


def _keep(path: Path, data: bytes) -> None:
    """A copy that is named by its content: one that is there is the same."""
    if path.is_symlink() or path.parent.is_symlink() or not path.exists():
        put_file(path, data)
