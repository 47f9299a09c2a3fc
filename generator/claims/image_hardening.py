"""How far images are hardened: benchmark, results, base, user, tools, manifests (CM-6, CM-7, AC-6, SC-39, SI-7).

FedRAMP container guidance v1.0, Hardened Images; which benchmark: FedRAMP Rev5 baselines, CM-6(a) Requirement 1.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.claims.base import Basis, Voice
from generator.claims.stated import StatedRequirement, StatedTopic
from generator.model.claim import Claim, Support
from generator.model.evidence import EvidenceSource
from generator.model.hardening import BaseKind, ImageHardening
from generator.text import counted

_NAME, _SUBJECT = "image-hardening", "Hardened images"
_VOICE = Voice(_NAME, _SUBJECT)
_PARTS = ("CM-6(a)", "CM-6(b)", "CM-7(a)", "AC-6", "SC-39")

PACKAGES = StatedTopic(
    name=_NAME,
    subject=_SUBJECT,
    requirements=(
        StatedRequirement(
            requirement="image-has-shell-or-package-manager",
            holds="no image that runs holds a shell, a package manager or a network tool",
            at=("CM-7(a)",),
        ),
    ),
)
"""What images hold, strictly by the verdict on each digest: one list of an image says nothing of what the next one names."""


@dataclass(frozen=True, slots=True)
class ImageHardeningTopic:
    """See `Topic`."""

    name: str = _NAME

    def claims(self, basis: Basis) -> Iterable[Claim]:
        """See `Topic.claims`."""
        images = basis.facts.hardening
        if not images:
            for where in _PARTS:
                yield _VOICE.say(
                    where,
                    Support.NOT_COLLECTED,
                    "How far images are hardened was not examined: no image that runs was collected.",
                )
            return
        yield _benchmarks(images, basis)
        yield from _results(images, basis)
        yield from _bases(images, basis)
        yield from _users(images, basis)
        yield from PACKAGES.claims(basis)
        yield from _manifests(images)


def _benchmarks(images: tuple[ImageHardening, ...], basis: Basis) -> Claim:
    shown = [image.shown_benchmark for image in images if image.shown_benchmark]
    chosen = Counter(benchmark.kind.value for benchmark in shown)
    accepted = sorted({benchmark.accepted_by for benchmark in shown if benchmark.accepted_by})
    known, by_name = len(shown), sum(image.benchmark is not None and image.shown_benchmark is None for image in images)
    if not known and not by_name:
        return _VOICE.say("CM-6(a)", Support.NOT_COLLECTED, f"The operating system is known for 0 of {_classes(len(images))}.")
    kinds = f" ({_listed(chosen)})" if chosen else ""
    text = f"For {known} of {_classes(len(images))} the benchmark that applies is known{kinds}."
    if by_name:
        text += f" For {by_name} of {len(images)} the scan that names the operating system is not shown to have looked at the "
        text += "digest that runs."
    if known + by_name < len(images):
        text += f" For {len(images) - known - by_name} of {len(images)} the operating system is not known."
    if accepted:
        text += f" The provider states that custom benchmarks were accepted by {', '.join(accepted)}."
    return _VOICE.say("CM-6(a)", Support.CONTEXT, text, _sources(images, basis))


def _results(images: tuple[ImageHardening, ...], basis: Basis) -> Iterator[Claim]:
    measured = [image for image in images if image.fitting]
    against = basis.against("image-benchmark-missing", "distroless-benchmark-not-accepted")
    if not measured:
        text = f"No result of the benchmark that fits was collected for any of {_classes(len(images))}."
        yield _VOICE.say("CM-6(b)", Support.NOT_COLLECTED, text, (), against)
        return
    results = [result for hardening in measured for result in hardening.fitting]
    passed, failed, open_ = (sum(getattr(result, name) for result in results) for name in ("passed", "failed", "not_reviewed"))
    rules = counted(passed + failed + open_, "rule")
    text = (
        f"Results of the benchmark that fits were collected for {len(measured)} of {_classes(len(images))}: of {rules} "
        f"{passed} passed, {failed} failed, {open_} not reviewed."
    )
    if len(measured) < len(images):
        text += f" For {len(images) - len(measured)} of {len(images)} none was collected."
    whole = len(measured) == len(images) and not open_ and passed
    sources = tuple(dict.fromkeys(result.source for result in results))
    support = Support.FOUND_NOT_ENFORCING if failed else Support.OBSERVED if whole else Support.NOT_ESTABLISHED
    yield _VOICE.say("CM-6(b)", support, text, sources, against, in_part=passed > 0)


def _bases(images: tuple[ImageHardening, ...], basis: Basis) -> Iterator[Claim]:
    kinds = Counter(image.base_kind.value for image in images)
    text = f"Of {_classes(len(images))}, by base image: {_listed(kinds)}."
    known = len(images) - kinds[BaseKind.UNKNOWN.value]
    if not known:
        for where in ("CM-6(b)", "SC-39"):
            text = f"The base image is known for 0 of {_classes(len(images))}."
            yield _VOICE.say(where, Support.NOT_COLLECTED, text)
        return
    hardened = sum(image.base_kind.is_hardened is True for image in images)
    general = any(image.base_kind.is_hardened is False for image in images)
    support = _judged(hardened, len(images), fails=general)
    for where in ("CM-6(b)", "SC-39"):
        against = basis.against("image-not-hardened")
        yield _VOICE.say(where, support, text, _sources(images, basis), against, in_part=hardened > 0)


def _users(images: tuple[ImageHardening, ...], basis: Basis) -> Iterator[Claim]:
    root, other = (sum(image.root is wanted for image in images) for wanted in (True, False))
    unsaid = len(images) - root - other
    text = f"Of {_classes(len(images))}, the evidence states root as the user of {root} and another user of {other}"
    text += f"; for {unsaid} it states none." if unsaid else "."
    sources = tuple(dict.fromkeys(image.users[0].source for image in images if image.users))
    support = _judged(other, len(images), fails=bool(root))
    if not sources:
        support, text = Support.NOT_COLLECTED, f"The user was collected for 0 of {_classes(len(images))}."
    for where in ("CM-6(b)", "AC-6", "SC-39"):
        yield _VOICE.say(where, support, text, sources, basis.against("image-runs-as-root"), in_part=other > 0)


def _manifests(images: tuple[ImageHardening, ...]) -> Iterator[Claim]:
    """Nothing is said where none was collected: only Iron Bank's images have one."""
    having = [image for image in images if image.manifests]
    manifests = [manifest for hardening in having for manifest in hardening.manifests]
    if not manifests:
        return
    missing = sum(bool(manifest.missing) for manifest in manifests)
    fetched, unchecked = (
        sum(manifest.resources for manifest in manifests),
        sum(len(manifest.unchecked) for manifest in manifests),
    )
    sources = tuple(dict.fromkeys(manifest.source for manifest in manifests))
    every = len(having) == len(images)
    text = f"Iron Bank hardening manifests were collected for {len(having)} of {_classes(len(images))}: "
    lack = f"{len(manifests) - missing} of {counted(len(manifests), 'manifest')} have every part that Iron Bank asks for."
    support = Support.FOUND_NOT_ENFORCING if missing else Support.FOUND if every else Support.NOT_ESTABLISHED
    yield _VOICE.say("CM-6(b)", support, text + lack, sources, in_part=missing < len(manifests))
    if fetched:
        held = f"of {counted(fetched, 'resource')} that they fetch, {fetched - unchecked} are pinned by a checksum or digest."
        support = Support.FOUND_NOT_ENFORCING if unchecked else Support.FOUND if every else Support.NOT_ESTABLISHED
        yield _VOICE.say("SI-7(a)", support, text + held, sources, in_part=unchecked < fetched)


def _judged(passing: int, total: int, *, fails: bool) -> Support:
    """Of images of which configuration, labels and inventories tell: whole, with exceptions, or not decided."""
    if fails:
        return Support.FOUND_NOT_ENFORCING
    return Support.FOUND if passing == total else Support.NOT_ESTABLISHED


def _classes(number: int) -> str:
    return counted(number, "image class in the inventory", "image classes in the inventory")


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items()))


def _sources(images: Iterable[ImageHardening], basis: Basis) -> tuple[EvidenceSource, ...]:
    """Where that was read; of what only the name of the image tells, where the image runs."""
    ids = {image.asset_id: image.sources for image in images}
    own = [source for sources in ids.values() for source in sources]
    runs = (source for image in basis.facts.running_images if image.asset_id in ids for source in image.sources)
    return tuple(dict.fromkeys(own or runs))
