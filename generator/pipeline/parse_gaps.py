"""What a file that was read does not give: entries that are lost, parts that are not read, what was refused or not assessed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

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
_Lack = tuple[str, GapKind, str, str]
"""Place in the file, kind, reason and next step."""


def gaps_of_file(document: Document, snapshot: Snapshot) -> tuple[Gap, ...]:
    """What only the file itself shows: secrets in clear text, and entries that no reader counts."""
    if isinstance(snapshot, ScanSnapshot):  # NOTE: its reader counts empty entries itself
        return _gaps(snapshot, _holds_secrets(document, snapshot))
    return _gaps(snapshot, _lost(document))


def gaps_of(snapshot: Snapshot) -> tuple[Gap, ...]:
    """What the snapshot says of itself."""
    if isinstance(snapshot, ScanSnapshot):
        return _gaps(snapshot, _not_assessed(snapshot))
    if isinstance(snapshot, CloudSnapshot | RegistrySnapshot):
        return _gaps(snapshot, _refused(snapshot))
    return parts_not_read(snapshot)


def parts_not_read(snapshot: Snapshot) -> tuple[Gap, ...]:
    """What of a definition is not read, or not as it will run."""
    if isinstance(snapshot, ClusterSnapshot):
        return _gaps(snapshot, (*_not_read(snapshot), *_not_rendered(snapshot), *_not_started(snapshot)))
    return _gaps(snapshot, _not_drawn_in_words(snapshot)) if isinstance(snapshot, DiagramSnapshot) else ()


def _gaps(snapshot: Snapshot, lacks: Iterable[_Lack]) -> tuple[Gap, ...]:
    path = snapshot.evidence.path
    return tuple(Gap(path=path, place=place, kind=kind, reason=reason, next_step=step) for place, kind, reason, step in lacks)


def _lost(document: Document) -> Iterator[_Lack]:
    """Entries that are `null`."""
    if places := empty_entries(document):
        reason = empty_entries_text(len(places), places[0], "file")
        yield places[0], GapKind.NOT_READ, reason, "collect the file again, and compare it with its source"


def _refused(snapshot: CloudSnapshot | RegistrySnapshot) -> Iterator[_Lack]:
    """What a cloud or a registry refused to list: absent from the evidence, and not from the system."""
    for what, why in snapshot.not_collected:
        yield what, GapKind.NOT_COLLECTED, why, "give the collector the right to ask it and collect again"


def _not_drawn_in_words(snapshot: DiagramSnapshot) -> Iterator[_Lack]:
    """Of each page of a diagram what was left out, and the pictures that no text says anything of."""
    for page in snapshot.pages:
        steps = {sentence.removeprefix("Not read: ").rstrip("."): _COMPLETE for sentence in page.unread}
        if page.wordless:
            stand = agreeing(page.wordless, "stands", "stand")
            steps[f"{counted(page.wordless, 'picture')} without a text, which {stand} for no component"] = _NAME_PICTURE
        for what, step in steps.items():
            yield f"page {page.name}", GapKind.NOT_READ, f"not read: {what}", step


def _not_read(snapshot: ClusterSnapshot) -> Iterator[_Lack]:
    """Parts of a definition that may describe what runs and that no reader takes: what they create is seen nowhere.

    The count stands first, and the kinds with theirs, so that none is hidden behind the names that fit.
    """
    kinds: dict[str, list[str]] = {}
    for part in snapshot.not_read:
        kinds.setdefault(_kind_of(part), []).append(part)
    number = len(snapshot.not_read)
    if number == 1:
        what = f"what it creates is not read, so it is seen nowhere: {snapshot.not_read[0]}"
    else:
        each = [f"{counted(len(parts), kind)} ({listed(parts, _MOST_PARTS)})" for kind, parts in sorted(kinds.items())]
        what = f"what {number} parts of it create is not read, so it is seen nowhere: {listed(each)}"
    if number:
        yield "", GapKind.NOT_READ, what, _next_step(kinds)


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


def _not_rendered(snapshot: ClusterSnapshot) -> Iterator[_Lack]:
    """A chart of which only what it declares of itself is read."""
    folder = snapshot.evidence.path.rpartition("/")[0] or "."
    for name in snapshot.not_rendered:
        declared = f"the chart {name} is read as declared, not rendered"
        reason = f"{declared}: its own values apply, and those of the deployment are not known"
        step = f"collect what `helm template {name} {folder} --values VALUES` prints, or `helm get manifest {name}`"
        yield "", GapKind.NOT_READ, reason, step


def _not_started(snapshot: ClusterSnapshot) -> Iterator[_Lack]:
    """Services that a Compose file declares and does not start by itself."""
    specs = [each for each in snapshot.objects if isinstance(each, WorkloadSpec)]
    if idle := sorted((each.name, each.profiles) for each in specs if each.profiles):
        shown = listed([f"{name} ({', '.join(profiles)})" for name, profiles in idle], _MOST_PARTS)
        verb = agreeing(len(idle), "starts only with a profile and does", "start only with a profile and do")
        reason = f"{counted(len(idle), 'service')} {verb} not count as what runs: {shown}"
        step = "if the deployment starts them, collect the `.env` beside the file, with its COMPOSE_PROFILES"
        yield "", GapKind.UNDECIDED, reason, step


def _not_assessed(snapshot: ScanSnapshot) -> Iterator[_Lack]:
    """A scan that could not look, or only in part, or that does not name its target."""
    scanner = snapshot.scanner.name
    if any(not target.named for target in snapshot.targets):
        step = "name it: `target:` beside the file's glob under `evidence:` in system.yaml, or in its sidecar"
        yield "", GapKind.NOT_ASSESSED, f"the {scanner} report does not say what was scanned", step
    if not snapshot.assessed or snapshot.not_assessed_because is not None:
        whole = "part of its target" if snapshot.assesses_something else "its target"
        reason = f"{scanner} could not assess {whole}: {snapshot.not_assessed_because or 'it does not say why'}"
        yield "", GapKind.NOT_ASSESSED, reason, "scan again; until then it counts as not scanned"


def _holds_secrets(document: Document, snapshot: ScanSnapshot) -> Iterator[_Lack]:
    """A report of a scanner for secrets that holds what it found, which the package would hand on."""
    may_hold = snapshot.scanner.name in SCANNERS and any(result.kind is ResultKind.SECRET for result in snapshot.results)
    if number := clear_secrets(document) if may_hold else 0:
        reason = f"it holds {counted(number, 'secret')} in clear text and lies in the package as collected"
        yield "", GapKind.HOLDS_SECRETS, reason, _ROTATE
