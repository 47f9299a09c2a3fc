"""`decisions/sampling.yaml`: which of several identical assets are scanned for all of them.

FedRAMP allows it with the authorizing official's approval, for items made from one image; what can be reached from outside is
scanned whole (Guide for Determining Eligibility and Requirements for the Use of Sampling for Vulnerability Scans).

```yaml
seed: 2026-11                  # another seed, another selection; the same seed selects the same
classes:
  - assets: node-*
    share: 25                  # percent, rounded up; or number: 3
assessment:                    # what an assessor samples from the populations of a delivery
  seed: chosen by the assessor # without one, the system and the day
  share: 10                    # percent, rounded up
  at-least: 5
```
"""

import hashlib
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

import msgspec

from generator import strict_yaml
from generator.model.asset import SystemAsset
from generator.model.coverage import Sample
from generator.model.evidence import Gap, GapKind
from generator.model.facts import ImageAsset, SystemFacts
from generator.strict_yaml import StrictYamlFile

FILE = "decisions/sampling.yaml"
_EITHER = "say how many by `share` (percent) or by `number`, one of the two"


class SampledClass(msgspec.Struct, frozen=True, kw_only=True):
    """One class of the plan."""

    assets: str
    share: int | None
    number: int | None
    line: int


class AssessmentSample(msgspec.Struct, frozen=True, kw_only=True):
    """How a sample is drawn from a population of a delivery."""

    seed: str | None = None
    share: int = 10
    at_least: int = 5

    def number(self, size: int) -> int:
        """How many of a population of a size."""
        return min(size, max(self.at_least, math.ceil(size * self.share / 100)))


class SamplingPlan(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file."""

    seed: str = ""
    classes: tuple[SampledClass, ...] = ()
    assessment: AssessmentSample | None = None
    """None where the file does not say how an assessor samples."""


class _Class(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    assets: str
    share: int | None = None
    number: int | None = None


class _Assessment(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    seed: str | int | None = None
    share: int = 10
    at_least: int = 5


class _SamplingFile(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    seed: str | int | None = None
    classes: list[_Class] | None = None
    assessment: _Assessment | None = None


SCHEMA = _SamplingFile
"""The whole file, for its JSON schema."""


def read_sampling(text: str) -> SamplingPlan:
    """Read and check the file.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key, no size, or one that selects nothing.
    """
    written = strict_yaml.load(text, FILE)
    content = strict_yaml.convert(written, _SamplingFile)
    classes = tuple(_class(row, index, written) for index, row in enumerate(content.classes or ()))
    if content.classes is not None and content.seed is None:
        step = "write `seed:` with any text: the same seed selects the same"
        raise written.error(("seed",), "the key `seed` is missing, without which no selection can be repeated", step)
    return SamplingPlan(seed=str(content.seed or ""), classes=classes, assessment=_assessment(content.assessment, written))


def samples(facts: SystemFacts, plan: SamplingPlan) -> tuple[tuple[Sample, ...], tuple[Gap, ...]]:
    """Each class with what is selected of it; and the classes that hold nothing."""
    known: dict[str, ImageAsset | SystemAsset] = {image.asset_id: image for image in facts.inventory}
    known |= {asset.asset_id: asset for asset in facts.assets}
    sampled, gaps = [], []
    for sampled_class in plan.classes:
        members = {asset_id: asset for asset_id, asset in sorted(known.items()) if fnmatchcase(asset_id, sampled_class.assets)}
        if members:
            sampled.append(_sample(sampled_class, members, plan.seed))
        else:
            reason = f"`{sampled_class.assets}` is no asset of the inventory: nothing can be selected of it"
            step = "write the pattern as the inventory has the identifiers, or remove the class"
            gaps.append(
                Gap(path=FILE, place=f"line {sampled_class.line}", kind=GapKind.CONTRADICTED, reason=reason, next_step=step)
            )
    return tuple(sampled), tuple(gaps)


def drawn(members: Sequence[str], number: int, seed: str) -> tuple[str, ...]:
    """A sample that anybody can draw again, sorted: those whose SHA-256 of seed, a zero byte and name is smallest."""
    return tuple(sorted(sorted(members, key=lambda each: _lot(seed, each))[:number]))


def _assessment(assessment: _Assessment | None, written: StrictYamlFile) -> AssessmentSample | None:
    if assessment is None:
        return None
    for key, value, most in (("share", assessment.share, 100), ("at-least", assessment.at_least, 1_000_000)):
        if not 0 < value <= most:
            what = f"`{key}: {value}` is out of range"
            raise written.error(("assessment", key), what, f"write a number from 1 to {most}")
    return AssessmentSample(
        seed=str(assessment.seed) if assessment.seed is not None else None, share=assessment.share, at_least=assessment.at_least
    )


def _class(row: _Class, index: int, written: StrictYamlFile) -> SampledClass:
    path = ("classes", index)
    if (row.share is None) == (row.number is None):
        raise written.error(path, "not clear how many are selected", _EITHER)
    if row.share is not None and not 0 < row.share <= 100:
        raise written.error((*path, "share"), f"a share of {row.share} percent", "write a number from 1 to 100")
    if row.number is not None and row.number < 1:
        raise written.error((*path, "number"), f"a selection of {row.number}", "write 1 or more")
    return SampledClass(assets=row.assets, share=row.share, number=row.number, line=written.line(path))


def _sample(sampled_class: SampledClass, members: Mapping[str, ImageAsset | SystemAsset], seed: str) -> Sample:
    outside = [asset_id for asset_id, asset in members.items() if asset.public]
    inside = sorted(
        (asset_id for asset_id in members if asset_id not in set(outside)), key=lambda asset_id: _lot(seed, asset_id)
    )
    number = (
        sampled_class.number if sampled_class.number is not None else math.ceil(len(inside) * (sampled_class.share or 0) / 100)
    )
    return Sample(
        assets=sampled_class.assets,
        members=tuple(members),
        selected=tuple(sorted((*outside, *inside[:number]))),
        variance=tuple(_variance(list(members.values()))),
        place=f"{FILE}, line {sampled_class.line}",
    )


def _lot(seed: str, asset_id: str) -> str:
    """Anyone can draw it again: the SHA-256 of seed, a zero byte and identifier; the smallest are selected."""
    return hashlib.sha256(f"{seed}\0{asset_id}".encode()).hexdigest()


def _variance(members: Sequence[ImageAsset | SystemAsset]) -> Iterator[str]:
    """What the evidence shows to differ in a class of assets that are made alike."""
    yield from _differing("operating system", [member.os_name for member in members])
    yield from _differing("details", [member.details for member in members if isinstance(member, SystemAsset)])
    yield from _differing("version", [member.version for member in members if isinstance(member, SystemAsset)])
    for member in members:
        if isinstance(member, ImageAsset) and len(member.digests) > 1:
            yield f"{member.asset_id}: {len(member.digests)} digests run"


def _differing(what: str, values: Sequence[str | None]) -> Iterator[str]:
    counts = Counter(value or "not known" for value in values)
    if len(counts) > 1:
        yield f"{what}: " + "; ".join(f"{number} × {value}" for value, number in sorted(counts.items()))
