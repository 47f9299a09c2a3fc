"""What a file that was read does not give: entries that are lost, parts that are not read, what was refused or not assessed."""

from collections.abc import Mapping, Sequence

from generator.model.cloud import CloudSnapshot
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import Gap, GapKind
from generator.model.inventory import ClusterSnapshot, WorkloadSpec
from generator.model.registry import RegistrySnapshot
from generator.model.scan import ResultKind, ScanSnapshot
from generator.model.snapshot import Snapshot
from generator.parsers.document import Document
from generator.parsers.empty_entries import empty_entries, empty_entries_text
from generator.parsers.scans.clear_secrets import SCANNERS, clear_secrets
from generator.text import agreeing, counted, listed

_MOST_PARTS = 6
_COMPLETE = "correct the drawing, or review by hand what this part of it shows"
_NAME_PICTURE = "write the component's name beside the picture, or into its property `technology`; a logo needs nothing"
_ROTATE = "rotate them, and redact or leave the file out before you hand the package in"


def gaps_of_file(document: Document, snapshot: Snapshot) -> tuple[Gap, ...]:
    """What only the file itself shows: secrets in clear text, and entries that no reader counts."""
    return (*_holds_secrets(document, snapshot), *_lost(document, snapshot))


def gaps_of(snapshot: Snapshot) -> tuple[Gap, ...]:
    """What the snapshot says of itself."""
    return (*_assessing(snapshot), *_refused(snapshot), *parts_not_read(snapshot))


def _lost(document: Document, snapshot: Snapshot) -> list[Gap]:
    """Entries that are `null`, in files of which no reader counts them: those of scans say so themselves."""
    if isinstance(snapshot, ScanSnapshot):
        return []
    places = empty_entries(document)
    if not places:
        return []
    reason = empty_entries_text(len(places), places[0], "file")
    step = "collect the file again, and compare it with its source"
    return [Gap(path=snapshot.evidence.path, place=places[0], kind=GapKind.NOT_READ, reason=reason, next_step=step)]


def _refused(snapshot: Snapshot) -> list[Gap]:
    """What a cloud or a registry refused to list: absent from the evidence, and not from the system."""
    if not isinstance(snapshot, CloudSnapshot | RegistrySnapshot):
        return []
    step = "give the collector the right to ask it and collect again"
    return [
        Gap(path=snapshot.evidence.path, place=what, kind=GapKind.NOT_COLLECTED, reason=why, next_step=step)
        for what, why in snapshot.not_collected
    ]


def parts_not_read(snapshot: Snapshot) -> list[Gap]:
    """What of a definition is not read, or not as it will run."""
    return [*_not_read(snapshot), *_not_rendered(snapshot), *_not_started(snapshot), *_not_drawn_in_words(snapshot)]


def _not_drawn_in_words(snapshot: Snapshot) -> list[Gap]:
    """Of each page of a diagram what was left out, and the pictures that no text says anything of."""
    if not isinstance(snapshot, DiagramSnapshot):
        return []
    gaps = []
    for page in snapshot.pages:
        steps = {sentence.removeprefix("Not read: ").rstrip("."): _COMPLETE for sentence in page.unread}
        if page.wordless:
            stand = agreeing(page.wordless, "stands", "stand")
            steps[f"{counted(page.wordless, 'picture')} without a text, which {stand} for no component"] = _NAME_PICTURE
        gaps += [
            Gap(
                path=snapshot.evidence.path,
                place=f"page {page.name}",
                kind=GapKind.NOT_READ,
                reason=f"not read: {what}",
                next_step=step,
            )
            for what, step in steps.items()
        ]
    return gaps


def _not_read(snapshot: Snapshot) -> list[Gap]:
    """Parts of a definition that may describe what runs and that no reader takes: what they create is seen nowhere.

    The count stands first, and the kinds with theirs, so that none is hidden behind the names that fit.
    """
    if not isinstance(snapshot, ClusterSnapshot) or not snapshot.not_read:
        return []
    kinds: dict[str, list[str]] = {}
    for part in snapshot.not_read:
        kinds.setdefault(_kind_of(part), []).append(part)
    number = len(snapshot.not_read)
    if number == 1:
        what = f"what it creates is not read, so it is seen nowhere: {snapshot.not_read[0]}"
    else:
        each = [f"{counted(len(parts), kind)} ({listed(parts, _MOST_PARTS)})" for kind, parts in sorted(kinds.items())]
        what = f"what {number} parts of it create is not read, so it is seen nowhere: {listed(each)}"
    return [Gap(path=snapshot.evidence.path, place="", kind=GapKind.NOT_READ, reason=what, next_step=_next_step(kinds))]


