"""Everything the page about images says: their chains from commit to running digest, and how far each is hardened."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from generator.drawing.chain import draw_chain
from generator.limits import PAGE_ROWS
from generator.model.chain import ChainLink, ImageChain, LinkState
from generator.model.hardening import BaseKind, BenchmarkResult, ImageHardening, ValidationSubject
from generator.model.posture import JudgedSubject, Outcome, Posture
from generator.oscal.bundle import OscalBundle
from generator.oscal.package import AuthorizationPackage
from generator.renderers.chains.rows import (
    ChainCell,
    ChainsPage,
    FactRow,
    ImageRow,
    LinkRow,
    OverviewRow,
    ResultRow,
    ValidationRow,
)
from generator.renderers.crosscheck.rows import CountLine
from generator.renderers.crosscheck.text import place_of
from generator.renderers.oscal_reading import value_of
from generator.text import agreeing, counted, enumerated

_MOST_ITEMS = 40
_MOST_PLACES = 4
_MOST_FILES = 12
LINK_STYLES = {
    LinkState.HOLDS: "good",
    LinkState.NOT_ESTABLISHED: "warn",
    LinkState.BROKEN: "bad",
    LinkState.NOT_COLLECTED: "soft",
}
_SUBJECTS = {
    ValidationSubject.HARDENING: "Process of hardening images",
    ValidationSubject.PIPELINE: "Tools of the build, test and orchestration pipeline",
    ValidationSubject.INVENTORY: "Mechanism that keeps count of running containers",
}
UNKNOWN = "not known"
_TOOLS = "Shells, package managers, network tools"
_REQUIREMENTS = {
    "Base": "image-not-hardened",
    "Benchmark": "image-benchmark-missing",
    "Runs as": "image-runs-as-root",
    _TOOLS: "image-has-shell-or-package-manager",
    "Known exploited": "image-known-exploited",
}
"""The requirement that judges what a row shows."""
_OUTCOME_STYLES = {Outcome.PASSES: "good", Outcome.FAILS: "bad", Outcome.UNKNOWN: "warn"}
_ImageVerdicts = Mapping[tuple[str, str], JudgedSubject]


def view(package: AuthorizationPackage) -> ChainsPage:
    """The whole page."""
    hardening = {image_hardening.asset_id: image_hardening for image_hardening in package.hardening}
    items, verdicts = _items(package.bundle), _verdicts(package.postures)
    shown = package.chains[:PAGE_ROWS]
    left = len(package.chains) - len(shown)
    return ChainsPage(
        lead=_lead(package),
        tallies=_tallies(package),
        headings=tuple(link.title for link in package.chains[0].links) if package.chains else (),
        overview=tuple(
            OverviewRow(
                asset_id=chain.asset_id,
                anchor=_anchor(number) if number <= PAGE_ROWS else "",
                cells=tuple(ChainCell(word=str(link.state), style=LINK_STYLES[link.state]) for link in chain.links),
            )
            for number, chain in enumerate(package.chains, 1)
        ),
        images=tuple(
            _image(number, chain, hardening.get(chain.asset_id), items.get(chain.asset_id, ()), verdicts)
            for number, chain in enumerate(shown, 1)
        ),
        more=f"{counted(left, 'more image')} in the table above, without picture" if left else "",
        validations=tuple(_validations(package)),
    )


def _lead(package: AuthorizationPackage) -> str:
    broken = sum(len(chain.broken) for chain in package.chains)
    images = sum(bool(chain.broken) for chain in package.chains)
    if not broken:
        return "No link was found broken. What was not collected is no proof either way."
    return f"{counted(broken, 'link')} of {counted(images, 'image')} {agreeing(broken, 'is', 'are')} broken."


def _tallies(package: AuthorizationPackage) -> tuple[CountLine, ...]:
    states = Counter(link.state for chain in package.chains for link in chain.links)
    bases = Counter(hardening.base_kind for hardening in package.hardening)
    rows = [(f"Links: {state}", states[state]) for state in LinkState]
    rows += [(f"Base: {kind}", bases[kind]) for kind in BaseKind if bases[kind]]
    rows += [
        ("Images with a result of the benchmark that fits", sum(bool(hardening.fitting) for hardening in package.hardening)),
        ("Images that run as root", sum(hardening.root is True for hardening in package.hardening)),
        ("Images whose user is not stated", sum(hardening.root is None for hardening in package.hardening)),
        (
            "Images with a known exploited vulnerability",
            sum(bool(hardening.known_exploited) for hardening in package.hardening),
        ),
    ]
    return tuple(CountLine(label=label, count=f"{count:,}") for label, count in rows)


def _image(
    number: int, chain: ImageChain, hardening: ImageHardening | None, items: tuple[str, ...], verdicts: _ImageVerdicts
) -> ImageRow:
    return ImageRow(
        asset_id=chain.asset_id,
        anchor=_anchor(number),
        digests=chain.digests,
        picture=draw_chain(chain),
        links=tuple(_link(link) for link in chain.links),
        facts=tuple(_judged(row, chain.asset_id, verdicts) for row in _facts(hardening, verdicts)) if hardening else (),
        results=tuple(_result(result) for result in hardening.results) if hardening else (),
        items=enumerated(items, _MOST_ITEMS),
    )


def _anchor(number: int) -> str:
    return f"image-{number}"


def _link(link: ChainLink) -> LinkRow:
    return LinkRow(
        title=link.title,
        question=link.question,
        state=f"{link.state} ({link.certainty})" if link.certainty else str(link.state),
        style=LINK_STYLES[link.state],
        text=link.text,
        controls=", ".join(link.controls),
        origin=link.origin,
        judged_by=", ".join(link.reported_by),
        places=tuple(place_of(source) for source in link.sources[:_MOST_PLACES]),
    )


def _verdicts(postures: Sequence[Posture]) -> _ImageVerdicts:
    """Of the requirements that ask about what the page shows, by requirement and image."""
    return {
        (posture.requirement.id, asset_id): subject
        for posture in postures
        if posture.requirement.id in _REQUIREMENTS.values()
        for subject in posture.subjects
        for asset_id in subject.asset_ids
        if subject.name == asset_id
    }


def _judged(row: FactRow, asset_id: str, verdicts: _ImageVerdicts) -> FactRow:
    """With the verdict of the requirement, which decides how the row looks."""
    requirement = _REQUIREMENTS.get(row.label, "")
    subject = verdicts.get((requirement, asset_id))
    if subject is None:
        return row
    certainty = f" ({subject.certainty})" if subject.certainty else ""
    reason = f": {subject.reason}" if subject.reason else ""
    text = f"{requirement}: {subject.outcome}{certainty}{reason}"
    return replace(row, style=_OUTCOME_STYLES[subject.outcome], verdict=text)


def _facts(hardening: ImageHardening, verdicts: _ImageVerdicts) -> Iterator[FactRow]:
    doubt = "" if hardening.os_shown else ", and is not shown to have examined the digest that runs"
    system = f"{hardening.os_name} (says {hardening.os_by}{doubt})" if hardening.os_name else UNKNOWN
    yield FactRow(label="System", value=f"{system}; without a distribution" if hardening.minimal else system)
    hardened = {True: "good", False: "bad", None: ""}[hardening.base_kind.is_hardened]
    yield FactRow(label="Base", value=f"{hardening.base_kind}: {hardening.base_because}", style=hardened)
    yield _benchmark(hardening)
    yield _user(hardening)
    yield FactRow(label=_TOOLS, value=_held(verdicts.get((_REQUIREMENTS[_TOOLS], hardening.asset_id))))
    yield FactRow(label="Files with setuid or setgid", value=_setuid(hardening))
    yield _exploited(hardening)


def _benchmark(hardening: ImageHardening) -> FactRow:
    benchmark = hardening.benchmark
    if benchmark is None:
        return FactRow(label="Benchmark", value="not known, since the system is not")
    if not benchmark.name:
        return FactRow(label="Benchmark", value=benchmark.because, style="bad")
    version = f" {benchmark.version}" if benchmark.version else ""
    accepted = f"; {benchmark.accepted_by} is named as who accepted it on {benchmark.accepted}" if benchmark.accepted else ""
    return FactRow(label="Benchmark", value=f"{benchmark.name}{version} ({benchmark.kind}; {benchmark.because}{accepted})")


def _user(hardening: ImageHardening) -> FactRow:
    if not hardening.users:
        return FactRow(label="Runs as", value=UNKNOWN)
    user = hardening.users[0]
    name = user.user or ("root, since no user is named" if user.root else "a user that is not root")
    others = "; ".join(f"{other.by}: {other.user or ('root' if other.root else 'not root')}" for other in hardening.users[1:4])
    value = f"{name} (says {user.by}{f'; {others}' if others else ''})"
    return FactRow(label="Runs as", value=value, style="bad" if user.root else "good")


def _held(subject: JudgedSubject | None) -> str:
    """What the lists and scans of the digests that run name, by the verdict on them."""
    if subject is None or subject.outcome is Outcome.UNKNOWN:
        return UNKNOWN
    return subject.detail if subject.outcome is Outcome.FAILS else "none in the lists of the digests that run"


def _exploited(hardening: ImageHardening) -> FactRow:
    if hardening.known_exploited is None:
        return FactRow(label="Known exploited", value=f"{UNKNOWN}: no scan could look")
    cves = ", ".join(hardening.known_exploited)
    return FactRow(label="Known exploited", value=cves or "none among the results", style="bad" if cves else "")


def _setuid(hardening: ImageHardening) -> str:
    if hardening.setuid is None:
        return f"{UNKNOWN}: no scan looked for them"
    return enumerated(hardening.setuid, _MOST_FILES) or "none"


def _result(result: BenchmarkResult) -> ResultRow:
    return ResultRow(
        tool=result.tool,
        benchmark=f"{result.benchmark} {result.version or ''}".strip(),
        fits="yes" if result.fits else "no",
        passed=f"{result.passed:,}",
        failed=f"{result.failed:,}",
        not_reviewed=f"{result.not_reviewed:,}",
        other=f"{result.not_applicable:,} / {result.waived:,}",
        day=result.day.isoformat() if result.day else "undated",
        place=place_of(result.source),
    )


def _items(bundle: OscalBundle) -> Mapping[str, tuple[str, ...]]:
    """Identifiers of POA&M items by the asset that they are about."""
    assets = {item.uuid: value_of(item.props, "asset-id") or "" for item in bundle.ssp.system_implementation.inventory_items}
    subjects = {
        observation.uuid: [subject.subject_uuid for subject in observation.subjects] for observation in bundle.poam.observations
    }
    by_asset: dict[str, dict[str, None]] = defaultdict(dict)
    for item in bundle.poam.poam_items:
        name = value_of(item.props, "POAM-ID") or ""
        for related in item.related_observations:
            for uuid in subjects.get(related.observation_uuid, ()):
                if name and uuid in assets:
                    by_asset[assets[uuid]][name] = None
    return {asset_id: tuple(sorted(names)) for asset_id, names in by_asset.items()}


def _validations(package: AuthorizationPackage) -> Iterator[ValidationRow]:
    for subject, what in _SUBJECTS.items():
        done = [validation for validation in package.validations if validation.subject is subject]
        if not done:
            yield ValidationRow(what=what, text="no assessor is recorded who validated it", style="bad", sha256="")
        for validation in done:
            text = f"{validation.by} is named as who validated it on {validation.day.isoformat()} ({validation.place})"
            yield ValidationRow(what=what, text=text, style="good", sha256=validation.sha256)
