"""Deliveries: an evidence bag for an assessor or an agency, the documents in it that no person approved, and their approval."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from generator.deliverables.artifact_decisions import FILE
from generator.deliverables.envelope import EnvelopeStatus
from generator.deliverables.indexes import ARTIFACTS
from generator.deliverables.registry import PURPOSES
from generator.errors import ConfigError
from generator.review.bench import ActionDone, ActionRequest, PageRequest, PageValues, ReviewAction, ReviewPage, Workbench
from generator.review.final_tasks import final_tasks
from generator.review.pages.package import output_folder
from generator.review.writes import change_yaml, refused, shown_hash
from generator.seal.bag import PAYLOAD
from generator.text import counted
from generator.workspace.yaml_text import YamlValue
from generator.workspace.yaml_writer import ChangingYaml, read_yaml

_LARGEST = 256 << 20
_DOCUMENT = "document"


class DeliveredDocument(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """What the page shows of an envelope (`deliverables.envelope`), as the index of a delivery has it."""

    title: str
    path: str
    kind: str
    sha256: str
    status: str
    approved_by: str | None = None
    approved_role: str | None = None
    approved_on: str | None = None


class _Artifacts(msgspec.Struct):
    artifacts: tuple[DeliveredDocument, ...] = ()


def _view(request: PageRequest) -> PageValues:
    bench, job = request.bench, request.bench.jobs.state()
    purpose = request.query.get("for", PURPOSES[0].name)
    bag = _bag(bench, request.assessment.package.system.id, purpose)
    envelopes = tuple(_documents(bag))
    return {
        "purposes": PURPOSES,
        "purpose": purpose,
        "bag": bag.relative_to(bench.root).as_posix() if envelopes else "",
        "documents": envelopes,
        "drafts": tuple(envelope for envelope in envelopes if envelope.status == EnvelopeStatus.DRAFT),
        "shown": shown_hash(read_yaml(bench.root, FILE)),
        "file": FILE,
        "stops": final_tasks(request),
        "job": job,
        "refresh": job is not None and job.running,
    }


def _documents(bag: Path) -> Iterator[DeliveredDocument]:
    """Of a delivery that was made: the generated documents, which somebody has to approve."""
    index = bag / PAYLOAD / ARTIFACTS
    if index.is_symlink() or not index.is_file():
        return
    if index.stat().st_size > _LARGEST:
        raise ConfigError("larger than any index of a delivery", where=str(index), next_step="export again")
    try:
        read = msgspec.json.decode(index.read_bytes(), type=_Artifacts)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ConfigError(f"no index of a delivery: {error}", where=str(index), next_step="export again") from error
    yield from (envelope for envelope in read.artifacts if envelope.kind == _DOCUMENT)


def _approve(request: ActionRequest) -> ActionDone:
    """The chosen documents as they are in the delivery, by the person at the keyboard and their role."""
    bench, person = request.bench, request.person
    role, purpose = " ".join(request.posted.get("role", "").split()), request.posted.get("for", "")
    if not person.known or not role:
        raise refused("an approval needs a name and a role", "write your name on the page You, and your role here")
    drafts = {envelope.path: envelope for envelope in _documents(_bag(bench, _system(bench), purpose))}
    chosen = [each.rpartition("::")[::2] for each in request.several.get("document", ())]
    if not chosen:
        raise refused("no document is chosen", "choose at least one")
    for path, sha256 in chosen:
        if path not in drafts or drafts[path].sha256 != sha256:
            raise refused(f"{path} is another one than the page showed", "look at it again, and approve it then")
    entries: list[YamlValue] = [
        {
            "files": path,
            "final": {"by": person.name, "role": role, "date": bench.as_of(), "sha256": sha256},
        }
        for path, sha256 in chosen
    ]

    def change(before: ChangingYaml) -> ChangingYaml:
        return before.with_entries(("artifacts",), entries, why=f"approval of {counted(len(entries), 'document')}")

    return ActionDone(back=f"/deliveries?for={purpose}", notice=change_yaml(request, FILE, change))


def _export(request: ActionRequest) -> ActionDone:
    """Start the command."""
    bench, purpose = request.bench, request.posted.get("for", "")
    final = request.posted.get("command") == "export-final"
    _bag(bench, _system(bench), purpose)
    day, output = bench.as_of().isoformat(), str(output_folder(bench))
    arguments = [
        "export",
        str(bench.root),
        "--for",
        purpose,
        "--as-of",
        day,
        "--output",
        output,
        *(["--final"] if final else []),
    ]
    return _started(bench, purpose, f"export for {purpose}{', final' if final else ''}", arguments)


def _verify(request: ActionRequest) -> ActionDone:
    """Is the delivery what it was when it was sealed?"""
    bench, purpose = request.bench, request.posted.get("for", "")
    return _started(bench, purpose, f"verify {purpose}", ["verify", str(_bag(bench, _system(bench), purpose))])


def _started(bench: Workbench, purpose: str, title: str, arguments: list[str]) -> ActionDone:
    if not bench.jobs.start(title, arguments, bench.root):
        raise refused("a command is still running", "wait for it, or end it")
    return ActionDone(back=f"/deliveries?for={purpose}", notice=f"Started: {title}.")


def _bag(bench: Workbench, system: str, name: str) -> Path:
    purpose = next((purpose for purpose in PURPOSES if purpose.name == name), None)
    if purpose is None:
        raise refused(f"`{name}` is no purpose of a delivery", "choose one of the list")
    return output_folder(bench) / purpose.folder(system, bench.as_of())


def _system(bench: Workbench) -> str:
    return bench.assessments.current().package.system.id


PAGES = (ReviewPage(path="/deliveries", title="Deliveries", template="deliveries.html", view=_view),)
ACTIONS = (
    ReviewAction(path="/deliveries/export", apply=_export),
    ReviewAction(path="/deliveries/approve", apply=_approve),
    ReviewAction(path="/deliveries/verify", apply=_verify),
)
