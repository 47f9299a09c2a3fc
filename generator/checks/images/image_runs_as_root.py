"""An image runs as root.

Asked container by container; the image has the worst verdict. The security context of container and pod decides before the
image's own user (Kubernetes documentation, Configure a Security Context): `runAsUser` above 0, or `runAsNonRoot`, with
which the kubelet refuses root; a template that no pod was seen of, as that of a CronJob between its runs, declares it. Then the
configuration in the registry (OCI Image Format Specification, config.User: empty is root), then a Dockerfile that a person says
belongs to the image, then Dockle's report on this digest. A user that is a name may have the number 0. Windows containers are
judged by `runAsUserName`. A service of Compose is not judged: its own `user` would decide, and is not read.
"""

from collections.abc import Collection, Iterator, Sequence

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.cluster_subjects import certainty as certainty_of
from generator.checks.images.scan_coverage import DigestCoverage, coverages, judged_images
from generator.checks.mapping import mapped
from generator.checks.populations import images
from generator.facts.builds import container_uses
from generator.facts.hardening_users import BY_CONFIGURATION, BY_DOCKLE, named_by_person
from generator.model.evidence import EvidenceSource
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.grouping import grouped
from generator.model.hardening import StatedUser
from generator.model.inventory import Container, Workload
from generator.model.platform import COMPOSE_SERVICE
from generator.model.posture import Certainty, JudgedSubject, Outcome, PostureRequirement, SubjectKey, weakest
from generator.model.settings.base import Setting
from generator.model.settings.isolation import PodIsolation
from generator.model.verdict_makers import cite, fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="image-runs-as-root",
    area="Hardened images",
    title="Images run as a user other than root",
    problem="Image runs as root",
    asks="Does every image run as a user that is not root?",
    rationale="An attacker who escapes from a process that runs as root is root on the node, unless a control prevents it.",
    fix="Name a user other than root in the Dockerfile (`USER 10001`), and set `runAsNonRoot: true` for the pod.",
    reference=(
        "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Hardened Images; NIST SP 800-190, section 4.1.2"
    ),
    controls=mapped(fedramp="CM-6 SC-39", ours="AC-6"),
    subjects=("image of a workload", "images of workloads"),
)


_NOT_COLLECTED = "its definition sets no user, and the image configuration was not collected"
_ONE_DIGEST = "several digests run under this name, and the user of one of them was not collected"
_BY_NAME = "the user is a name whose number is not known"
_BY_FOLDER = "a Dockerfile of the same name was collected, and nothing says that this image is built from it"
_IN_COMPOSE = "its Compose service may set another user than the image does, and `user` of services is not read"
_COLLECT = "collect its configuration from the registry (`atopack collect registry`) or its Dockerfile"
_ADMINISTRATOR = "containeradministrator"
_Pods = dict[tuple[str, str], list[Setting[PodIsolation]]]


def _judge(context: CheckContext) -> Judgment:
    facts, uses, pods = context.facts, container_uses(context.facts), _pods(context.facts)
    users = {each.asset_id: each.users for each in facts.hardening}
    looked = grouped((coverage.running.name, coverage) for coverage in context.views.once(coverages, facts))

    configured = frozenset(
        digest
        for snapshot in facts.registries
        for stored in snapshot.images
        for platform in stored.platforms
        if platform.user is not None
        for digest in (platform.digest, stored.digest)
    )

    def verdicts(image: ImageAsset) -> Iterator[JudgedSubject]:
        name = image.asset_id
        paths = {scan.evidence.path for each in looked.get(name, ()) for scan in each.covering}
        stated = [each for each in users.get(name, ()) if each.by != BY_DOCKLE or each.source.path in paths]
        for workload, container in uses.get(name, ()):
            settings = pods.get((workload.cluster, workload.key), [])
            decided = _in_pod(image, workload, container, settings, context)
            yield decided or _of_every_digest(
                _in_image(image, workload, stated, settings), looked.get(name, ()), stated, configured
            )

    return judged_images(context, verdicts)


def _pods(facts: SystemFacts) -> _Pods:
    return grouped(
        ((configuration.cluster, setting.key), setting)
        for configuration in facts.configurations
        for setting in configuration.of(PodIsolation)
    )


