"""What eMASS keeps of each artifact: the body that follows the upload of the files.

eMASS REST API v3.22, `artifacts`: the files go up in one .zip under names that are unique in the system, 30 MB each; this body
then says what they are. `artifact-files.csv` names the file of the delivery behind each name.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath

from generator.deliverables.artifact_decisions import ArtifactDecision
from generator.deliverables.delivery_decisions import read_decisions
from generator.deliverables.document_controls import controls_of
from generator.deliverables.emass.base import FOLDER, EmassEntry, Payload, Proposed, unix, within
from generator.deliverables.material import Made, Material
from generator.deliverables.statements import used_in
from generator.documents.csv_text import csv_bytes
from generator.renderers.poam.open_by_control import whole_control
from generator.workspace.sidecars import SIDECAR

NAMES = f"{FOLDER}artifact-files.csv"
_LARGEST = 30 * 1_000_000
_LONGEST_NAME, _LONGEST_TEXT = 100, 10_000
_TYPES = (("diagrams/", "Diagram"), ("evidence/diagrams/", "Diagram"), ("evidence/", "Other"))
_TOO_LARGE = "split it: eMASS takes 30 MB a file"


class EmassArtifact(EmassEntry, frozen=True, kw_only=True):
    """One file, with what people say of it."""

    filename: str
    is_template: bool
    type: str
    category: str
    name: str
    description: str
    controls: str | None = None
    expiration_date: int | None = None
    last_reviewed_date: int | None = None


def artifacts(material: Material) -> Iterator[Proposed]:
    """Documents of the package, and evidence; sidecars are in the delivery and no artifacts of their own."""
    for path, size, entry in _all(material):
        yield Proposed(name=path, entry=entry, missing=(("filename", _TOO_LARGE),) if size > _LARGEST else ())


def names_table(material: Material) -> Made:
    """Which file of the delivery goes up under which name."""
    rows = ((f"data/{path}", entry.filename) for path, _, entry in _all(material))
    table = csv_bytes((("File of the delivery", "Name in eMASS"), *rows))
    return {NAMES: (table, "Names of the artifacts in eMASS")}


def _all(material: Material) -> Iterator[tuple[str, int, EmassArtifact]]:
    """Path in the delivery, size, and the fields for eMASS."""
    rows = read_decisions(material.workspace).artifacts.rows
    controls = _controls(material)
    sizes = {path: len(data) for path, (data, _) in material.documents.items()}
    titles = {path: title for path, (_, title) in material.documents.items()}
    for path, link in material.evidence.items():
        if not link.path.endswith(SIDECAR):
            sizes[path], titles[path] = link.size, link.title
    scans = {material.rendered.places.of(path) for path, _ in material.package.tallies}
    for path, name in _names(sizes).items():
        linked = material.evidence.get(path)
        decisions = [row for row in rows if row.fits(linked.path if linked else path, path)]
        entry = EmassArtifact(
            filename=name,
            is_template=False,
            type="Scan Result" if path in scans else _type(path),
            category="Evidence",
            name=_title(decisions, path, titles[path])[:_LONGEST_NAME],
            description=within(f"{titles[path]}: data/{path} in the delivery of {material.as_of.isoformat()}.", _LONGEST_TEXT),
            controls=",".join(controls.get(path, ())) or None,
            expiration_date=unix(next((row.valid_until for row in decisions if row.valid_until), None)),
            last_reviewed_date=unix(_reviewed(decisions, material.as_of)),
        )
        yield path, sizes[path], entry


def _names(paths: Mapping[str, int]) -> Mapping[str, str]:
    """The file's own name where no other file has it, else with its folders before it."""
    used = Counter(PurePosixPath(path).name.lower() for path in paths)
    return {
        path: PurePosixPath(path).name if used[PurePosixPath(path).name.lower()] == 1 else path.replace("/", "__")
        for path in sorted(paths)
    }


def _controls(material: Material) -> Mapping[str, tuple[str, ...]]:
    """Whole controls, sorted: eMASS knows no parts."""
    by_path = {path: controls_of(path) for path in material.documents}
    for path, citing in used_in(material.statements).items():
        by_path[path] = tuple(control for citing in citing for control in citing.statement.controls)
    return {path: tuple(sorted({whole_control(control) for control in controls})) for path, controls in by_path.items()}


def _type(path: str) -> str:
    return next((kind for prefix, kind in _TYPES if path.startswith(prefix)), "Document")


def _title(decisions: list[ArtifactDecision], path: str, title: str) -> str:
    return next((row.title for row in decisions if row.title), f"{title}: {PurePosixPath(path).name}")


def _reviewed(decisions: list[ArtifactDecision], as_of: date) -> date | None:
    """The day of an approval; eMASS takes none that lies ahead."""
    return next((row.final.date for row in decisions if row.final and row.final.date <= as_of), None)


ARTIFACTS = Payload(
    file="artifacts.json",
    title="eMASS artifacts",
    endpoint="PUT /api/systems/{systemId}/artifacts, after POST of the files with isBulk=true",
    proposed=artifacts,
)
