"""Checklists of the Kubernetes STIG among the evidence: what people found and wrote is kept, and never written over.

A checklist that we made and a person opened comes back as evidence. What is ours in it stands between marks, with the status
that we wrote: where the status is still that one, no person has judged the rule.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

import msgspec

from generator.deliverables.checklists.filled import ChecklistStatus
from generator.deliverables.material import Material
from generator.errors import ParseError
from generator.file_loading import load
from generator.frameworks.kubernetes_stig import STIG_ID
from generator.model.evidence import EvidenceFile
from generator.model.facts import ClusterView
from generator.parsers.document import Document
from generator.parsers.scans import stig_ckl, stig_cklb
from generator.parsers.scans.stig_review import ChecklistAssetReviews, ChecklistReview

_STATUSES = {status.value.lower().replace("_", ""): status for status in ChecklistStatus}
_BEGINS, _ENDS = "[atopack, evidence of {day}: status {status}]", "[end of what atopack wrote]"
_OURS = re.compile(
    r"\[atopack, evidence of \d{4}-\d{2}-\d{2}: status (kept|[A-Za-z_]{1,20})\].*?\[end of what atopack wrote\]", re.DOTALL
)
_LEAST = datetime.min.isoformat()
_SEVEREST = (ChecklistStatus.NOT_APPLICABLE, ChecklistStatus.NOT_A_FINDING, ChecklistStatus.NOT_REVIEWED, ChecklistStatus.OPEN)
_SEVERITIES = ("low", "medium", "high")
"""Another word is no severity that STIG Viewer takes: it stays readable among the comments."""
KEPT = "kept"
"""In place of the status in our mark, where a person's stayed."""


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """What people say of one rule, on one cluster or several of its nodes together."""

    status: ChecklistStatus
    """Not reviewed where no person judged it."""
    details: str = ""
    comments: str = ""
    override: str = ""
    justification: str = ""
    sources: tuple[str, ...] = ()
    """Paths of the checklists, in the delivery."""


class EarlierChecklists(msgspec.Struct, frozen=True, kw_only=True):
    """All of them."""

    by_cluster: Mapping[str, Mapping[str, Earlier]] = msgspec.field(default_factory=dict)
    """Cluster to group id to what is said."""
    unmatched: tuple[tuple[str, str], ...] = ()
    """(path in the workspace, host) of those about no cluster or node that was collected."""


class _HostChecklist(msgspec.Struct, frozen=True, kw_only=True):
    """One checklist about one host."""

    host: str
    path: str
    moment: str
    reviews: Mapping[str, ChecklistReview]


def marked(status: str, day: date, text: str) -> str:
    """Our own part of the finding details."""
    return "\n".join((_BEGINS.format(day=day.isoformat(), status=status), text, _ENDS))


def earlier_checklists(material: Material) -> EarlierChecklists:
    """What is in the evidence up to the day."""
    checklists: dict[str, dict[str, _HostChecklist]] = {}
    unmatched: list[tuple[str, str]] = []
    clusters = material.package.clusters
    for file, checklist in _read(material):
        cluster = _cluster(checklist, file, clusters)
        host = next(iter((*checklist.names, file.target or "")), "")
        if cluster is None:
            unmatched.append((file.path, host))
            continue
        host_checklist = _host_checklist(checklist, file, material.rendered.places.of(file.path), host)
        known = checklists.setdefault(cluster.name, {}).get(host)
        if known is None or (known.moment, known.path) < (host_checklist.moment, host_checklist.path):
            checklists[cluster.name][host] = host_checklist
    return EarlierChecklists(
        by_cluster={
            name: _together([checklist for _, checklist in sorted(hosts.items())]) for name, hosts in checklists.items()
        },
        unmatched=tuple(sorted(set(unmatched))),
    )


