"""Images that a registry's own policy refuses to hand out: Amazon ECR's deny, and Harbor's "prevent vulnerable images".

Amazon EKS offers no ImagePolicyWebhook; a policy that denies pulls stands in for it (Amazon ECR User Guide, Repository
policies; IAM: an explicit deny wins). It decides only when an image is pulled: the kubelet has to ask each time
(`imagePullPolicy: Always`), a pod that started before the policy was never asked, and where the registry refuses or cannot be
asked nothing starts, which somebody has to accept by name. A policy whose condition looks at the caller, and not at the
repository's tags, says nothing about images; one that refuses layers alone lets an image start whose layers lie on the node.

The policy's text carries no date. It was in force when it was collected, and before that from the day that a person states.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from fnmatch import fnmatchcase

import msgspec

from generator.checks.base import POD, Check, CheckContext, Judgment, judged, named, not_collected
from generator.checks.cluster_subjects import certainty
from generator.checks.mapping import mapped
from generator.checks.populations import workloads
from generator.facts.builds import container_uses
from generator.model.acceptance import Acceptance, AcceptedThing
from generator.model.cloud import HARBOR, CloudResource, ResourceKind, place_of_registry
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.images import ImageReference, parse_reference
from generator.model.inventory import Container, Workload
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement, weakest
from generator.model.settings.isolation import PodAges, PodIsolation, SeenIn
from generator.model.verdict_makers import cite, fails, of_asset, passes, unknown

_REFUSES = ("to everyone", "by the repository's tags")
_NEVER = "never"
_OF_ALL = "pull denied of "
_ALWAYS = "Always"
_REGISTRY_POLICY = "ecr get-registry-policy"
_DOUBTS = {
    "of layers only": "the policy refuses layers only: an image whose layers lie on the node still starts",
    "to some": "the policy refuses named callers only, and who pulls for the nodes was not collected",
    "under other conditions": "the policy refuses under conditions that do not look at the image or its repository",
}

_REQUIREMENT = PostureRequirement(
    id="registry-denies-pulls",
    area="Admission",
    title="The registry refuses pulls of images that do not adhere",
    problem="Registry's refusal of pulls can be bypassed",
    asks="Where a registry's policy stands in for an admission webhook: does it govern all images and is it asked each time?",
    rationale="A refusal that is not asked for, or that other registries do not make, keeps nothing out.",
    fix="Deny pulls in the policy of every repository, set `imagePullPolicy: Always`, restart older pods, and have the outage "
    "accepted by name in decisions/acceptances.yaml (`accepts: refused-pulls`).",
    reference="Amazon ECR User Guide, Repository policies; FedRAMP Vulnerability Scanning Requirements for Containers v1.0",
    controls=mapped(ours="CM-7(5) SI-7 RA-5"),
    subjects=("image of a workload", "images of workloads"),
)


class _PullPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """What one reply says of the pulls of an image's repository."""

    denies: str
    taken: date | None
    cited: ObjectCitation


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the images of the cluster's workloads, where some policy that refuses pulls was collected."""
    if not any(_is_refusal(value) for cloud in context.facts.clouds for each in cloud.resources for value in _pulls(each)):
        return not_collected(
            "a registry's policy that refuses pulls (`ecr get-repository-policy`, settings of Harbor's projects)"
        )
    uses = container_uses(context.facts)
    images = [
        (image, own)
        for image in context.facts.images
        if (own := [each for each in uses.get(image.asset_id, ()) if each[0].cluster == context.cluster])
    ]
    return (
        judged(of_asset(_verdict(context, *each), each[0].asset_id) for each in images)
        if images
        else not_collected("what runs")
    )


def _pulls(resource: CloudResource) -> Iterator[str]:
    yield from (value for key, value in resource.settings if key in ("pull denied", "pull refused") or key.startswith(_OF_ALL))


def _is_refusal(value: str) -> bool:
    return value in _REFUSES or value in _DOUBTS or value.startswith("from ")


def _verdict(context: CheckContext, image: ImageAsset, uses: Sequence[tuple[Workload, Container]]) -> JudgedSubject:
    name = image.asset_id
    runs = cite("Image", name, *image.sources[:1])
    reference = parse_reference(name)
    policies = list(_policies(reference, context.facts)) if reference else []
    refusing = [each for each in policies if each.denies in _REFUSES or each.denies.startswith("from ")]
    if not refusing:
        return _not_refused(context, image, reference, policies)
    cited = (*runs, *(each.cited for each in refusing))
    accepted = [each for each in _accepted(context) if reference and _names(each, reference)]
    open_uses = [_use(context, *each, refusing, accepted) for each in uses]
    wrong = sorted({why for verdict, why, _ in open_uses if verdict is False})
    if wrong:
        sure = weakest(each for verdict, _, each in open_uses if verdict is False)
        return fails(name, named(wrong), *cited, certainty=sure)
    doubts = sorted({why for verdict, why, _ in open_uses if verdict is None})
    if doubts:
        rivals = sorted({source for workload, _ in uses for source in workload.sources})
        return unknown(name, doubts[0], *cited, contested_by=rivals)
    if not context.complete(POD):
        return unknown(name, "the pods of the cluster were not listed whole", *cited)
    if not accepted:
        step = "have it accepted in decisions/acceptances.yaml (`accepts: refused-pulls`)"
        return unknown(name, "no person accepted the outage of refused pulls by name", *cited, next_step=step)
    sure = weakest((Certainty.STATED, *(each for _, _, each in open_uses)))
    reason = f"pulls are refused {refusing[0].denies}; the outage is accepted: {accepted[0].who}"
    return passes(name, *cited, certainty=sure, reason=reason)


