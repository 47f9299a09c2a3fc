"""Every draft of several systems reads as a plan: no other voice, no sentence twice, each with what proves it, no number
that is not a verdict's, and less evidence never says more."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from generator.frameworks.plan import plan_of
from generator.model.draft_statement import PlanSentence
from generator.oscal.plan_drafts import PartKey, PlanDrafts, paragraphs, plan_drafts
from generator.pipeline.assess import Assessed
from generator.pipeline.stages import assessed
from generator.pipeline.track import track
from generator.workspace.folder import Workspace
from tests.plan_voice import faults
from tests.prerequisites import needs, shared
from tests.samples.snapshot import AS_OF, data

COMPOSE = """
services:
  web:
    image: registry.example/shop/web:1.4
    ports: ["8443:8443"]
    user: "1000"
    read_only: true
    environment: {LOG_LEVEL: info}
  db:
    image: postgres:16
    environment: {POSTGRES_PASSWORD: example}
    volumes: ["/var/lib/data:/data"]
"""
CLOUD_FOUNDRY = """
applications:
  - name: portal
    docker: {image: registry.example/shop/portal:2}
    instances: 2
    routes: [{route: portal.example}]
  - name: worker
    buildpacks: [python_buildpack]
    env: {LOG_LEVEL: info}
    no-route: true
"""
PIPELINE = """
name: Build
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: docker build -t registry.example/shop/web:1.4 .
      - run: trivy image --exit-code 1 --severity HIGH,CRITICAL registry.example/shop/web:1.4
      - run: docker push registry.example/shop/web:1.4
      - run: cosign sign registry.example/shop/web:1.4
"""
MANIFEST = """
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      automountServiceAccountToken: false
      securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
      containers:
        - name: cart
          image: "registry.example/shop/web:1.4"
          resources: {requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 1, memory: 1Gi}}
          securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
"""
DRAWN = """flowchart LR
  user((Clerk)) --> cart[cart]
