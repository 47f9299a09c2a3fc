"""The cards behind the shapes of pictures: inventory rows, scans, discrepancies and evidence of what a shape stands for."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from generator.drawing.boxes import workload_key
from generator.drawing.namespace_boxes import namespace_key
from generator.model.comparison import ComponentMatch, MatchTier
from generator.model.inventory import Workload, without_cluster
from generator.model.platform import words_of_all
from generator.oscal.bundle import OscalBundle
from generator.oscal.package import AuthorizationPackage
from generator.oscal.poam import open_items
from generator.renderers.anchors import anchor
from generator.renderers.crosscheck.bundle import scans
from generator.renderers.crosscheck.rows import EvidencePlace, ScanRow
from generator.renderers.crosscheck.text import day_of, place_of
from generator.renderers.oscal_reading import value_of, values_of
from generator.renderers.pictures.rows import AssetLink, Card
from generator.renderers.report.pages import INVENTORY
from generator.text import counted, left_out, sentence

_MOST = 6
_TIERS = {
    MatchTier.EXPLICIT: "by an id that a person wrote",
    MatchTier.MAPPING: "by the mapping file",
    MatchTier.EXACT: "by its name",
    MatchTier.EVIDENCE: "by its name, software and neighbors together",
}


class Cards:
    """Looks up what is known; `index` is where the cross-check page is from the page: empty in itself."""

    def __init__(self, package: AuthorizationPackage, index: str) -> None:
        self._package, self._index = package, index
        self._assets = _Assets(package.bundle)
        self._workloads = {workload_key(workload): workload for workload in package.running}
        self._matches = _matches(package.comparison.in_both)
        self._undrawn = frozenset(package.comparison.running_differences)
        self._found: dict[str, list[EvidencePlace]] = defaultdict(list)
        for discrepancy in package.discrepancies:
            href = f"{index}#{anchor('check', discrepancy.check)}"
            for subject in discrepancy.concerned:
                place = EvidencePlace(text=subject.title, href=href)
                for about in dict.fromkeys((subject.name, *subject.asset_ids)):
                    self._found[about].append(place)

    def card(self, key: str, pictures: Mapping[str, EvidencePlace]) -> Card | None:
        """Of one shape; `pictures` are those of namespaces by the keys of their boxes. None where nothing is known of it."""
        if key in self._workloads:
            return self._workload(key, self._workloads[key], pictures)
        if key.startswith("drawn "):
            return self._drawn(key)
        return self._namespace(key, pictures) if key.startswith("namespace ") else None

    def _workload(self, key: str, workload: Workload, pictures: Mapping[str, EvidencePlace]) -> Card:
        assets = self._assets.of(workload.key)
        match = self._matches.get(workload.key)
        evidence = [place_of(source) for source in sorted({*workload.sources, *([match.source] if match else [])})]
        about = (workload.key, *(asset.asset_id for asset in assets))
        places = list(dict.fromkeys(place for subject in about for place in self._found[subject]))
        undrawn = workload.key in self._undrawn
        return Card(
            id=anchor("shape", key),
            title=workload.key,
            kind=workload.kind,
            state=self._state(undrawn=undrawn, match=match),
            differs=undrawn,
            assets=tuple(assets[:_MOST]),
            more_assets=left_out(len(assets) - _MOST, where="the inventory"),
            discrepancies=tuple(places[:_MOST]),
            more_discrepancies=left_out(len(places) - _MOST, where="the report"),
            evidence=tuple(evidence[:_MOST]),
            picture=pictures.get(key),
        )

    def _state(self, *, undrawn: bool, match: ComponentMatch | None) -> str:
        if not self._package.comparison.compared:
            return ""
        if undrawn:
            return "Runs, and is in no drawing."
        return f"Drawn as {match.label or match.id}, matched {_TIERS[match.tier]}: {match.because}." if match else ""

    def _drawn(self, key: str) -> Card | None:
        shape = next(
            (
                drawn_only
                for drawn_only in self._package.comparison.drawn_differences
                if f"drawn {drawn_only.id} {drawn_only.label}" == key
            ),
            None,
        )
        if shape is None:
            return None
        places = [place for subject in (shape.id, shape.label) for place in self._found[subject]]
        return Card(
            id=anchor("shape", key),
            title=shape.label or shape.id,
            kind="drawn component",
            state="Drawn, and nothing that runs stands behind it.",
            differs=True,
            assets=(),
            more_assets="",
            discrepancies=tuple(places[:_MOST]),
            more_discrepancies=left_out(len(places) - _MOST, where="the report"),
            evidence=(place_of(shape.source),),
        )

    def _namespace(self, key: str, pictures: Mapping[str, EvidencePlace]) -> Card | None:
        part = next((picture for picture in self._package.pictures if picture.about == key), None)
        own = [
            workload
            for member, workload in self._workloads.items()
            if (member in part.members if part else namespace_key(workload.cluster, workload.namespace) == key)
        ]
        if not own:
            return None
        undrawn = sum(workload.key in self._undrawn for workload in own)
        compared = self._package.comparison.compared
        return Card(
            id=anchor("shape", key),
            title=(
                f"{sentence(words_of_all(own).group[0])} "
                f"{own[0].namespace}{key.removeprefix(namespace_key(own[0].cluster, own[0].namespace))}"
            ),
            kind=counted(len(own), "workload"),
            state=f"{undrawn} of them in no drawing." if undrawn and compared else "",
            differs=bool(undrawn) and compared,
            assets=(),
            more_assets="",
            discrepancies=(),
            more_discrepancies="",
            evidence=(),
            picture=pictures.get(key),
        )


class _Assets:
    """Inventory rows by the workloads that run them, with their scans and open items."""

    def __init__(self, bundle: OscalBundle) -> None:
        self._by_workload: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        self._scans: dict[str, list[ScanRow]] = defaultdict(list)
        for row in scans(bundle):
            self._scans[row.asset_id].append(row)
        names = {}
        for item in bundle.ssp.system_implementation.inventory_items:
            asset = names[item.uuid] = value_of(item.props, "asset-id") or ""
            scanned, last = value_of(item.props, "is-scanned") or "", day_of(value_of(item.props, "last-scan"))
            for key in values_of(item.props, "workload"):
                self._by_workload[without_cluster(key)].append((asset, scanned, last))
        self._open = _open_items(bundle, names)

    def of(self, workload: str) -> Sequence[AssetLink]:
        return [self._link(*row) for row in sorted(set(self._by_workload[workload]))]

    def _link(self, asset: str, scanned: str, last: str) -> AssetLink:
        rows = self._scans[asset]
        items = self._open[asset]
        return AssetLink(
            asset_id=asset,
            href=f"{INVENTORY}#{anchor('asset', asset)}",
            scanned=f"last scanned {last}" if last else "scanned" if scanned == "yes" else "not scanned",
            open_items=counted(items, "open POA&M item") if items else "",
            scans=tuple(
                EvidencePlace(text=" ".join(part for part in (row.scanner, row.day) if part), href=row.place.href)
                for row in rows[:_MOST]
            ),
        )


def _open_items(bundle: OscalBundle, names: Mapping[str, str]) -> Counter[str]:
    """How many open items each asset has."""
    subjects = {
        observation.uuid: {names.get(subject.subject_uuid, "") for subject in observation.subjects}
        for observation in bundle.poam.observations
    }
    counts: Counter[str] = Counter()
    for item in open_items(bundle.poam):
        counts.update(
            {
                asset
                for related_observation in item.related_observations
                for asset in subjects.get(related_observation.observation_uuid, ())
            }
        )
    return counts


def _matches(matches: Iterable[ComponentMatch]) -> Mapping[str, ComponentMatch]:
    """By workload; a match may name one container of it."""
    component_matches: dict[str, ComponentMatch] = {}
    for match in matches:
        for key in match.workloads:
            component_matches.setdefault("/".join(key.split("/")[:3]), match)
    return component_matches