def _read(material: Material) -> Iterator[tuple[EvidenceFile, ChecklistAssetReviews]]:
    scans = {path for path, tally in material.package.tallies if any(_plain(name) in _STATUSES for name, _ in tally.statuses)}
    for file in material.package.evidence:
        linked = material.evidence.get(material.rendered.places.of(file.path))
        if linked is None or file.path not in scans or (file.collected and file.collected.date() > material.as_of):
            continue
        document = Document(file.path, load(linked.file).content)
        reader = next((format_reader for format_reader, kind in _READERS if kind.recognizes(document)), None)
        try:
            reviews = tuple(reader(document)) if reader else ()
        except ParseError:  # NOTE: the build has reported it as a gap already
            continue
        yield from ((file, review) for review in reviews if review.stig == STIG_ID)


_READERS = ((stig_ckl.reviews_of, stig_ckl), (stig_cklb.reviews_of, stig_cklb))


def _cluster(checklist: ChecklistAssetReviews, file: EvidenceFile, clusters: Sequence[ClusterView]) -> ClusterView | None:
    """By its own name or that of a node; one that names nothing is about the only cluster there is."""
    names = {name.casefold() for name in (*checklist.names, file.target or "") if name}
    for cluster in clusters:
        known = {cluster.name, *(name for node in cluster.nodes for name in (node.name, *node.addresses))}
        if names & {name.casefold() for name in known}:
            return cluster
    return clusters[0] if len(clusters) == 1 and not names else None


def _host_checklist(checklist: ChecklistAssetReviews, file: EvidenceFile, path: str, host: str) -> _HostChecklist:
    moment = file.collected.isoformat() if file.collected else _LEAST
    return _HostChecklist(
        host=host, path=path, moment=moment, reviews={review.group: review for review in checklist.reviews if review.group}
    )


def _together(hosts: Sequence[_HostChecklist]) -> Mapping[str, Earlier]:
    groups = sorted({group for host in hosts for group in host.reviews})
    return {group: _earlier([(host, host.reviews[group]) for host in hosts if group in host.reviews]) for group in groups}


def _earlier(rows: Sequence[tuple[_HostChecklist, ChecklistReview]]) -> Earlier:
    """The severest status of several hosts: one that is open is open, one without a result is not reviewed."""
    statuses = [_status(review) for _, review in rows]
    worst = max(range(len(rows)), key=lambda at: _SEVEREST.index(statuses[at]))
    overriding = next(((checklist, review) for checklist, review in rows if review.override), None)
    override = overriding[1].override.lower() if overriding else ""
    unknown = [(overriding[0], f"Severity override: {override}")] if overriding and override not in _SEVERITIES else []
    return Earlier(
        status=statuses[worst],
        details=_joined([(checklist, _OURS.sub("", review.details).strip()) for checklist, review in rows]),
        comments="\n\n".join(
            filter(None, (_joined([(checklist, review.comments) for checklist, review in rows]), _joined(unknown)))
        ),
        override="" if unknown else override,
        justification=overriding[1].justification if overriding else "",
        sources=tuple(checklist.path for checklist, _ in rows),
    )


def _status(review: ChecklistReview) -> ChecklistStatus:
    status = _STATUSES.get(_plain(review.status), ChecklistStatus.NOT_REVIEWED)
    ours = _OURS.search(review.details)
    return ChecklistStatus.NOT_REVIEWED if ours and ours[1] == status.value else status


def _plain(status: str) -> str:
    """`Not_Reviewed` and `not_reviewed` are one; only files that know such a word are opened again."""
    return status.lower().replace("_", "").replace(" ", "")


def _joined(lines: Sequence[tuple[_HostChecklist, str]]) -> str:
    """As it was written; with the host before it where several hosts say different things."""
    texts = [(checklist, text) for checklist, text in lines if text]
    if len({text for _, text in texts}) <= 1:
        return texts[0][1] if texts else ""
    return "\n\n".join(f"{checklist.host or checklist.path}:\n{text}" for checklist, text in texts)
