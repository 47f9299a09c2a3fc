"""What an assessor samples from: per control the whole population, and a sample that anybody can draw again.

FedRAMP wants the sampling plan attested by the assessor, so this proposes and does not decide: the seed, the share and the
least number are the assessor's to choose (`assessment:` in `decisions/sampling.yaml`). A population is what the evidence
shows, whole: assets of the inventory, the objects that the state of a requirement rests on, open items of the POA&M, scans.
"""

from collections.abc import Iterator, Sequence

import msgspec

from generator.deliverables.indexes import FOLDER
from generator.deliverables.material import Made, Material
from generator.documents.csv_text import csv_bytes
from generator.facts.sampling import AssessmentSample, drawn, read_sampling
from generator.frameworks.base import control_order
from generator.model.grouping import grouped
from generator.model.identifiers import ControlId, control_ids
from generator.oscal.populations import Population, populations_of
from generator.text import indented_json

JSON = f"{FOLDER}populations.json"
CSV = f"{FOLDER}populations.csv"
_HOW = (
    "For each member take the SHA-256 of the population's seed, a zero byte and the member, as in "
    "printf '%s\\0%s' SEED MEMBER | sha256sum; the smallest are the sample."
)


class SampledPopulation(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """One population with its sample."""

    id: str
    title: str
    controls: tuple[ControlId, ...]
    size: int
    members: tuple[str, ...]
    seed: str
    sampled: int
    sample: tuple[str, ...]


class _PopulationsFile(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    share_in_per_cent: int
    at_least: int
    how_to_draw_again: str
    populations: tuple[SampledPopulation, ...]
    controls: dict[ControlId, tuple[str, ...]]
    """Control to the ids of its populations."""


def populations(material: Material) -> tuple[SampledPopulation, ...]:
    """All that hold anything, in the order of their sources."""
    rule, seed = _rule(material)
    sampled = []
    for name, title, controls, members in (*populations_of(material.package), *_scans(material)):
        ordered = tuple(sorted(members))
        own = f"{seed}/{name}"
        sample = drawn(ordered, rule.number(len(ordered)), own)
        sampled.append(
            SampledPopulation(
                id=name,
                title=title,
                controls=controls,
                size=len(ordered),
                members=ordered,
                seed=own,
                sampled=len(sample),
                sample=sample,
            )
        )
    return tuple(population for population in sampled if population.size)


def written(material: Material, sampled: tuple[SampledPopulation, ...]) -> Made:
    """As JSON, and as a table for whoever works in a spreadsheet."""
    rule, _ = _rule(material)
    whole = _PopulationsFile(
        share_in_per_cent=rule.share,
        at_least=rule.at_least,
        how_to_draw_again=_HOW,
        populations=sampled,
        controls=by_control(sampled),
    )
    return {
        JSON: (indented_json(whole), "What can be sampled, per control"),
        CSV: (_table(sampled), "What can be sampled, as a table"),
    }


def by_control(sampled_populations: Sequence[SampledPopulation]) -> dict[ControlId, tuple[str, ...]]:
    """Control to the ids of its populations, sorted by control."""
    rows = grouped((control, population.id) for population in sampled_populations for control in population.controls)
    return {control: tuple(ids) for control, ids in sorted(rows.items(), key=lambda row: control_order(row[0]))}


def assessment_rule(material: Material) -> str:
    """How the samples are drawn, and who decides that, in a sentence."""
    rule, seed = _rule(material)
    chosen = (
        "set in decisions/sampling.yaml"
        if rule.seed
        else "proposed by the provider, and for the assessor to set: `seed`, `share` and `at-least` under `assessment:` in "
        "decisions/sampling.yaml"
    )
    return f"{rule.share} % of each population, at least {rule.at_least}, seed {seed!r}; {chosen}. {_HOW}"


def _rule(material: Material) -> tuple[AssessmentSample, str]:
    text = material.workspace.decision("sampling.yaml")
    rule = (read_sampling(text).assessment if text is not None else None) or AssessmentSample()
    return rule, rule.seed or f"{material.package.system.id}/{material.as_of.isoformat()}"


_HEADERS = ("Population", "Title", "Controls", "Member", "In the sample")


def _table(sampled_populations: tuple[SampledPopulation, ...]) -> bytes:
    return csv_bytes((_HEADERS, *(row for population in sampled_populations for row in _rows(population))))


def _rows(population: SampledPopulation) -> Iterator[tuple[str, ...]]:
    sample = frozenset(population.sample)
    for member in population.members:
        yield (
            population.id, population.title, " ".join(population.controls), member, "yes" if member in sample else "",
        )  # fmt: skip


def _scans(material: Material) -> Iterator[Population]:
    paths = {material.rendered.places.of(quality.evidence.path) for quality in material.package.scan_quality}
    yield "scans", "Scans that count on the day", control_ids("RA-5", "RA-5(2)", "RA-5(5)"), frozenset(paths)