"""
KUBERNETES = {
    "evidence/cluster/prod/all.yaml": MANIFEST,
    "evidence/pipelines/build.yml": PIPELINE,
    "diagrams/boundary.mmd": DRAWN,
}
INVENTED: dict[str, dict[str, str]] = {
    "empty": {},
    "compose": {"evidence/manifests/docker-compose.yaml": COMPOSE, "evidence/pipelines/build.yml": PIPELINE},
    "cloud foundry": {"evidence/manifests/manifest.yml": CLOUD_FOUNDRY},
    "kubernetes": KUBERNETES,
}
SHARED = ("otel-demo", "go-coffeeshop", "tanf", "covid-test-at-home", "voting-app")
SYSTEMS = ("sample", *INVENTED, *(pytest.param(name, marks=needs(shared("cases/diagrams/pairs"))) for name in SHARED))


@pytest.fixture(scope="module", name="system")
def _system(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Assessed, PlanDrafts]:
    name: str = request.param
    if name == "sample":
        return _assessed(Path(str(data("samples"))) / "parcel-tracker")
    return _assessed(_workspace(tmp_path_factory.mktemp("system"), name))


def _workspace(root: Path, name: str) -> Path:
    files = INVENTED.get(name)
    if files is None:
        pair = shared(f"cases/diagrams/pairs/{name}")
        files = {
            f"{place}/{path.relative_to(pair)}": path.read_text("utf-8")
            for folder, place in (("manifests", "evidence"), ("pipelines", "evidence"))
            for path in sorted((pair / folder).rglob("*"))
            if path.is_file()
        }
    return _written(root, files)


def _written(root: Path, files: dict[str, str]) -> Path:
    for path, text in {"system.yaml": "", **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


def _assessed(root: Path, as_of: date = AS_OF) -> tuple[Assessed, PlanDrafts]:
    workspace = Workspace.open(root)
    tracked = track(assessed(workspace, as_of, lambda _text, _done, _total: None))
    plan = plan_of(workspace.system.frameworks, workspace.system.baseline.value)
    return tracked.assessed, plan_drafts(
        tracked.claims, tracked.ledger.items, plan, tracked.ledger.images, tracked.ledger.candidates
    )


def _sentences(drafts: PlanDrafts) -> Iterator[tuple[PartKey, PlanSentence]]:
    for part, rows in drafts.parts.items():
        for paragraph in paragraphs(rows):
            for sentence in paragraph:
                yield part, sentence


of_each = pytest.mark.parametrize("system", SYSTEMS, indirect=True)


@of_each
def test_no_sentence_is_in_another_voice(system: tuple[Assessed, PlanDrafts]) -> None:
    assert {sentence.text: found for _, sentence in _sentences(system[1]) if (found := faults(sentence.text))} == {}


@of_each
def test_no_sentence_stands_twice_in_a_control_and_none_in_full_twice_in_the_plan(
    system: tuple[Assessed, PlanDrafts],
) -> None:
    counts = Counter(sentence.text for _, sentence in _sentences(system[1]) if not sentence.text.startswith("See also "))
    assert {text for text, count in counts.items() if count > 1} == set()


@of_each
def test_each_sentence_cites_evidence_or_names_who_stated_it(system: tuple[Assessed, PlanDrafts]) -> None:
    for part, sentence in _sentences(system[1]):
        assert sentence.sources or "(stated by " in sentence.text, (part, sentence.text)


@of_each
def test_a_part_is_one_or_two_paragraphs_and_a_reference_leads_to_what_describes_it(
    system: tuple[Assessed, PlanDrafts],
) -> None:
    drafts = system[1]
    described = {(f"{part[0]}({part[1]})" if part[1] else part[0], row.mechanism) for part, rows in drafts.parts.items()
                 for row in rows if not row.described_at}  # fmt: skip
    for rows in drafts.parts.values():
        assert 1 <= len(paragraphs(rows)) <= len(("first", "second"))
        assert all((row.described_at, row.mechanism) in described for row in rows if row.described_at)


@of_each
def test_no_part_is_a_reference_alone(system: tuple[Assessed, PlanDrafts]) -> None:
    for part, rows in system[1].parts.items():
        first = paragraphs(rows)[0][0].text
        assert not first.startswith("See "), part


@of_each
def test_a_share_never_stands_without_what_was_not_assessed(system: tuple[Assessed, PlanDrafts]) -> None:
    """Each statement about a requirement of which something is unknown counts what is."""
    checked, drafts = system
    postures = {f"{posture.requirement.id} {posture.cluster}": posture for posture in checked.postures}
    for part, rows in drafts.parts.items():
        for row in rows:
            statement = row.claim.statement
            posture = postures.get(statement.key) if statement else None
            if statement and posture and len(posture.unknown) and not row.described_at:
                text = " ".join(each.text for each in row.sentences)
                assert not re.search(r"\b\d+ of the \d+ ", text) or "not been assessed" in text, (part, text)


@of_each
def test_a_part_is_drafted_exactly_where_a_claim_has_a_statement(system: tuple[Assessed, PlanDrafts]) -> None:
    checked, drafts = system
    about = checked.loaded.workspace.system
    plan = {control.id for control in plan_of(about.frameworks, about.baseline.value)}
    stated = {(claim.control, claim.part) for claim in checked.claims if claim.statement and claim.control in plan}
    assert set(drafts.parts) == stated


_OUTLOOK = re.compile(
    r"(?:POA&M V-[0-9A-F]{10}|POA&M candidates? C-[0-9A-F]{10}|accepted by \w.* until \d{4}-\d\d-\d\d|kept off the POA&M by \w)"
)


@of_each
def test_what_is_missing_says_what_becomes_of_it(system: tuple[Assessed, PlanDrafts]) -> None:
    """By POA&M id, by the id of the candidate that is not decided, or by who accepts it: in the part that describes it and
    in each that refers to it."""
    for part, rows in system[1].parts.items():
        for row in rows:
            statement = row.claim.statement
            assert statement is not None
            if statement.unmet:
                done = tuple(each.text.removesuffix(".") for each in statement.sentences)
                missing = [each.text for each in row.sentences if not (done and each.text.startswith(done))]
                texts = [row.tracking] if row.described_at else missing
                assert texts, part
                assert all(map(_OUTLOOK.search, texts)), (part, texts)


@of_each
def test_no_part_consists_of_what_is_missing(system: tuple[Assessed, PlanDrafts]) -> None:
    """Where nothing is done, the part says first what the mechanism is for."""
    for part, rows in system[1].parts.items():
        if not any(row.claim.statement and row.claim.statement.sentences for row in rows):
            assert paragraphs(rows)[0][0].text.startswith("The mechanism “"), part


_SCOPE = re.compile(r"(\d+) of the (\d+) (?!images that it pushes)|[Aa]ll (\d+) |([Bb]oth) ")


@of_each
def test_numbers_of_a_sentence_are_those_of_the_verdicts(system: tuple[Assessed, PlanDrafts]) -> None:
    checked, _ = system
    postures = {f"{posture.requirement.id} {posture.cluster}": posture for posture in checked.postures}
    statements = {claim.statement.key: claim.statement for claim in checked.claims if claim.statement is not None}
    for key, statement in statements.items():
        unmet = [subject for part in statement.unmet for subject in part.subjects]
        posture = postures.get(key)
        if posture is None:  # an inventory, a stage of a pipeline: no verdicts stand behind it
            assert not unmet
            continue
        assert len(unmet) in (0, len(posture.failing))
        for sentence in statement.sentences:
            for some, of, every, both in _SCOPE.findall(sentence.text):
                number, total = (2, 2) if both else (int(every or some), int(every or of))
                assert (number, total) == (len(posture.passing), len(posture.subjects)), sentence.text


def test_without_evidence_nothing_is_drafted(tmp_path: Path) -> None:
    assert _assessed(_written(tmp_path, {}))[1].parts == {}


@pytest.mark.parametrize("left_out", sorted(KUBERNETES))
def test_less_evidence_never_adds_a_sentence(left_out: str, tmp_path: Path) -> None:
    _, whole = _assessed(_written(tmp_path / "whole", KUBERNETES))
    fewer = {path: text for path, text in KUBERNETES.items() if path != left_out}
    _, less = _assessed(_written(tmp_path / "less", fewer))
    assert _kinds(less) < _kinds(whole)


def _kinds(drafts: PlanDrafts) -> set[tuple[PartKey, str]]:
    """Which statement stands where: its numbers change with the evidence."""
    return {
        (part, row.claim.statement.key)
        for part, rows in drafts.parts.items()
        for row in rows
        if row.claim.statement is not None
    }
