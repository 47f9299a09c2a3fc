locals {
  prefix = "storm"
}

resource "aws_lambda_function" "ingest" {
  function_name = "${local.prefix}-ingest"
  package_type  = "Image"
  image_uri     = "210987654321.dkr.ecr.us-gov-west-1.amazonaws.com/storm/radar-ingest:14"
  environment {
    variables = { RAW_BUCKET = aws_s3_bucket.raw.id }
  }
}

resource "aws_cloudwatch_event_rule" "every_five" {
  name                = "every-five-minutes"
  schedule_expression = "rate(5 minutes)"
}

resource "aws_cloudwatch_event_target" "ingest" {
  rule = aws_cloudwatch_event_rule.every_five.name
  arn  = aws_lambda_function.ingest.arn
}

resource "aws_lambda_function" "tile" {
  function_name = "${local.prefix}-tile"
  package_type  = "Image"
  image_uri     = "210987654321.dkr.ecr.us-gov-west-1.amazonaws.com/storm/tile:14"
  environment {
    variables = {
      TILE_BUCKET = aws_s3_bucket.tiles.id
      QUEUE_URL   = aws_sqs_queue.cells.url
    }
  }
}

resource "aws_s3_bucket_notification" "raw" {
  bucket = aws_s3_bucket.raw.id
  lambda_function {
    lambda_function_arn = aws_lambda_function.tile.arn
    events              = ["s3:ObjectCreated:*"]
  }
}

resource "aws_lambda_function" "evaluate" {
  function_name = "${local.prefix}-evaluate"
  handler       = "evaluate.main"
  runtime       = "python3.12"
  environment {
    variables = { TOPIC_ARN = aws_sns_topic.severe.arn }
  }
}

resource "aws_lambda_event_source_mapping" "cells" {
  event_source_arn = aws_sqs_queue.cells.arn
  function_name    = aws_lambda_function.evaluate.arn
}

resource "aws_lambda_function" "notify" {
  function_name = "${local.prefix}-notify"
  handler       = "notify.main"
  runtime       = "python3.12"
  environment {
    variables = {
      SUBSCRIPTIONS = aws_dynamodb_table.subscribers.name
      HISTORY_DB    = aws_timestreamwrite_database.history.database_name
    }
  }
}

resource "aws_sns_topic_subscription" "notify" {
  topic_arn = aws_sns_topic.severe.arn
  protocol  = "lambda"
  endpoint  = aws_lambda_function.notify.arn
}

resource "aws_lambda_function" "subscribe" {
  function_name = "${local.prefix}-subscribe"
  handler       = "subscribe.main"
  runtime       = "python3.12"
  environment {
    variables = { SUBSCRIPTIONS = aws_dynamodb_table.subscribers.name }
  }
}

resource "aws_lambda_function_url" "subscribe" {
  function_name      = aws_lambda_function.subscribe.function_name
  authorization_type = "NONE"
}
