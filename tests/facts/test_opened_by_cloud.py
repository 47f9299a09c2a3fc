"""What a cloud leads to from the internet is public, as what an Ingress leads to is."""

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.workspace.system_yaml import read as read_system
from tests.checks.cluster_evidence import AS_OF, snapshot

_FUNCTIONS = """
resource "aws_lambda_function" "hook" {
  function_name = "hook"
  image_uri     = "111122223333.dkr.ecr.us-gov-west-1.amazonaws.com/hook:1"
}
resource "aws_lambda_function" "nightly" {
  function_name = "nightly"
  image_uri     = "111122223333.dkr.ecr.us-gov-west-1.amazonaws.com/nightly:1"
}
resource "aws_lambda_function_url" "hook" {
  function_name      = aws_lambda_function.hook.function_name
  authorization_type = "NONE"
}
resource "aws_s3_bucket" "site" { bucket = "site" }
resource "aws_s3_bucket" "inner" { bucket = "inner" }
resource "aws_cloudfront_distribution" "site" {
  comment = "cdn"
  origin { domain_name = aws_s3_bucket.site.bucket_regional_domain_name }
}
"""


def test_functions_behind_a_url_and_buckets_behind_a_distribution_are_public_and_no_others() -> None:
    facts = facts_of(History.of([snapshot(_FUNCTIONS, "main.tf")]), read_system("", folder="x"), AS_OF)
    assert {each.name: each.public for each in facts.workloads} == {"hook": True, "nightly": False}
    assert {each.name for each in facts.managed if each.public} == {"site"}
    images = {image.asset_id.rpartition("/")[2].partition("@")[0]: image.public for image in facts.images}
    assert images["hook:1"] is True
    assert images["nightly:1"] is not True
