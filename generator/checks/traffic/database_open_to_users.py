"""Databases that can be reached from outside: through a Service, a route, a port of the node, or a cloud's public address; and
those whose port a host publishes, to whoever reaches the host.

NIST SP 800-53 Rev. 5, SC-7(b): publicly accessible components stand in subnetworks of their own, so a database behind an
application is not among them. A workload is known as a database by the name of its image, a label, the packages of the digest
that runs, or a port that it declares (`facts.database_kinds`), each with its own certainty; one of a cloud by its API, which
says whether it has a public address. An image that only holds a database may open the port of another program: which one
answers is unknown then.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

from generator.checks.base import Check, CheckContext, Judgment, judged, named, none_found, not_collected
from generator.checks.cryptography.cloud_resources import answers_to, of_accounts
from generator.checks.images.scan_coverage import DigestCoverage, all_pods_listed, coverages
from generator.checks.mapping import mapped
from generator.checks.populations import both, workloads
from generator.facts.database_access import database_access, kept_databases
from generator.facts.database_kinds import HeldDatabases, product_of
from generator.model.asset import AssetKind, AssetScan, SystemAsset
from generator.model.database_access import DatabaseAccess, OutsideWay
from generator.model.identifiers import AssetId
from generator.model.inventory import PRODUCT, Workload
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement, weakest
from generator.model.scan import PackageList
from generator.model.verdict_makers import cite, fails, passes, unknown
from generator.text import counted, sentence

_LEADS_IN = (("", "Service"), ("networking.k8s.io", "Ingress"))
_NOT_COLLECTED = "the Services or Ingresses of its cluster were not collected"
_NOT_WHOLE = "the Services and Ingresses of its cluster were not listed whole"
_CLIENTS = ("Job", "CronJob")
_NOT_KNOWN = "a service that the platform keeps: from where it can be reached was not collected"
_ON_HOST = "Whether the host is reached from outside is not stated"
_QUESTION = "rds describe-db-instances"

_SAY_WHICH = "declare the ports of its containers, or let no way from outside lead to it"
_REQUIREMENT = PostureRequirement(
    id="database-open-to-users",
    area="Network",
    title="Databases are not open to end users",
    problem="Database open beyond the system's workloads",
    asks="Is every database reached by the system's own workloads only, and not from outside?",
    rationale="Users reach data through the application, which authenticates them and decides what each may see.",
    fix="Reach the database through a Service of type ClusterIP or a private subnet, and close the entry point.",
    reference="NIST SP 800-53 Rev. 5, SC-7(b) and AC-4",
    controls=mapped(ours="SC-7 AC-4"),
    subjects=("database", "databases"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the workloads that run a database, the databases of the cloud accounts, and those that a file orders."""
    facts = context.facts
    several = len(facts.configurations) > 1
    found = coverages(facts)
    own = [each for each in database_access(facts, _held(found)) if _serves(context, *each.workload.split("/"))]
    subjects = [_workload(context, each, several=several) for each in own]
    subjects += _clouds(context)
    subjects += map(_kept, kept_databases(facts))
    unlisted = _unlisted(found, {each.workload for each in own})
    if subjects:
        return judged(subjects, notes=(_note(unlisted),) if own or unlisted else ())
    if all_pods_listed(facts) and answers_to(facts, _QUESTION) and not unlisted:
        return none_found("Nothing that runs is or holds a database, and the accounts list none.")
    what = f", and the packages of {counted(unlisted, 'image')} that run" if unlisted else ""
    return not_collected(f"databases: what runs, the databases of the cloud accounts{what}")


def _held(coverages_: Iterable[DigestCoverage]) -> Mapping[AssetId, HeldDatabases]:
    """By image, what lists of the digests that run name: of several digests the servers in any of them."""
    rows: dict[AssetId, list[tuple[DigestCoverage, AssetScan, PackageList]]] = defaultdict(list)
    for coverage in coverages_:
        for scan in () if coverage.running.stale else coverage.covering:
            if scan.packages and scan.packages.databases:
                rows[coverage.running.name].append((coverage, scan, scan.packages))
    return {
        name: HeldDatabases(
            products=tuple(sorted({product for _, _, packages in named for product in packages.databases})),
            certainty=weakest(coverage.certainty for coverage, _, _ in named),
            lists=tuple(sorted({scan.evidence.source for _, scan, _ in named})),
        )
        for name, named in rows.items()
    }