def _not_refused(
    context: CheckContext, image: ImageAsset, reference: ImageReference | None, policies: Sequence[_PullPolicy]
) -> JudgedSubject:
    """No policy that is known to refuse it. An image of a registry without any such policy is not governed."""
    name, cited = image.asset_id, cite("Image", image.asset_id, *image.sources[:1])
    shown = (*cited, *(each.cited for each in policies))
    doubt = next((_DOUBTS[each.denies] for each in policies if each.denies in _DOUBTS), "")
    if doubt or reference is None:
        return unknown(name, doubt or "its name could not be read", *shown)
    missing = _other_registries(context.facts, reference, policies)
    if missing:
        return unknown(name, missing, *shown, next_step="run `atopack collect aws` again")
    sure = context.certainty_of_all(cited) if cited else Certainty.OBSERVED
    if policies:
        return fails(name, "comes from a repository whose policy refuses no pull", *shown, certainty=sure)
    return fails(name, "comes from a registry that the policy does not govern", *shown, certainty=sure)


def _other_registries(facts: SystemFacts, reference: ImageReference, policies: Sequence[_PullPolicy]) -> str:
    """In Amazon ECR both the repository and the registry may refuse, so both have to be known."""
    place = place_of_registry(reference.registry)
    if place is None:
        return ""
    if not policies:
        return "the policy of its repository was not collected"
    queried = any((cloud.account, cloud.region) == place and _REGISTRY_POLICY in cloud.operation for cloud in facts.clouds)
    return "" if queried else "the policy of its registry as a whole was not collected"


def _policies(reference: ImageReference, facts: SystemFacts) -> Iterator[_PullPolicy]:
    """The repository's own, the registry's as a whole, and the setting of its project in Harbor."""
    whole, place = f"{reference.registry}/{reference.repository}", place_of_registry(reference.registry)
    for cloud in facts.clouds:
        here = place is not None and (cloud.account, cloud.region) == place
        for resource in cloud.resources:
            for key, value in resource.settings:
                of_all = here and resource.kind is ResourceKind.ACCOUNT and key.startswith(_OF_ALL)
                if (
                    (of_all and value != _NEVER and fnmatchcase(reference.repository, key.removeprefix(_OF_ALL)))
                    or (key == "pull denied" and resource.name == whole)
                    or (key == "pull refused" and cloud.provider == HARBOR and whole.startswith(f"{resource.name}/"))
                ):
                    taken = cloud.taken.date() if cloud.taken else None
                    yield _PullPolicy(denies=value, taken=taken, cited=cloud.cite(resource))


def _accepted(context: CheckContext) -> Iterator[Acceptance]:
    yield from (each for each in context.facts.acceptances if each.accepts is AcceptedThing.REFUSED_PULLS)


def _names(acceptance: Acceptance, reference: ImageReference) -> bool:
    return acceptance.concerns(reference.registry) or acceptance.concerns(f"{reference.registry}/{reference.repository}")


def _use(
    context: CheckContext,
    workload: Workload,
    container: Container,
    policies: Sequence[_PullPolicy],
    accepted: Sequence[Acceptance],
) -> tuple[bool | None, str, Certainty]:
    """(is it asked for each time and since the policy, why not, how sure)."""
    own = [each for each in context.of(PodIsolation) if each.key == workload.key]
    found = {
        (inner.pull_policy, each.says.seen_in, certainty(context, each))
        for each in own
        for inner in each.says.containers
        if inner.name == container.name
    }
    if not found:
        return None, f"the pull policy of {workload.key} was not collected", Certainty.OBSERVED
    sure = weakest(seen_at_work for _, _, seen_at_work in found)
    others = sorted({policy for policy, _, _ in found} - {_ALWAYS, ""})
    if others:
        return False, f"is not pulled each time by {workload.key} (imagePullPolicy: {', '.join(others)})", sure
    if any(not policy for policy, _, _ in found):
        return None, f"{workload.key} leaves imagePullPolicy to its default", sure
    if any(seen is not SeenIn.PODS for _, seen, _ in found):
        return None, f"when the pods of {workload.key} started was not collected", sure
    return _age(context, workload, policies, accepted, sure)


def _age(
    context: CheckContext, workload: Workload, policies: Sequence[_PullPolicy], accepted: Sequence[Acceptance], sure: Certainty
) -> tuple[bool | None, str, Certainty]:
    """The newest day of the policies that refuse has to lie before every pod: each may be the one that decides."""
    ages = [each.says.oldest for each in context.of(PodAges) if each.key == workload.key]
    stated = [each.since for each in accepted if each.since]
    collected = [each.taken for each in policies if each.taken]
    if not ages or (not stated and not collected):
        what = f"when the pods of {workload.key} started" if not ages else "since when the policy refuses pulls"
        return None, f"{what} was not collected", sure
    born = _day(min(ages))
    if born is None:
        return None, f"when the pods of {workload.key} started could not be read", sure
    if collected and born > min(collected):
        return True, "", sure
    if not stated:
        return None, "since when the policy refuses pulls is not known", sure
    if born > max(stated):
        return True, "", Certainty.STATED
    return False, f"runs in pods of {workload.key} that are not newer than the policy ({born})", Certainty.STATED


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=workloads, per_cluster=True)
