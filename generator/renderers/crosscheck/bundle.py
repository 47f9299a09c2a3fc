"""What the cross-check page takes from the OSCAL bundle: inventory, scans, POA&M items and the documents themselves."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from generator.ledger.rating import RatedBy
from generator.model.rating import Rating
from generator.oscal import types as o
from generator.oscal.assessment import PLAN_FILE, SSP_FILE
from generator.oscal.bundle import COMPONENTS_FILE, POAM_FILE, RESULTS_FILE, OscalBundle
from generator.oscal.poam import open_items, rated_by
from generator.renderers.crosscheck.rows import CountLine, EvidencePlace, OscalRow, ScanRow
from generator.renderers.crosscheck.text import day_of, inside
from generator.renderers.oscal_reading import value_of
from generator.renderers.poam.rows import rating_of
from generator.text import counted

_PLURALS = {
    "Image class": "image classes",
    "Web address": "web addresses",
    "Storage": "storage",
}
_RATED = {
    RatedBy.NVD: "Rated by NVD, verified against the NVD file added",
    RatedBy.CLAIMED: "Rated by NVD as the scan files give it, unverified",
    RatedBy.VENDOR: "Rated by a vendor's score",
    RatedBy.SCANNER: "Rated by the scanner",
    RatedBy.REQUIREMENT: "Rated by the requirement that is not met",
    RatedBy.UNKNOWN: "Not rated: unknown",
}
_MOST_DIGESTS = 3
_MOST_WORKLOADS = 6


def kind_of(props: Mapping[str, str]) -> str:
    return "Image class" if props.get("asset-type") == "image" else props.get("function", "")


def kinds(bundle: OscalBundle) -> str:
    """`12 image classes, 2 cluster nodes`."""
    items = bundle.ssp.system_implementation.inventory_items
    counts = Counter(kind_of({prop.name: prop.value for prop in item.props}) for item in items)
    return ", ".join(
        counted(number, kind[:1].lower() + kind[1:], _PLURALS.get(kind, f"{kind[:1].lower()}{kind[1:]}s"))
        for kind, number in counts.items()
    )


def scans(bundle: OscalBundle) -> Iterator[ScanRow]:
    """One row per asset and scanner: the observations of type `discovery`."""
    results = bundle.assessment_results
    assets = {item.uuid: value_of(item.props, "asset-id") or "" for item in bundle.ssp.system_implementation.inventory_items}
    files = _files(results.back_matter)
    for result in results.results:
        tools = _tools(result)
        for seen in result.observations:
            if "discovery" in seen.types:
                yield _scan_row(seen, assets, tools, files)


def _tools(result: o.Result) -> Mapping[str, str]:
    return {tool.uuid: tool.title for tool in (result.local_definitions.components if result.local_definitions else ())}


def _files(back_matter: o.BackMatter | None) -> Mapping[str, EvidencePlace]:
    """Cited files by `#uuid`. Their links are relative to `oscal/`, which lies beside the folder of the page."""
    resources = back_matter.resources if back_matter else ()
    return {
        f"#{resource.uuid}": EvidencePlace(text=resource.title or "", href=inside(resource.rlinks[0].href))
        for resource in resources
        if resource.rlinks
    }


def _scan_row(
    seen: o.Observation, assets: Mapping[str, str], tools: Mapping[str, str], files: Mapping[str, EvidencePlace]
) -> ScanRow:
    scanner = next((tools.get(actor.actor_uuid, "") for origin in seen.origins for actor in origin.actors), "")
    assessed = not (seen.title or "").startswith(f"{scanner} could not assess")
    evidence = seen.relevant_evidence[0].href if seen.relevant_evidence else ""
    return ScanRow(
        asset_id=assets.get(seen.subjects[0].subject_uuid, "") if seen.subjects else "",
        scanner=scanner,
        outcome="scanned" if assessed else "could not be assessed",
        day="undated" if "(undated)" in seen.description else day_of(seen.collected),
        joined_by=value_of(seen.props, "matched-by") or "",
        place=files.get(evidence, EvidencePlace(text="")),
    )


def is_configuration(item: o.PoamItem) -> bool:
    """A row of the sheet Configuration Findings."""
    return value_of(item.props, "configuration-finding") is not None


def ratings(bundle: OscalBundle) -> tuple[CountLine, ...]:
    """Items of the POA&M by rating, without configuration findings: the template has them on a sheet of their own."""
    risks = {risk.uuid: risk for risk in bundle.poam.risks}
    real = [item for item in open_items(bundle.poam) if not is_configuration(item)]
    counts = Counter([rating_of(risks[item.related_risks[0].risk_uuid]) for item in real])
    return tuple(CountLine(label=rating, count=f"{counts[rating]:,}") for rating in Rating)


def rated(bundle: OscalBundle) -> tuple[CountLine, ...]:
    """Whose word the ratings are, where there are any."""
    by_source = rated_by(bundle.poam)
    return tuple(CountLine(label=_RATED[by], count=f"{number:,}") for by, number in by_source.items() if number)


def poam_counts(bundle: OscalBundle) -> tuple[int, int]:
    """POA&M items, and configuration findings."""
    kinds = [is_configuration(item) for item in open_items(bundle.poam)]
    return len(kinds) - sum(kinds), sum(kinds)


def documents(bundle: OscalBundle) -> tuple[OscalRow, ...]:
    """The five OSCAL documents, in the order of their imports."""
    named: Sequence[
        tuple[
            str,
            o.ComponentDefinition | o.SystemSecurityPlan | o.AssessmentPlan | o.AssessmentResults | o.PlanOfActionAndMilestones,
        ]
    ] = (
        (COMPONENTS_FILE, bundle.component_definition),
        (SSP_FILE, bundle.ssp),
        (PLAN_FILE, bundle.assessment_plan),
        (RESULTS_FILE, bundle.assessment_results),
        (POAM_FILE, bundle.poam),
    )
    return tuple(
        OscalRow(
            file=f"oscal/{name}",
            href=f"../oscal/{name}",
            title=document.metadata.title,
            uuid=document.uuid,
            version=document.metadata.oscal_version,
        )
        for name, document in named
    )
