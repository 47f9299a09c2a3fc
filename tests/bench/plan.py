"""The security plan of the High baseline with 60 components that answer every control: from the story to JSON, and to XML."""

import json
import resource
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.ids import UuidFactory
from generator.oscal.bundle import OscalBundle, bundle_of
from generator.oscal.common import Citations
from generator.oscal.forms.xml_writing import xml_bytes
from generator.oscal.oscal_input import OscalInput
from generator.oscal.ssp import ssp
from generator.pipeline import compose, stages
from generator.workspace.folder import Workspace

_COMPONENTS = 60
_TEXT = "The platform team does this **every month**, as the policy says:\n\n- it looks\n- it writes down what it saw\n"
_UUID = "aaaaaaaa-0000-4000-8000-{:012x}"


def rows(folder: Path) -> Iterator[tuple[str, str, float, int]]:
    """What, limit, CPU seconds, peak MB of this process."""
    root = folder / "plan"
    (root / "narratives").mkdir(parents=True)
    (root / "leveraged").mkdir()
    (root / "system.yaml").write_text("system: {id: bench, name: Bench, impact-level: high}\n")
    plan = FEDRAMP_REV5.plan("high")
    for control in plan:
        parts = "".join(f"## Part {part}\n\n{_TEXT}\n" for part in control.parts) or _TEXT
        (root / f"narratives/{control.id}.md").write_text(f"---\nstatus: implemented\nrole: Platform team\n---\n\n{parts}")
    (root / "leveraged/suppliers.json").write_text(json.dumps(_suppliers([one.oscal_id for one in plan])))
    kept: list[tuple[OscalInput, UuidFactory]] = []

    def keep(story: OscalInput, ids: UuidFactory) -> OscalBundle:
        kept.append((story, ids))
        raise _EnoughError

    compose.bundle_of = keep
    try:
        stages.rendered(Workspace.open(root), date(2026, 11, 20), lambda *_: None)
    except _EnoughError:
        story, ids = kept[0]
    finally:
        compose.bundle_of = bundle_of
    start = time.process_time()
    files = {file.sha256: file for file in story.inheritance.files}
    document = ssp(story, Citations(ids, files, story.places))
    data = msgspec.json.format(msgspec.json.encode({"system-security-plan": document}), indent=1)
    used = time.process_time() - start
    answers = sum(
        len(part.by_components) for one in document.control_implementation.implemented_requirements for part in one.statements
    )
    what = f"Security plan, High, {len(plan)} controls × {_COMPONENTS} components: {answers:,} answers, {len(data) >> 20} MB"
    yield f"{what}, JSON", "2 s", used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    parsed = msgspec.json.decode(data)
    start = time.process_time()
    xml_bytes(parsed)
    yield f"{what}, XML from it", "–", time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


class _EnoughError(Exception):
    """The story is made."""


def _suppliers(controls: list[str]) -> dict[str, object]:
    def answer(component: int, number: int, control: str) -> dict[str, str]:
        uuid = _UUID.format(component * 10_000 + number)
        return {"uuid": uuid, "control-id": control, "description": f"Product {component} helps with {control}."}

    components = [
        {
            "uuid": _UUID.format(number * 10_000_000),
            "type": "software",
            "title": f"Product {number}",
            "description": "A product.",
            "control-implementations": [
                {
                    "uuid": _UUID.format(number * 10_000_000 + 1),
                    "source": "https://example.com/profile.json",
                    "description": "What it helps with.",
                    "implemented-requirements": [answer(number, place, one) for place, one in enumerate(controls)],
                }
            ],
        }
        for number in range(1, _COMPONENTS + 1)
    ]
    metadata = {"title": "Suppliers", "last-modified": "2026-11-01T00:00:00Z", "version": "1", "oscal-version": "1.1.2"}
    return {"component-definition": {"uuid": _UUID.format(1), "metadata": metadata, "components": components}}
