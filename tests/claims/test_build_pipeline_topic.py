"""What pipeline definitions say: a statement of parts is no origin, a signed file no signed image, a late scan no gate."""

from generator.claims.base import Basis
from generator.claims.build_pipeline import BuildPipeline
from generator.model.claim import Support
from generator.model.comparison import Comparison
from generator.model.pipeline import PipelineSnapshot
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import facts
from tests.checks.pipeline_evidence import BUILD, IMAGE, PUSH, SCAN, definition, workflow


def said(made: PipelineSnapshot, control: str, words: str) -> tuple[Support, str]:
    """The one claim about a control that holds these words."""
    basis = Basis(system=read("", folder="x"), facts=facts(made), comparison=Comparison(compared=False), discrepancies=())
    (found,) = [each for each in BuildPipeline().claims(basis) if each.control == control and words in each.text]
    return found.support, found.text


def test_a_statement_of_parts_is_no_statement_of_origin() -> None:
    bom = workflow(BUILD, PUSH, f"cosign attest --type cyclonedx --predicate s.json {IMAGE}:1")
    support, text = said(bom, "SI-7", "attests")
    assert (support, text) == (
        Support.NONE_FOUND,
        "0 of 1 pipeline definition collected visibly attests where images come from.",
    )
    origin = workflow(BUILD, PUSH, f"cosign attest --type slsaprovenance --predicate p.json {IMAGE}:1")
    assert "attests where images come from with cosign attest" in said(origin, "SI-7", "attests")[1]


def test_a_signed_file_is_no_signed_image() -> None:
    assert said(workflow(BUILD, PUSH, "cosign sign-blob cart.tgz"), "SI-7", "signs images")[0] is Support.NONE_FOUND
    assert said(workflow(BUILD, PUSH, f"cosign sign {IMAGE}:1"), "SI-7", "signs images")[0] is Support.FOUND


def test_the_threshold_of_a_scan_is_stated() -> None:
    made = workflow(BUILD, SCAN.replace("image", "image --severity HIGH --ignore-unfixed"), PUSH)
    support, text = said(made, "CA-2", "scans images")
    assert support is Support.FOUND
    assert (
        "and that a failing result stops it; what counts: severity HIGH; results without a fix are left out (job build" in text
    )
    assert "what counts" not in said(workflow(BUILD, SCAN, PUSH), "CA-2", "scans images")[1]


def test_a_scan_after_the_push_stops_nothing() -> None:
    support, text = said(workflow(BUILD, PUSH, SCAN), "CA-2", "scans images")
    assert support is Support.FOUND_NOT_ENFORCING
    assert "and that a failing result fails the run, after the image was pushed" in text
    loose = said(workflow(BUILD, PUSH, f"{SCAN} || true"), "CA-2", "scans images")
    assert loose[0] is Support.FOUND_NOT_ENFORCING
    assert "and that a failing result does not stop it" in loose[1]


def test_a_step_that_is_named_only_is_told_beside_those_that_are_seen() -> None:
    """`pipeline-manifests` asks of such a definition as of one that deploys: the sentence does not say that there is none."""
    made = definition("on: push\njobs:\n  d:\n    uses: acme/ops/.github/workflows/deploy-to-production.yml@v1\n")
    _, text = said(made, "CM-3", "deploys")
    assert text == (
        "0 of 1 pipeline definition collected visibly deploys; 1 of them names a step that may, and that is not in the file."
    )
    assert said(workflow(BUILD, PUSH), "CM-3", "deploys")[1] == "0 of 1 pipeline definition collected visibly deploys."
