"""What the cluster evidence says about the inventory (CM-8) and about changes to it (CM-8(3))."""

from collections.abc import Iterable

import msgspec

from generator.claims.base import Basis, Voice, cluster_sources
from generator.claims.mechanisms import INVENTORY
from generator.claims.plan_wording import where
from generator.facts.builds import built_here, container_uses
from generator.facts.managed import runs
from generator.limits import NAMED
from generator.model.claim import Claim, Support
from generator.model.draft_statement import DraftStatement, PlanSentence
from generator.model.evidence import EvidenceSource
from generator.model.facts import ClusterView, SystemFacts
from generator.model.platform import named_place, words_of_all
from generator.model.posture import Outcome
from generator.text import agreeing, counted, listed

_VOICE = Voice("asset-inventory", "Inventory of what runs")
_CONTROLLERS = frozenset(("CronJob", "DaemonSet", "Deployment", "Job", "StatefulSet"))


class AssetInventory(msgspec.Struct, frozen=True):
    """FedRAMP container guidance v1.0, Asset Management and Inventory Reporting: an id for every class of image that runs."""

    name: str = "asset-inventory"

    def claims(self, basis: Basis) -> Iterable[Claim]:
        """See `Topic.claims`."""
        facts = basis.facts
        if not facts.clusters:
            yield _VOICE.say("CM-8(a)", Support.NOT_COLLECTED, "No inventory of what runs was collected.")
            return
        sources = cluster_sources(facts)
        running = all(view.running for view in facts.clusters)
        text = " ".join((*(_cluster(facts, view) for view in facts.clusters), *_content(facts)))
        shown = (Support.OBSERVED if running else Support.FOUND) if facts.workloads else Support.CONTEXT
        yield _VOICE.say("CM-8(a)", shown, text, sources, statement=_statement(facts, sources))
        dated = sorted({view.taken.date().isoformat() for view in facts.clusters if view.taken})
        undated = sum(view.taken is None for view in facts.clusters)
        text = f"The evidence behind the inventory was collected on {', '.join(dated)}." if dated else ""
        if undated:
            named = f"{undated} of {counted(len(facts.clusters), *words_of_all(facts.workloads).place)}"
            text = f"{text} The evidence of {named} carries no collection date.".strip()
        yield _VOICE.say("CM-8(b)", Support.CONTEXT, text, sources)
        yield from self._drift(basis)

    def _drift(self, basis: Basis) -> Iterable[Claim]:
        """One comparison is no continuous detection, so that it is context; what it found contradicts."""
        comparison, facts = basis.comparison, basis.facts
        if not comparison.compared:
            yield _VOICE.say("CM-8(3)(a)", Support.NOT_COLLECTED, "No machine-readable diagram was collected to compare with.")
            return
        drawn = len(comparison.in_both) + len(comparison.diagram_only)
        what = "What runs" if all(view.running for view in facts.clusters) else "What the manifests declare"
        text = (
            f"{what} was compared with the diagrams as of {facts.as_of.isoformat()}: {len(comparison.in_both)} of "
            f"{counted(drawn, 'drawn component')} have a workload or service behind them; {_undrawn(basis)}."
        )
        sources = (*cluster_sources(facts), *(match.source for match in comparison.in_both[:1]))
        against = basis.against("running-not-drawn", "drawn-not-running")
        yield _VOICE.say("CM-8(3)(a)", Support.CONTEXT, text, sources, against)


