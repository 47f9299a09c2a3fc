"""The search for secrets over everything that a delivery would hand on, compared with the waivers."""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec.structs import replace

from generator.deliverables.material import Made, Material
from generator.deliverables.secrets.cells import placed_in_cells
from generator.deliverables.secrets.patterns import REPORT
from generator.deliverables.secrets.search import DetectedSecret, Searched, search
from generator.deliverables.secrets.waivers import Judged, SecretWaiver, judge
from generator.model.evidence import Gap, GapKind


def secrets_of(material: Material, documents: Made, waivers: Sequence[SecretWaiver]) -> Judged:
    """What was found in documents and evidence, the waived apart; what could not be searched is among the gaps.

    Raises:
        OSError: a file cannot be read.
    """
    sources: dict[str, Path | bytes] = {path: search_result.file for path, search_result in material.evidence.items()}
    sources |= {path: data for path, (data, _) in documents.items()}
    searched = dict(zip(sources, _all(sources.items()), strict=True))
    names = {path: search_result.path for path, search_result in material.evidence.items()}
    secrets = [secret for path, search_result in searched.items() for secret in _placed(search_result, path, documents)]
    secrets += _reported(material, {secret.path for secret in secrets})
    judged = judge(sorted(secrets), waivers, names, material.as_of)
    unsearched = tuple((path, search_result.unsearched) for path, search_result in searched.items() if search_result.unsearched)
    gaps = tuple(_unsearched(names.get(path, path), why) for path, why in unsearched)
    return replace(judged, gaps=(*judged.gaps, *gaps), unsearched=unsearched)


def _placed(search_result: Searched, path: str, documents: Made) -> tuple[DetectedSecret, ...]:
    """In workbooks of the package by sheet and row; evidence is not opened for that."""
    if path in documents and path.endswith(".xlsx") and search_result.secrets:
        return placed_in_cells(search_result.secrets, path, documents[path][0])
    return search_result.secrets


def _all(sources: Iterable[tuple[str, Path | bytes]]) -> Iterator[Searched]:
    """Several at a time: reading and unpacking happen outside Python's lock."""
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        yield from pool.map(lambda arguments: search(*arguments), sources)


def _reported(material: Material, known: set[str]) -> Iterator[DetectedSecret]:
    """Reports of scanners for secrets that hold what they found, in whatever form."""
    for gap in material.package.gaps:
        path = material.rendered.places.of(gap.path)
        if gap.kind is GapKind.HOLDS_SECRETS and path in material.evidence and path not in known:
            yield DetectedSecret(path=path, rule=REPORT, place="the whole report")


def _unsearched(path: str, why: str) -> Gap:
    step = "look into it yourself before you hand it on, or unpack it into the evidence"
    reason = f"not all of it was searched for secrets: {why}"
    return Gap(path=path, kind=GapKind.UNDECIDED, reason=reason, next_step=step)
