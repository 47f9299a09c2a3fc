"""FedRAMP 20x in OSCAL: a catalog of the indicators by id, what was seen of each, and how they map to controls and
requirements.

Documents of their own, so that those of the Rev. 5 package do not change by them. The catalog holds ids and short labels of
ours and no text of FedRAMP. What no person judged is an observation and no finding.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from generator.frameworks.base import oscal_id
from generator.frameworks.fedramp_20x import RULES_VERSION, THEMES, Indicator, indicators
from generator.ids import UuidFactory
from generator.model.indicator import IndicatorAssessment, IndicatorResult, MethodKind
from generator.oscal import types as o
from generator.oscal.assessment import PLAN_FILE
from generator.oscal.common import NS, Citations, line, moment, prop, text
from generator.oscal.components import Naming, tools
from generator.oscal.metadata import metadata
from generator.oscal.oscal_input import OscalInput
from generator.oscal.states import observation
from generator.oscal.untyped import document_of, metadata_of
from generator.oscal.versions import has_mapping_model
from generator.text import indented_json

CATALOG = "fedramp-20x-catalog.json"
RESULTS = "fedramp-20x-assessment-results.json"
MAPPING = "fedramp-20x-mapping.json"
_TITLE = "FedRAMP 20x Key Security Indicators"
_NO_TEXTS = f"Ids of FedRAMP's Consolidated Rules, version {RULES_VERSION}, with short labels of ours. The texts are FedRAMP's."
_OURS = (
    "Drafted by atopack from collected evidence: the provider's own validation. The independent assessment is the "
    "assessor's, and the status of an indicator is a person's."
)
_CATALOG_OF_NIST = "https://raw.githubusercontent.com/usnistgov/oscal-content/main/nist.gov/SP800-53/rev5/json/NIST_SP-800-53_rev5_catalog.json"
_REQUIREMENTS = "urn:atopack:requirements"
"""The requirements that `atopack checks` lists, by id."""


def indicator_documents(
    oscal_input: OscalInput, assessment: IndicatorAssessment, ids: UuidFactory
) -> Mapping[str, tuple[bytes, str]]:
    """File name in `oscal/` to content and title."""
    system, as_of = oscal_input.system, oscal_input.facts.as_of
    files = {
        CATALOG: (catalog(ids, as_of, system.oscal_version), "OSCAL catalog of the FedRAMP 20x indicators"),
        RESULTS: (_results(oscal_input, assessment, ids), "OSCAL assessment results of the FedRAMP 20x indicators"),
    }
    if has_mapping_model(system.oscal_version):
        title = "OSCAL mapping of the FedRAMP 20x indicators"
        files[MAPPING] = mapping_collection(ids, as_of, system.oscal_version), title
    return files


def catalog(ids: UuidFactory, as_of: date, version: str) -> bytes:
    """Every indicator by its id, in groups by theme."""
    groups = [
        {
            "id": f"KSI-{theme}",
            "class": "theme",
            "title": title,
            "controls": [_control(each) for each in indicators() if each.theme == theme],
        }
        for theme, title in THEMES.items()
    ]
    about = {**metadata_of(_TITLE, as_of, RULES_VERSION, version), "remarks": _NO_TEXTS}
    return document_of("catalog", {"metadata": about, "groups": groups}, ids)


def mapping_collection(ids: UuidFactory, as_of: date, version: str) -> bytes:
    """Indicators to controls as FedRAMP maps them, and to our requirements with the reason of each."""
    table = indicators()
    body = {
        "metadata": metadata_of(f"{_TITLE}: mapping", as_of, RULES_VERSION, version),
        "provenance": {
            "method": "human",
            "matching-rationale": "functional",
            "status": "complete",
            "mapping-description": "Controls are those that FedRAMP's rules name. Requirements are mapped by this program.",
        },
        "mappings": [
            _mapping("controls", "catalog", _CATALOG_OF_NIST, list(_to_controls(table, ids)), ids),
            _mapping("requirements", "catalog", _REQUIREMENTS, list(_to_requirements(table, ids)), ids),
        ],
    }
    return document_of("mapping-collection", body, ids)


def _mapping(name: str, kind: str, href: str, maps: Sequence[Mapping[str, Any]], ids: UuidFactory) -> dict[str, Any]:
    return {
        "uuid": ids.object("mapping", name),
        "source-resource": {"type": kind, "href": CATALOG},
        "target-resource": {"type": kind, "href": href},
        "maps": maps,
    }


def _to_controls(table: Sequence[Indicator], ids: UuidFactory) -> Iterator[dict[str, Any]]:
    for indicator in table:
        if indicator.controls:
            yield {
                "uuid": ids.object("map", indicator.id, "controls"),
                "relationship": "intersects-with",
                "sources": [{"type": "control", "id-ref": indicator.id}],
                "targets": [{"type": "control", "id-ref": oscal_id(control)} for control in indicator.controls],
            }


def _to_requirements(table: Sequence[Indicator], ids: UuidFactory) -> Iterator[dict[str, Any]]:
    """One map for each row, so that each has its reason. Rules of other tools are requirements of these: their ids with the
    tool."""
    for indicator in table:
        for method in indicator.methods:
            named = (
                [method.name] if method.kind is MethodKind.REQUIREMENT else [f"{method.name}: {rule}" for rule in method.rules]
            )
            yield {
                "uuid": ids.object("map", indicator.id, method.name, *method.rules),
                "relationship": "intersects-with",
                "sources": [{"type": "control", "id-ref": indicator.id}],
                "targets": [{"type": "control", "id-ref": name} for name in named],
                "remarks": text(method.reason),
            }


def _control(indicator: Indicator) -> dict[str, Any]:
    optional = {each.value for each in indicator.optional}
    return {
        "id": indicator.id,
        "class": "indicator",
        "title": line(indicator.label),
        "props": [
            {"name": "label", "value": indicator.id},
            *(
                {
                    "name": "certification-class",
                    "ns": NS,
                    "value": each,
                    **({"remarks": "Optional for this class."} if each in optional else {}),
                }
                for each in sorted(level.value for level in indicator.classes)
            ),
        ],
        "parts": [{"id": f"{indicator.id}_smt", "name": "statement"}],
    }


def _results(oscal_input: OscalInput, assessment: IndicatorAssessment, ids: UuidFactory) -> bytes:
    system, facts, naming = oscal_input.system, oscal_input.facts, Naming(ids)
    cite = Citations(ids, {file.sha256: file for file in facts.evidence}, oscal_input.places)
    seen = tuple(
        _with_props(observation(result.posture, facts.as_of, naming, cite), _result_props(result))
        for result in assessment.results
    )
    result = o.Result(
        uuid="",
        title=f"Key Security Indicators as of {facts.as_of.isoformat()}, Class {assessment.certification}",
        description=text(_OURS),
        start=moment(facts.as_of),
        end=moment(facts.as_of),
        reviewed_controls=o.ReviewedControls(
            control_selections=(
                o.ControlSelection(
                    description=f"The indicators that apply to Class {assessment.certification}, by the catalog {CATALOG}.",
                    include_controls=tuple(o.SelectControl(control_id=each.id) for each in assessment.results),
                ),
            ),
        ),
        local_definitions=o.LocalDefinitions(components=tools(facts, naming)),
        observations=seen,
    )
    result = replace(result, uuid=ids.content("result", msgspec.json.encode(result)))
    document = o.AssessmentResults(
        uuid="",
        metadata=replace(metadata(system, ids, f"{system.name}: {_TITLE}", facts.as_of), remarks=_OURS),
        import_ap=o.Import(href=PLAN_FILE),
        results=(result,),
        back_matter=o.BackMatter(resources=cite.resources()) if cite.resources() else None,
    )
    document = replace(document, uuid=ids.content("assessment-results", msgspec.json.encode(document)))
    return indented_json({"assessment-results": document})


def _result_props(result: IndicatorResult) -> tuple[o.Property, ...]:
    """What an observation of an indicator says beyond that of a requirement."""
    statement = result.statement
    stated = (prop("status", statement.status, NS, f"Stated by {statement.by}."),) if statement and statement.status else ()
    return (
        prop("indicator", result.id, NS),
        prop("automated-methods", str(len(result.counted)), NS),
        prop("automated-methods-required", str(result.required), NS),
        *stated,
    )


def _with_props(seen: o.Observation, props: Sequence[o.Property]) -> o.Observation:
    return replace(seen, props=(*seen.props, *props))
