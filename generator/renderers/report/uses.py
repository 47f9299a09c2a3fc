"""Where is this used? Each evidence file with what cites it: sentences about controls, and objects of the OSCAL documents."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from generator.model.places import evidence_path
from generator.oscal import types as o
from generator.oscal.package import AuthorizationPackage

SENTENCE, OBSERVATION, ITEM = "sentence", "observation", "POA&M item"


def uses_of(package: AuthorizationPackage) -> Mapping[str, Counter[str]]:
    """Path in the package to how many of each kind cite the file."""
    counts: dict[str, Counter[str]] = {}
    for path, kind in (*_claims(package), *_observed(package)):
        counts.setdefault(path, Counter())[kind] += 1
    return counts


def _claims(package: AuthorizationPackage) -> Iterator[tuple[str, str]]:
    for claim in package.claims:
        for path in {evidence_path(source.path) for source in claim.sources}:
            yield path, SENTENCE


def _observed(package: AuthorizationPackage) -> Iterator[tuple[str, str]]:
    """Observations of the assessment results, and POA&M items through theirs."""
    results, poam = package.bundle.assessment_results, package.bundle.poam
    files = _files(results.back_matter)
    for result in results.results:
        for observation in result.observations:
            for path in _cited(observation, files):
                yield path, OBSERVATION
    files = _files(poam.back_matter)
    seen = {observation.uuid: _cited(observation, files) for observation in poam.observations}
    for item in poam.poam_items:
        for path in {
            path
            for related_observation in item.related_observations
            for path in seen.get(related_observation.observation_uuid, ())
        }:
            yield path, ITEM


def _cited(observation: o.Observation, files: Mapping[str, str]) -> frozenset[str]:
    return frozenset(files[evidence.href] for evidence in observation.relevant_evidence if evidence.href in files)


def _files(matter: o.BackMatter | None) -> Mapping[str, str]:
    return dict(_linked(matter.resources)) if matter else {}


def _linked(resources: Iterable[o.Resource]) -> Iterator[tuple[str, str]]:
    for resource in resources:
        for link in resource.rlinks[:1]:
            yield f"#{resource.uuid}", unquote(link.href.removeprefix("../"))
