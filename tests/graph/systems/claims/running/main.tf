locals {
  prefix = "clm-${var.stage}"
}
variable "stage" {
  default = "prod"
}
resource "aws_apigatewayv2_api" "http" {
  name          = "${local.prefix}-http"
  protocol_type = "HTTP"
}
resource "aws_lambda_function" "submit" {
  function_name = "${local.prefix}-submit-handler"
  handler       = "submit.handler"
  runtime       = "python3.12"
  environment {
    variables = {
      QUEUE_URL = aws_sqs_queue.intake.url
      BUCKET    = aws_s3_bucket.documents.bucket
    }
  }
}
resource "aws_lambda_function" "get_status" {
  function_name = "${local.prefix}-status-handler"
  handler       = "status.handler"
  runtime       = "python3.12"
  environment {
    variables = { TABLE = aws_dynamodb_table.claims.name }
  }
}
resource "aws_lambda_function" "textract" {
  function_name = "${local.prefix}-extract-documents"
  handler       = "extract.handler"
  environment {
    variables = {
      TABLE     = aws_dynamodb_table.claims.name
      TOPIC_ARN = aws_sns_topic.events.arn
    }
  }
}
resource "aws_lambda_function" "notify" {
  function_name = "${local.prefix}-notifications"
  handler       = "notify.handler"
}
resource "aws_lambda_function" "authorizer" {
  function_name = "${local.prefix}-jwt-authorizer"
  handler       = "auth.handler"
}
resource "aws_dynamodb_table" "claims" {
  name     = "${local.prefix}-claims"
  hash_key = "claim_id"
}
resource "aws_sqs_queue" "intake" {
  name = "${local.prefix}-intake"
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.intake_dlq.arn
    maxReceiveCount     = 5
  })
}
resource "aws_sqs_queue" "intake_dlq" {
  name = "${local.prefix}-intake-dlq"
}
resource "aws_s3_bucket" "documents" {
  bucket = "${local.prefix}-documents"
}
resource "aws_s3_bucket" "artifacts" {
  bucket = "${local.prefix}-lambda-artifacts"
}
resource "aws_sns_topic" "events" {
  name = "${local.prefix}-events"
}
resource "aws_lambda_event_source_mapping" "intake" {
  event_source_arn = aws_sqs_queue.intake.arn
  function_name    = aws_lambda_function.textract.arn
}
