"""What the plan says of pipelines: the tool, the images, what stops a push, and what a pipeline lacks."""

from generator.checks.base import CheckContext
from generator.checks.judging import judge
from generator.checks.pipelines.pipeline_image_scan import CHECK as SCANS
from generator.checks.pipelines.pipeline_sbom import CHECK as LISTS
from generator.checks.pipelines.pipeline_signs import CHECK as SIGNS
from generator.claims.base import Basis
from generator.claims.build_pipeline import BuildPipeline
from generator.claims.pipeline_sentences import configured
from generator.claims.pipelines import PIPELINES
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.model.claim import Claim
from generator.model.comparison import Comparison
from generator.model.pipeline import PipelineSnapshot
from generator.oscal.plan_drafts import paragraphs, plan_drafts
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import facts
from tests.checks.pipeline_evidence import BUILD, IMAGE, PUSH, SCAN, workflow

SYSTEM = read("", folder="x")


def claims(*made: PipelineSnapshot) -> list[Claim]:
    known = facts(*made)
    context = CheckContext(system=SYSTEM, facts=known)
    postures = tuple(state for check in (SCANS, LISTS, SIGNS) for state in judge(check, context))
    basis = Basis(system=SYSTEM, facts=known, comparison=Comparison(compared=False), discrepancies=(), postures=postures)
    return [*BuildPipeline().claims(basis), *PIPELINES.claims(basis)]


def text(part: tuple[str, str], *made: PipelineSnapshot) -> str:
    drafts = plan_drafts(claims(*made), (), FEDRAMP_REV5.plan("moderate"))
    return " ".join(each.text for paragraph in paragraphs(drafts.of(*part)) for each in paragraph)


SCANNED, SIGNED, LISTED = ("RA-5", "a"), ("SI-7", "a"), ("CM-8", "a")


def test_a_scan_before_the_push_is_named_with_its_threshold() -> None:
    strict = workflow(BUILD, SCAN.replace("image", "image --severity HIGH,CRITICAL"), PUSH)
    assert text(SCANNED, strict) == (
        f"The {strict.name} pipeline is configured to scan every pushed image with trivy; a finding (severity HIGH or "
        "CRITICAL) stops the push."
    )


def test_a_scan_behind_the_push_is_what_the_pipeline_lacks() -> None:
    late = workflow(BUILD, PUSH, f"{SCAN} || true")
    assert text(SCANNED, late) == (
        "The mechanism “Image scanning in the pipeline” is to ensure that pipelines scan images before they push them, and "
        f"stop on findings; it is not implemented yet. The {late.name} pipeline scans with trivy after the image is pushed, "
        "and findings do not block the release."
    )
    never = f"The {late.name} pipeline pushes images without a scan that can stop it."
    assert text(SCANNED, workflow(BUILD, PUSH)).endswith(never)


def test_a_bill_of_materials_stands_beside_the_statement_that_is_signed() -> None:
    made = workflow(
        BUILD, PUSH, f"syft {IMAGE}:1 -o cyclonedx-json=s.json", f"cosign attest --type cyclonedx --predicate s.json {IMAGE}:1"
    )
    assert text(LISTED, made) == (
        f"The {made.name} pipeline is configured to write a software bill of materials of every pushed image with syft."
        f" It is also configured to attach a signed statement to the image with cosign attest."
    )


def test_a_pipeline_that_signs_nothing_is_named() -> None:
    assert text(SIGNED, workflow(BUILD, PUSH)).endswith(
        "it is not implemented yet. The build.yml pipeline pushes images that it does not sign."
    )
    assert "is configured to sign every pushed image with cosign." in text(
        SIGNED, workflow(BUILD, PUSH, f"cosign sign {IMAGE}:1")
    )


def test_pipelines_that_do_the_same_share_a_sentence() -> None:
    assert configured(["b", "a", "a"]) == "The a and b pipelines are configured"
    assert configured(["a"]) == "The a pipeline is configured"
    assert configured("abcdefg") == "7 pipelines (a, b, c, d, e and 2 more) are configured"
    both = [workflow(BUILD, PUSH, path=f"evidence/pipelines/{name}.yml") for name in ("first", "second")]
    names = " and ".join(made.name for made in both)
    assert f"The {names} pipelines are configured to build images with docker build." in text(("CM-3", "d"), *both)