def _kind_of(part: str) -> str:
    """`module.shop.aws_instance.web` is an aws_instance; `module.shop` and `module.a.module.b` are modules."""
    names = [each for each in part.partition(" ")[0].split(".") if each]
    last = len(names) - 2
    return names[last] if last >= 0 else names[0] if names else part


def _next_step(kinds: Mapping[str, Sequence[str]]) -> str:
    if "module" in kinds:
        return (
            "collect the folders of local modules beside it, or `terraform show -json` of the plan or the state, where modules "
            "are resolved, or what runs"
        )
    if "ComposeService" in kinds:
        return "if they run, name the file under `evidence:` in system.yaml with a `target:`, the environment's name"
    if any(kind.startswith("AWS::") for kind in kinds):
        return (
            "collect nested templates beside it, by the path that it names them with, or what runs "
            "(`aws ecs describe-services`, `aws rds describe-db-instances`)"
        )
    return "collect what runs: the dump of the cluster, or the manifests that are deployed"


def _not_rendered(snapshot: Snapshot) -> list[Gap]:
    """A chart of which only what it declares of itself is read."""
    if not isinstance(snapshot, ClusterSnapshot):
        return []
    path = snapshot.evidence.path
    folder = path.rpartition("/")[0] or "."
    return [
        Gap(
            path=path,
            place="",
            kind=GapKind.NOT_READ,
            reason=f"the chart {name} is read as declared, not rendered: its own values apply, and those of the deployment are "
            "not known",
            next_step=f"collect what `helm template {name} {folder} --values VALUES` prints, or `helm get manifest {name}`",
        )
        for name in snapshot.not_rendered
    ]


def _not_started(snapshot: Snapshot) -> list[Gap]:
    """Services that a Compose file declares and does not start by itself."""
    specs = (
        [each for each in snapshot.objects if isinstance(each, WorkloadSpec)] if isinstance(snapshot, ClusterSnapshot) else []
    )
    idle = sorted((each.name, each.profiles) for each in specs if each.profiles)
    if not idle:
        return []
    shown = listed([f"{name} ({', '.join(profiles)})" for name, profiles in idle], _MOST_PARTS)
    verb = agreeing(len(idle), "starts only with a profile and does", "start only with a profile and do")
    return [
        Gap(
            path=snapshot.evidence.path,
            place="",
            kind=GapKind.UNDECIDED,
            reason=f"{counted(len(idle), 'service')} {verb} not count as what runs: {shown}",
            next_step="if the deployment starts them, collect the `.env` beside the file, with its COMPOSE_PROFILES",
        )
    ]


def _assessing(snapshot: Snapshot) -> list[Gap]:
    """A scan that could not look, or only in part, or that does not name its target."""
    if not isinstance(snapshot, ScanSnapshot):
        return []
    gaps = []
    if any(not target.named for target in snapshot.targets):
        reason = f"the {snapshot.scanner.name} report does not say what was scanned"
        step = "name it: `target:` beside the file's glob under `evidence:` in system.yaml, or in its sidecar"
        gaps.append(Gap(path=snapshot.evidence.path, place="", kind=GapKind.NOT_ASSESSED, reason=reason, next_step=step))
    if snapshot.assessed and snapshot.not_assessed_because is None:
        return gaps
    whole = "part of its target" if snapshot.assesses_something else "its target"
    reason = f"{snapshot.scanner.name} could not assess {whole}: {snapshot.not_assessed_because or 'it does not say why'}"
    step = "scan again; until then it counts as not scanned"
    return [*gaps, Gap(path=snapshot.evidence.path, place="", kind=GapKind.NOT_ASSESSED, reason=reason, next_step=step)]


def _holds_secrets(document: Document, snapshot: Snapshot) -> list[Gap]:
    """A report of a scanner for secrets that holds what it found, which the package would hand on."""
    if not isinstance(snapshot, ScanSnapshot) or snapshot.scanner.name not in SCANNERS:
        return []
    number = clear_secrets(document) if any(result.kind is ResultKind.SECRET for result in snapshot.results) else 0
    if not number:
        return []
    reason = f"it holds {counted(number, 'secret')} in clear text and lies in the package as collected"
    return [Gap(path=snapshot.evidence.path, place="", kind=GapKind.HOLDS_SECRETS, reason=reason, next_step=_ROTATE)]
