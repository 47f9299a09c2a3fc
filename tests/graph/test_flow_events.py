"""What hands events to functions, private DNS names, and references to one of two services of a name: flows of clouds."""

from generator.model.flow import FlowGraph
from tests.graph.graphs_made import graph_of

_PIPELINE = """
resource "aws_lambda_function" "rate" {
  function_name = "rate"
  image_uri     = "111122223333.dkr.ecr.us-gov-west-1.amazonaws.com/rate:1"
  dead_letter_config { target_arn = aws_sqs_queue.failed.arn }
}
resource "aws_lambda_function" "other" {
  function_name = "other"
  image_uri     = "111122223333.dkr.ecr.us-gov-west-1.amazonaws.com/other:1"
}
resource "aws_sqs_queue" "quotes" { name = "quotes" }
resource "aws_sqs_queue" "failed" { name = "failed" }
resource "aws_sqs_queue" "done" { name = "done" }
resource "aws_sns_topic" "news" { name = "news" }
resource "aws_s3_bucket" "drop" { bucket = "drop" }
resource "aws_cloudwatch_event_bus" "trade" { name = "trade" }
resource "aws_cloudwatch_event_rule" "placed" { event_bus_name = aws_cloudwatch_event_bus.trade.name }
resource "aws_cloudwatch_event_target" "placed" {
  rule = aws_cloudwatch_event_rule.placed.name
  arn  = aws_lambda_function.rate.arn
}
resource "aws_lambda_event_source_mapping" "quotes" {
  event_source_arn = aws_sqs_queue.quotes.arn
  function_name    = "rate"
}
resource "aws_sns_topic_subscription" "news" {
  topic_arn = aws_sns_topic.news.arn
  protocol  = "lambda"
  endpoint  = aws_lambda_function.rate.arn
}
resource "aws_s3_bucket_notification" "drop" {
  bucket = aws_s3_bucket.drop.id
  lambda_function { lambda_function_arn = aws_lambda_function.rate.arn }
}
resource "aws_lambda_function_event_invoke_config" "rate" {
  function_name = aws_lambda_function.rate.function_name
  destination_config { on_success { destination = aws_sqs_queue.done.arn } }
}
"""


def _pairs(graph: FlowGraph) -> set[tuple[str, str]]:
    return {(flow.source.key.rpartition("/")[2], flow.target.key.rpartition("/")[2]) for flow in graph.flows}


def test_all_that_hands_events_to_a_function_of_terraform_and_takes_what_failed() -> None:
    called = {"quotes", "failed", "done", "news", "drop", "trade"}
    assert _pairs(graph_of(_PIPELINE, suffix=".tf")) == {("rate", name) for name in called}


def test_events_of_a_template() -> None:
    template = """
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  Rate:
    Type: AWS::Serverless::Function
    Properties:
      DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Failed.Arn}
      Events:
        Placed: {Type: EventBridgeRule, Properties: {EventBusName: !Ref Trade, Pattern: {source: [shop]}}}
  Print:
    Type: AWS::Lambda::Function
    Properties: {Code: {ImageUri: "111122223333.dkr.ecr.us-gov-west-1.amazonaws.com/print:1"}}
  ToPrint:
    Type: AWS::SNS::Subscription
    Properties: {Protocol: lambda, TopicArn: !Ref News, Endpoint: !GetAtt Print.Arn}
  OnTrade:
    Type: AWS::Events::Rule
    Properties: {EventBusName: !Ref Trade, Targets: [{Id: print, Arn: !GetAtt Print.Arn}]}
  Failed: {Type: AWS::SQS::Queue}
  News: {Type: AWS::SNS::Topic}
  Trade: {Type: AWS::Events::EventBus, Properties: {Name: trade}}
"""
    assert _pairs(graph_of(template)) == {("Rate", "Failed"), ("Rate", "trade"), ("Print", "News"), ("Print", "trade")}


def _service(name: str, **environment: str) -> str:
    variables = ", ".join(f'{{ name = "{key}", value = "{value}" }}' for key, value in environment.items())
    return f"""
resource "aws_ecs_task_definition" "{name}" {{
  family = "{name}"
  container_definitions = jsonencode([{{ name = "app", image = "acme/{name}:1", environment = [{variables}] }}])
}}
resource "aws_ecs_service" "{name}" {{
  name            = "{name}"
  task_definition = aws_ecs_task_definition.{name}.arn
}}
"""


def test_a_private_name_leads_to_the_service_that_is_called_so_and_any_other_outside() -> None:
    services = _service(
        "cart", STOCK="http://stock.shop.local:8080", PAY="https://pay.example.com", TAX="http://tax.corp.local"
    )
    assert _pairs(graph_of(services + _service("stock") + _service("shop-tax") + _service("corp-tax"), suffix=".tf")) == {
        ("cart", "stock"),
        ("cart", "corp-tax"),
        ("cart", "pay.example.com"),
    }


def test_a_reference_leads_to_the_one_of_two_services_of_a_name_that_it_means() -> None:
    named = """
resource "aws_rds_cluster" "shop" {
  cluster_identifier = "shop"
  engine             = "aurora-postgresql"
}
resource "aws_lb" "shop" { name = "shop" }
"""
    database = _pairs(graph_of(named + _service("cart", DB="${aws_rds_cluster.shop.endpoint}"), suffix=".tf"))
    assert database == {("cart", "shop:rds-aurora")}
    assert _pairs(graph_of(named + _service("cart", BASE="http://${aws_lb.shop.dns_name}/"), suffix=".tf")) == {
        ("cart", "shop:load-balancer")
    }