def _statement(facts: SystemFacts, sources: tuple[EvidenceSource, ...]) -> DraftStatement | None:
    """How the inventory is made, and how much it lists; None where it lists nothing. Of the files about what runs those are
    cited that hold a workload of it: no account or setting, and no chart whose workloads another file describes."""
    if not facts.workloads or not facts.inventory:
        return None
    places = [
        (words_of_all(each for each in facts.workloads if each.cluster == view.name).place[0], view) for view in facts.clusters
    ]
    origins = listed(
        f"the {'API' if view.running else 'deployment definitions'}{where(place, view.name, facts)}" for place, view in places
    )
    days = [view.taken.date() for view in facts.clusters if view.taken]
    namespaces = len({(workload.cluster, workload.namespace) for workload in facts.workloads})
    classes = counted(len(facts.inventory), "image class", "image classes")
    text = (
        f"The inventory is generated from {origins} and lists each class of image by repository and version: {classes} used by "
        f"{counted(len(facts.workloads), 'workload')} in {counted(namespaces, *words_of_all(facts.workloads).group)}"
        f"{f' on {max(days).isoformat()}' if days else ''}."
    )
    listing = {source.path for workload in facts.workloads for source in workload.sources}
    sources = tuple(source for source in sources if source.path in listing)
    sentences = [PlanSentence(text=text, sources=sources)]
    kinds = sorted({workload.kind for workload in facts.workloads} & _CONTROLLERS)
    if kinds and all(view.running for view in facts.clusters):
        counting = f"Workloads are counted by their controller ({listed(kinds)}), not by pod."
        sentences.append(PlanSentence(text=counting, sources=sources))
    return DraftStatement(key="asset-inventory", mechanism=INVENTORY, sentences=tuple(sentences))


def _undrawn(basis: Basis) -> str:
    """What no shape stands for is not drawn only where *running-not-drawn* says so: an unread part may show it."""
    judged = [each for posture in basis.stated("running-not-drawn") for each in posture.subjects]
    failing = sum(each.outcome is Outcome.FAILS for each in judged)
    reasons = listed(sorted({each.reason for each in judged if each.outcome is Outcome.UNKNOWN}), NAMED)
    total = counted(len(judged) or len(runs(basis.facts)), "workload or service", "workloads and services")
    text = f"{failing} of {total} {agreeing(failing, 'is', 'are')} not drawn"
    left = sum(each.outcome is Outcome.UNKNOWN for each in judged)
    return f"{text}, and of {left} it is not established ({reasons})" if left else text


def _cluster(facts: SystemFacts, view: ClusterView) -> str:
    """Where the inventory of one cluster is from, and what is not in it."""
    place = words_of_all(each for each in facts.workloads if each.cluster == view.name).place[0]
    nature = "running state" if view.running else "manifests, which declare what is to run"
    missing = f"; not collected or not complete: {listed(view.not_collected, NAMED)}" if view.not_collected else ""
    return f"The inventory of {named_place(view.name, place)} was read from {nature}{missing}."


def _content(facts: SystemFacts) -> Iterable[str]:
    """How much was found, and how exactly it is named."""
    workloads, images = facts.workloads, facts.inventory
    if not workloads:
        yield "The evidence names no workload."
        return
    state = "running workload" if all(view.running for view in facts.clusters) else "declared workload"
    if any(view.running for view in facts.clusters) and not all(view.running for view in facts.clusters):
        state = "running or declared workload"
    namespaces = len({(workload.cluster, workload.namespace) for workload in workloads})
    named, built = _by_origin(facts)
    on_the_spot = f" and {built} {'is' if built == 1 else 'are'} built from source on the spot," if built else ""
    yield (
        f"It lists {counted(len(workloads), state)} in {counted(namespaces, *words_of_all(workloads).group)}, of which {named} "
        f"{'names' if named == 1 else 'name'} images{on_the_spot} of {counted(len(images), 'image class', 'image classes')}."
    )
    digests = sum(bool(image.digests) for image in images)
    classes = counted(len(images), "image class", "image classes")
    yield f"For {digests} of {classes} the evidence states a registry digest, from what runs or a pinned reference."


def _by_origin(facts: SystemFacts) -> tuple[int, int]:
    """How many workloads name an image, and how many run only what is built where they run."""
    own = built_here(facts)
    named: set[tuple[str, str]] = set()
    built: set[tuple[str, str]] = set()
    for image, used in container_uses(facts).items():
        if image:
            (built if image in own else named).update((workload.cluster, workload.key) for workload, _ in used)
    return len(named), len(built - named)