def _unlisted(coverages_: Iterable[DigestCoverage], databases: Set[str]) -> int:
    """Images that no name tells to be a database, that not only workloads use which are known as one, and of a digest of which
    no list of packages was collected."""
    return len(
        {
            coverage.running.name
            for coverage in coverages_
            if not product_of(coverage.running.name)
            and not databases >= {*coverage.running.workloads}
            and not any(scan.packages for scan in coverage.covering)
        }
    )


def _note(unlisted: int) -> str:
    known = "A workload is known as a database by its image's name, a label, the packages of its digest or a port it declares"
    if not unlisted:
        return f"{known}."
    return f"{known}; {counted(unlisted, 'other image')} without a list of packages may hold one that nothing names."


def _serves(context: CheckContext, namespace: str, kind: str = "", *_: str) -> bool:
    """A job with the image of a database is its client, as a backup is, and serves no client."""
    return context.is_ours(namespace) and kind not in _CLIENTS


def _workload(context: CheckContext, database: DatabaseAccess, *, several: bool) -> JudgedSubject:
    name = f"{database.cluster} {database.workload}" if several else database.workload
    runs = cite(database.product, database.workload, *database.sources[:3], *database.lists[:3])
    sure = _certainty(context, database)
    ways = database.open_ways or database.undecided_ways
    cited = tuple(cited for way in ways for cited in cite("WayIn", way.name, way.source))
    shown = named([_way(each) for each in ways])
    if database.open_ways:
        certainty = weakest((sure, context.certainty_of_all(ways)))
        if all(way.on_host for way in ways):
            text = f"{database.shown} and publishes its port on its host, beyond its own project: {shown}"
            title = f"{database.product} {database.workload.rpartition('/')[2]} publishes its port on the host"
            detail = f"{sentence(text)}. {_ON_HOST}."
            return fails(name, text, *runs, *cited, certainty=certainty, title=title, detail=detail)
        text = f"{database.shown} and can be reached from outside: {shown}"
        return fails(name, text, *runs, *cited, certainty=certainty)
    if ways:
        why = f"it {database.shown} and can be reached from outside ({shown}); which of its programs answers there is not known"
        return unknown(name, why, *runs, *cited, next_step=_SAY_WHICH, contested_by=database.lists)
    if not database.known or not _listed_whole(context, database):
        why = _NOT_WHOLE if database.known else _NOT_COLLECTED
        # NOTE: of a manifest or chart alone its own ways in are all there are; of what runs they have to be listed.
        rivals = [each.source for each in runs]
        step = f"collect the Services and Ingresses of {database.cluster}"
        return unknown(name, why, *runs, next_step=step, contested_by=rivals)
    reason = f"{database.shown}, and nothing that was collected leads to it from outside"
    return passes(name, *runs, certainty=sure, reason=reason)


def _certainty(context: CheckContext, database: DatabaseAccess) -> Certainty:
    seen = weakest((context.certainty_of(database), database.certainty))
    return seen if database.running else weakest((seen, Certainty.DECLARED))


def _listed_whole(context: CheckContext, database: DatabaseAccess) -> bool:
    """Where something runs, only the API's whole lists show that nothing leads to it; files show what they declare."""
    configurations = [each for each in context.facts.configurations if each.cluster == database.cluster]
    return not database.running or all(kind in each.complete for each in configurations for kind in _LEADS_IN)


def _way(way: OutsideWay) -> str:
    return f"{way.name} ({', '.join(map(str, way.ports))})" if way.ports else way.name


def _clouds(context: CheckContext) -> Iterator[JudgedSubject]:
    for asset in context.facts.assets:
        if asset.kind is AssetKind.DATABASE:
            yield _of_cloud(asset)


def _kept(service: Workload) -> JudgedSubject:
    """The file that orders it does not say from where it can be reached."""
    cited = cite(dict(service.labels)[PRODUCT], service.key, *service.sources)
    return unknown(
        service.key, _NOT_KNOWN, *cited, next_step=f"collect `aws {_QUESTION}`, or what the platform says of its network"
    )


def _of_cloud(asset: SystemAsset) -> JudgedSubject:
    name, ids, cited = asset.asset_id, (asset.asset_id,), cite("Database", asset.asset_id, *asset.sources)
    if asset.public is None or not cited:
        return unknown(name, "the answer does not say whether it has a public address", *cited, asset_ids=ids)
    if asset.public:
        return fails(name, "has a public address", *cited, certainty=Certainty.OBSERVED, asset_ids=ids)
    return passes(name, *cited, certainty=Certainty.OBSERVED, reason="has no public address", asset_ids=ids)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=both(workloads, of_accounts("other databases", _QUESTION)))
