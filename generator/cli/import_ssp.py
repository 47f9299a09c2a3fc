"""`atopack import-ssp`: another producer's security plan or component definition, checked and kept in `leveraged/`."""

import argparse
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from generator.cli.json_output import JsonRow, named_fields, say_result
from generator.errors import ConfigError, ParseError
from generator.file_loading import did_you_mean_path, refuse_links
from generator.inherited.reading import SuppliedOscal, read
from generator.limits import NAMED
from generator.oscal.forms.faults import FormError
from generator.oscal.forms.reading import json_of
from generator.oscal.validate import Level, OscalFile, validate_documents
from generator.text import bulleted, counted, left_out
from generator.workspace.inheritance import FOLDER, LARGEST
from generator.workspace.system_yaml import FILE
from generator.workspace.whole_file import put_file

_ATTACHMENTS = "attachment-"
"""Rules about files beside the document: one file alone was handed over."""


def run(options: argparse.Namespace) -> int:
    """Keep the file; print what it gives and what is to be decided.

    Raises:
        ConfigError: not OSCAL of one of the two kinds, not valid, or another file of that name is there.
    """
    source, root = options.file, options.workspace
    if not (root / FILE).is_file():
        raise ConfigError(f"there is no {FILE}", where=str(root), next_step="name the workspace with --workspace")
    data = _data(source)
    try:
        others = read(source.name, data)
    except ParseError as error:
        raise ConfigError(error.what, where=f"{source} {error.where}".strip(), next_step=error.next_step) from error
    warnings = _check(source, data)
    name = f"{FOLDER}/{_plain(source)}"
    kept = _keep(root, name, data)
    lines = [f"{name}: {'kept' if kept else 'was there already'}", *warnings, *_report_lines(others, name)]
    say_result(options, [_row(others, name, warnings, kept=kept)], lines)
    return 0


def _data(source: Path) -> bytes:
    if not source.is_file():
        raise ConfigError("there is no such file", where=str(source), next_step=did_you_mean_path(source, "check the path"))
    if source.stat().st_size > LARGEST:
        step = "ask for the part that is for leveraging systems"
        raise ConfigError(f"larger than {LARGEST >> 20} MiB", where=str(source), next_step=step)
    return source.read_bytes()


def _check(source: Path, data: bytes) -> list[str]:
    """It is judged as `atopack validate` does. A plan that is not valid may still give what it offers, but not silently."""
    try:
        document = OscalFile(name=source.name, data=json_of(data, source.suffix))
    except FormError as error:
        return [f"It is not valid OSCAL; report it to its producer: {error.what}"]
    document_faults = validate_documents([document])
    faults = [fault for fault in document_faults if fault.severity is Level.ERROR and not fault.rule.startswith(_ATTACHMENTS)]
    if not faults:
        return []
    first = [f"  {fault.place}: {fault.message}" for fault in faults[:NAMED]]
    more = [f"  … {left_out(len(faults) - NAMED)}: atopack validate {source}"] if len(faults) > NAMED else []
    return [f"It is not valid OSCAL ({counted(len(faults), 'fault')}); report it to its producer. The first:", *first, *more]


def _plain(source: Path) -> str:
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", source.stem).strip(".-") or "plan"
    return f"{stem}{source.suffix.lower()}"


def _keep(root: Path, name: str, data: bytes) -> bool:
    """True where it was written, False where the same bytes were there."""
    target = root / name
    refuse_links(target.parent, target, where=str(target), next_step="put a folder in its place")
    if target.exists() and target.read_bytes() == data:
        return False
    put_file(target, data, last_look=partial(_require_free, target))
    return True


def _require_free(target: Path) -> None:
    if target.exists():
        step = "remove or rename the old one yourself, then import again"
        raise ConfigError("another file of this name is there, and it is never overwritten", where=str(target), next_step=step)


def _row(others: SuppliedOscal, name: str, warnings: list[str], *, kept: bool) -> JsonRow:
    plan = others.plan
    return {
        "path": name,
        "kept": kept,
        "warnings": warnings,
        "title": plan.title if plan else None,
        "provided": len(plan.provided) if plan else 0,
        "responsibilities": len(plan.responsibilities) if plan else 0,
        "components": [named_fields(component, "title", "type") for component in others.components],
        "not_read": [named_fields(gap, "place", "reason") for gap in others.left_out],
    }


def _report_lines(others: SuppliedOscal, name: str) -> Iterator[str]:
    yield from (f"Not read: {one.place}: {one.reason}" for one in others.left_out)
    if others.plan is None:
        components = counted(len(others.components), "component")
        texts = counted(sum(len(component.controls) for component in others.components), "text")
        yield f"{components}, {texts} on controls: the next build takes them into the plan."
        named = [f"{component.title} ({component.type})" for component in others.components]
        yield from (f"  {row}" for row in bulleted(named, NAMED))
        if others.capabilities:
            yield f"Not read: {counted(others.capabilities, 'capability', 'capabilities')} of several components together."
        if others.imported:
            yield f"Not read: {counted(others.imported, 'further definition')} that it refers to; import them one by one."
        return
    plan = others.plan
    if not plan.provided and not plan.responsibilities:
        yield f"{plan.title}: it says nothing for leveraging systems (`export`), so no machine can inherit from it."
        yield "Ask its provider for a plan that does, or say in your narratives what is inherited."
        return
    offered = counted(len(plan.provided), "capability", "capabilities")
    controls = {each.control_id for each in plan.provided} | {each.control_id for each in plan.responsibilities}
    left = counted(len(plan.responsibilities), "responsibility", "responsibilities")
    yield f"{plan.title}: offers {offered} and leaves {left} to whoever stands on it, on {counted(len(controls), 'control')}."
    yield f"Next: write `ssp: {name}` into its row of plan.leveraged-authorizations in system.yaml,"
    yield "and decide in decisions/inheritance.yaml what is inherited and how each responsibility is met."
