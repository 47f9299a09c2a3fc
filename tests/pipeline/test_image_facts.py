"""What people decide about images, read from a workspace: keys, benchmarks, validations."""

from datetime import date
from pathlib import Path

import pytest

from generator.errors import ConfigError
from generator.model.chain import LinkState
from generator.model.evidence import GapKind
from generator.model.facts import SystemFacts
from generator.model.hardening import ValidationSubject
from generator.pipeline.stages import assessed
from generator.resources import data
from generator.workspace.folder import Workspace

SAMPLE = Path(str(data("samples"))) / "parcel-tracker"
AS_OF = date(2026, 11, 20)
TRACKING = "registry.parceltrack.example/parcel/tracking-api:3.4.1"
KEPT = ("evidence/registry", "evidence/cluster/prod/pods.json", "evidence/cluster/prod/pods.json.sidecar.json")


def _workspace(root: Path, system: str = "", **decisions: str) -> Path:
    """The sample's registry and pods, with other decisions."""
    for name in KEPT:
        source = SAMPLE / name
        for path in [source] if source.is_file() else sorted(source.iterdir()):
            target = root / path.relative_to(SAMPLE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    (root / "system.yaml").write_text(system)
    (root / "decisions").mkdir()
    for name, text in decisions.items():
        (root / "decisions" / f"{name}.yaml").write_text(text)
    return root


def _facts(root: Path, as_of: date = AS_OF) -> SystemFacts:
    return assessed(Workspace.open(root), as_of, lambda _what, _done, _all: None).facts


def _states(root: Path) -> dict[str, LinkState]:
    (chain,) = [one for one in _facts(root).chains if one.asset_id == TRACKING]
    return {link.id: link.state for link in chain.links}


def test_without_a_key_signatures_are_present(tmp_path: Path) -> None:
    states = _states(_workspace(tmp_path))
    assert (states["signature"], states["provenance"]) == (LinkState.NOT_ESTABLISHED, LinkState.NOT_ESTABLISHED)


def test_with_the_key_they_are_verified(tmp_path: Path) -> None:
    root = _workspace(tmp_path, "signing: {keys: [decisions/key.pub]}")
    (root / "decisions/key.pub").write_bytes((SAMPLE / "decisions/image-signing.pub").read_bytes())
    states = _states(root)
    assert (states["signature"], states["provenance"]) == (LinkState.HOLDS, LinkState.HOLDS)


def test_with_another_key_they_are_refused(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    root = _workspace(tmp_path, "signing: {keys: [decisions/key.pub]}")
    key = Ed25519PrivateKey.generate().public_key()
    (root / "decisions/key.pub").write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    states = _states(root)
    assert (states["signature"], states["provenance"]) == (LinkState.BROKEN, LinkState.BROKEN)


def test_a_key_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    root = _workspace(tmp_path, "signing: {keys: [decisions/key.pub]}")
    with pytest.raises(ConfigError, match="not in the workspace"):
        _facts(root)
    (root / "decisions/key.pub").symlink_to(SAMPLE / "decisions/image-signing.pub")
    with pytest.raises(ConfigError, match="not in the workspace"):
        _facts(root)


def test_a_trusted_root_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not in the workspace") as caught:
        _facts(_workspace(tmp_path, "signing: {trusted-root: decisions/root.json}"))
    assert caught.value.where == "system.yaml, key signing.trusted-root"


@pytest.mark.parametrize(
    "row", ["{identity: '*', issuer: 'https://a.example'}", "{identity: a@b.example, issuer: '*'}", "{identity: '', issuer: x}"]
)
def test_an_identity_that_lets_anybody_sign_is_refused(tmp_path: Path, row: str) -> None:
    with pytest.raises(ConfigError, match="whose signatures count"):
        _facts(_workspace(tmp_path, f"signing: {{identities: [{row}]}}"))


@pytest.mark.parametrize("key", ["../key.pub", "/etc/key.pub", "~/key.pub"])
def test_a_key_outside_the_workspace_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(ConfigError, match="leaves the workspace"):
        _facts(_workspace(tmp_path, f"signing: {{keys: ['{key}']}}"))


def test_validations_and_benchmarks_count_on_their_day(tmp_path: Path) -> None:
    text = "- what: pipeline-tools\n  by: Larkspur\n  validated: 2026-11-19\n  file: decisions/letter.md\n"
    chosen = f"- image: {TRACKING.rpartition(':')[0]}\n  benchmark: Ours\n  file: decisions/letter.md\n"
    root = _workspace(tmp_path, validations=text, benchmarks=chosen)
    (root / "decisions/letter.md").write_text("Validated.")
    facts = _facts(root)
    assert [one.subject for one in facts.validations] == [ValidationSubject.PIPELINE]
    (one,) = [one for one in facts.hardening if one.asset_id == TRACKING]
    assert one.benchmark is not None
    assert (one.benchmark.name, one.benchmark.accepted) == ("Ours", None)
    assert _facts(root, date(2026, 11, 18)).validations == ()


def test_what_decides_nothing_yet_is_a_gap_of_the_package(tmp_path: Path) -> None:
    text = "- what: pipeline-tools\n  by: Larkspur\n  validated: 2026-11-19\n  file: decisions/letter.md\n"
    root = _workspace(tmp_path, validations=text, benchmarks="- image: parcel/gone\n  benchmark: Ours\n")
    (root / "decisions/letter.md").write_text("Validated.")
    gaps = assessed(Workspace.open(root), date(2026, 11, 18), lambda _what, _done, _all: None).gaps
    of_decisions = [(one.path, one.kind) for one in gaps if one.path.startswith("decisions/")]
    assert of_decisions == [
        ("decisions/benchmarks.yaml", GapKind.CONTRADICTED),
        ("decisions/validations.yaml", GapKind.LATER),
    ]


def test_a_wrong_decision_names_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        _facts(_workspace(tmp_path, benchmarks="- benchmark: Ours\n"))
    assert caught.value.where.startswith("decisions/benchmarks.yaml, line 1")