def _in_pod(
    image: ImageAsset,
    workload: Workload,
    container: Container,
    settings: Sequence[Setting[PodIsolation]],
    context: CheckContext,
) -> JudgedSubject | None:
    """What the security contexts of all shapes of its pods decide; None where they leave it to the image."""
    name = image.asset_id
    own = [
        (each, part)
        for each in settings
        for part in each.says.containers
        if (part.init, part.name) == (container.init, container.name)
    ]
    for each, part in own:
        if part.run_as_user == 0 or part.windows_user.lower() == _ADMINISTRATOR:
            user = part.windows_user or "0"
            return _root(
                image,
                f"By the security context of {workload.key}, the user is {user}.",
                (each.cited.source,),
                each,
                certainty=certainty_of(context, each),
                follows_from=_privileges(workload) if not each.says.user_namespace else (),
            )
    if own and all(part.run_as_user or part.run_as_non_root or part.windows_user for _, part in own):
        cited = tuple(each.cited for each, _ in own)
        certainty = weakest(certainty_of(context, each) for each, _ in own)
        return passes(name, *cited, certainty=certainty)
    return None


def _privileges(workload: Workload) -> tuple[SubjectKey, ...]:
    """The subject that the pod's security context is, as it is named beside one cluster and beside several."""
    names = (workload.key, f"{workload.cluster}/{workload.key}")
    return tuple(SubjectKey(check="container-privileges", name=name) for name in names)


def _in_image(
    image: ImageAsset, workload: Workload, stated: Sequence[StatedUser], settings: Sequence[Setting[PodIsolation]]
) -> JudgedSubject:
    name = image.asset_id
    believed = [each for each in stated if each.by in (BY_CONFIGURATION, BY_DOCKLE) or named_by_person(each)]
    clear = [each for each in believed if each.root or each.by == BY_DOCKLE or _number(each.user)]
    composed = workload.kind == COMPOSE_SERVICE and bool(stated)
    if composed or not clear:
        why = _IN_COMPOSE if composed else _BY_NAME if believed else _BY_FOLDER if stated else _NOT_COLLECTED
        return unknown(name, why, *cite("Image", name, *image.sources), next_step=_COLLECT)
    first = clear[0]
    others = tuple(each.source for each in believed if each.root is not first.root)
    if first.root:
        user = f"the user is {first.user}" if first.user else "no user is named, which means root"
        contested = (first.source, *others) if others else ()
        sources = tuple(dict.fromkeys((first.source, *workload.sources[:1])))
        mapped_away = settings[0] if settings and all(each.says.user_namespace for each in settings) else None
        text = f"By its {first.by}, {user}."
        return _root(image, text, sources, mapped_away, certainty=_certainty(first), contested_by=contested)
    return passes(name, *cite("Image", name, first.source), certainty=_certainty(first), contested_by=others)


def _of_every_digest(
    made: JudgedSubject, looked: Sequence[DigestCoverage], stated: Sequence[StatedUser], configured: Collection[str]
) -> JudgedSubject:
    """What the configuration or a report of one digest shows is not shown of another that runs under the same name."""
    if made.outcome is not Outcome.PASSES or len(looked) < 2 or made.certainty is Certainty.DECLARED:
        return made
    reports = {each.source.path for each in stated if each.by == BY_DOCKLE}
    shown = (
        each.running.digest in configured or any(scan.evidence.path in reports for scan in each.covering) for each in looked
    )
    if all(shown):
        return made
    return unknown(made.name, _ONE_DIGEST, *made.citations, next_step=_COLLECT)


def _root(
    image: ImageAsset,
    text: str,
    sources: tuple[EvidenceSource, ...],
    setting: Setting[PodIsolation] | None,
    *,
    certainty: Certainty,
    contested_by: tuple[EvidenceSource, ...] = (),
    follows_from: tuple[SubjectKey, ...] = (),
) -> JudgedSubject:
    """`follows_from`: where the pod sets root, its security context is what has to change."""
    name = image.asset_id
    mapped_away = setting is not None and setting.says.user_namespace
    where = (
        "Its user namespace maps root to another user of the node."
        if mapped_away
        else "What breaks out of a container that runs as root is root on its node, where user namespaces are not used."
    )
    return fails(
        name,
        "runs as root" + (", which its user namespace maps to another user of the node" if mapped_away else ""),
        *cite("Image", name, *sources),
        certainty=certainty,
        contested_by=contested_by,
        title=f"{name} runs as root",
        detail=f"{text} {where}",
        follows_from=follows_from,
    )


def _number(user: str) -> bool:
    return user.partition(":")[0].strip().isdecimal()


def _certainty(stated: StatedUser) -> Certainty:
    known = {BY_CONFIGURATION: Certainty.OBSERVED, BY_DOCKLE: Certainty.REPORTED}
    return known.get(stated.by, Certainty.DECLARED)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=images)
