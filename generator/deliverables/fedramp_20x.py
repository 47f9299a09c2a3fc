"""`--for fedramp-20x`: the certification package of the 20x path, with a folder that can be published as it is.

CPO-CSO-OVR, SDR-CSO-FRR and CCM-OCR-AVL name what belongs to it; FRC-CSX-MOT the records over time. The files below
`publication/` are static: an index with sizes and SHA-256, the sums, and every document beside them, for programs and for
people (CDS-TRC-HMR), to be served below `/.well-known/fedramp-20x/` of the provider's own address, behind whatever access the
provider gives to necessary parties.
"""

import hashlib
from collections.abc import Iterator
from pathlib import PurePosixPath

import msgspec

from generator.deliverables.bag_paths import carried
from generator.deliverables.base import Purpose
from generator.deliverables.fedramp import all_evidence
from generator.deliverables.material import Made, Material
from generator.deliverables.media_types import media_type
from generator.frameworks import fedramp_20x
from generator.model.evidence import Gap, GapKind
from generator.oscal.duties import MATRIX
from generator.renderers.html_page import filled
from generator.renderers.indicators.html import pages_alone
from generator.renderers.report.shell import marking_of, shell_alone, system_of
from generator.text import indented_json
from generator.workspace.indicator_records import record_files

PUBLICATION = "publication/"
INDEX = "index.json"
_PUBLISHED = ("cr26/", "oscal/fedramp-20x-")
_ENDINGS = (".json", ".html")
"""Without lists of what people still have to state."""
_PLACE = "/.well-known/fedramp-20x/"


class _PublishedFile(msgspec.Struct, rename="camel", kw_only=True):
    path: str
    title: str
    media_type: str
    size: int
    sha256: str


class _PublicationIndex(msgspec.Struct, rename="camel", kw_only=True):
    system: str
    as_of: str
    certification_class: str
    place: str
    files: tuple[_PublishedFile, ...]


def indicator_records(material: Material) -> Made:
    """The records of the indicators as they are: their names prove their content, and each names the one before."""
    return {path: (data, "Record of indicators") for path, data in record_files(material.workspace.root) if data is not None}


def publication(material: Material) -> Made:
    """Static files with an index and hashes."""
    if material.package.indicators is None:
        return {}
    documents = {
        PurePosixPath(path).name: content
        for path, content in material.documents.items()
        if path.startswith(_PUBLISHED) and path.endswith(_ENDINGS)
    }
    documents |= {file: (data, title) for file, title, data in pages_alone(material.package)}
    files = tuple(_files(documents))
    index = _PublicationIndex(
        system=material.package.system.id,
        as_of=material.as_of.isoformat(),
        certification_class=material.package.indicators.certification,
        place=_PLACE,
        files=files,
    )
    encoded = indented_json(index)
    sums = "".join(f"{file.sha256}  {file.path}\n" for file in files).encode()
    return {
        **{f"{PUBLICATION}{name}": content for name, content in documents.items()},
        f"{PUBLICATION}{INDEX}": (encoded, "Index of the publication, with hashes"),
        f"{PUBLICATION}SHA256SUMS": (sums, "Hashes of the publication"),
        f"{PUBLICATION}index.html": (_page(material, files), "Index of the publication"),
    }


def _files(documents: Made) -> Iterator[_PublishedFile]:
    for name, (data, title) in sorted(documents.items()):
        yield _PublishedFile(
            path=name, title=title, media_type=media_type(name), size=len(data), sha256=hashlib.sha256(data).hexdigest()
        )


def _page(material: Material, files: tuple[_PublishedFile, ...]) -> bytes:
    package = material.package
    shell = shell_alone(system=system_of(package), as_of=material.as_of.isoformat(), marking=marking_of(package))
    return filled("publication.html", files=files, place=_PLACE, shell=shell).encode()


def _owing(material: Material) -> tuple[Gap, ...]:
    """What a package of the 20x path needs of people: the path itself, and a status for each indicator."""
    assessment = material.package.indicators
    if assessment is None:
        step = f"write `frameworks: [{fedramp_20x.NAME}]` and `class:`"
        reason = f"the system does not go for {fedramp_20x.NAME}"
        return (Gap(path="system.yaml", place="key frameworks", kind=GapKind.UNDECIDED, reason=reason, next_step=step),)
    return tuple(
        Gap(
            path="decisions/indicators.yaml",
            place=result.id,
            kind=GapKind.UNDECIDED,
            reason="no person has stated a status of the indicator",
            next_step="state it: implemented, partial or not-implemented, with the explanation and the name of who states it",
        )
        for result in assessment.results
        if not (result.optional or (result.statement and result.statement.status))
    )


FEDRAMP_20X = Purpose(
    name="fedramp-20x",
    title="FedRAMP 20x certification package",
    reader="FedRAMP, an agency or an independent assessor, on the 20x path",
    documents=("oscal/", "cr26/", "diagrams/", "report/", "content/", MATRIX),
    indicators=True,
    placing=carried,
    gathering=all_evidence,
    supplements=(indicator_records, publication),
    owing=_owing,
)
