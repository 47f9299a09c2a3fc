terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

locals { name = "airline" }

resource "aws_s3_bucket" "web" {
  bucket = "airline-web"
}

resource "aws_cognito_user_pool" "travelers" {
  name = "airline-travelers"
}

resource "aws_appsync_graphql_api" "graph" {
  name                = "airline-graph"
  authentication_type = "AMAZON_COGNITO_USER_POOLS"
  user_pool_config {
    user_pool_id = aws_cognito_user_pool.travelers.id
  }
}

resource "aws_appsync_datasource" "flights" {
  api_id = aws_appsync_graphql_api.graph.id
  name   = "flights"
  type   = "AMAZON_DYNAMODB"
  dynamodb_config {
    table_name = aws_dynamodb_table.flights.name
  }
}

resource "aws_dynamodb_table" "flights" {
  name     = "airline-flights"
  hash_key = "id"
}

resource "aws_dynamodb_table" "bookings" {
  name     = "airline-bookings"
  hash_key = "id"
}

resource "aws_dynamodb_table" "loyalty" {
  name     = "airline-loyalty-points"
  hash_key = "customer"
}

resource "aws_sns_topic" "booking" {
  name = "airline-booking-topic"
}

resource "aws_sqs_queue" "notify_dlq" {
  name = "airline-notify-dlq"
}

resource "aws_lambda_function" "reserve" {
  function_name = "airline-reserve-booking"
  role          = aws_iam_role.fn.arn
  package_type  = "Zip"
  runtime       = "python3.12"
  handler       = "reserve.handler"
  environment {
    variables = { BOOKING_TABLE_NAME = aws_dynamodb_table.bookings.name }
  }
}

resource "aws_lambda_function" "confirm" {
  function_name = "airline-confirm-booking"
  role          = aws_iam_role.fn.arn
  runtime       = "python3.12"
  handler       = "confirm.handler"
  environment {
    variables = { BOOKING_TABLE_NAME = aws_dynamodb_table.bookings.name }
  }
}

resource "aws_lambda_function" "cancel" {
  function_name = "airline-cancel-booking"
  role          = aws_iam_role.fn.arn
  runtime       = "python3.12"
  handler       = "cancel.handler"
  environment {
    variables = { BOOKING_TABLE_NAME = aws_dynamodb_table.bookings.name }
  }
}

resource "aws_lambda_function" "notify" {
  function_name = "airline-notify-booking"
  role          = aws_iam_role.fn.arn
  runtime       = "python3.12"
  handler       = "notify.handler"
  dead_letter_config {
    target_arn = aws_sqs_queue.notify_dlq.arn
  }
  environment {
    variables = { BOOKING_TOPIC = aws_sns_topic.booking.arn }
  }
}

resource "aws_lambda_function" "collect" {
  function_name = "airline-collect-payment"
  role          = aws_iam_role.fn.arn
  runtime       = "python3.12"
  handler       = "collect.handler"
  environment {
    variables = { PAYMENT_API_URL = var.payment_api_url }
  }
}

resource "aws_lambda_function" "refund" {
  function_name = "airline-refund-payment"
  role          = aws_iam_role.fn.arn
  runtime       = "python3.12"
  handler       = "refund.handler"
  environment {
    variables = { PAYMENT_API_URL = var.payment_api_url }
  }
}

resource "aws_lambda_function" "ingest" {
  function_name = "airline-ingest-loyalty"
  role          = aws_iam_role.fn.arn
  runtime       = "nodejs20.x"
  handler       = "index.handler"
  environment {
    variables = { TABLE_NAME = aws_dynamodb_table.loyalty.name }
  }
}

resource "aws_lambda_function" "loyalty" {
  function_name = "airline-get-loyalty"
  role          = aws_iam_role.fn.arn
  runtime       = "nodejs20.x"
  handler       = "get.handler"
  environment {
    variables = { TABLE_NAME = aws_dynamodb_table.loyalty.name }
  }
}

resource "aws_sns_topic_subscription" "loyalty" {
  topic_arn = aws_sns_topic.booking.arn
  protocol  = "lambda"
  endpoint  = aws_lambda_function.ingest.arn
}

resource "aws_sfn_state_machine" "booking" {
  name     = "airline-process-booking"
  role_arn = aws_iam_role.sfn.arn
  definition = jsonencode({
    StartAt = "Reserve"
    States = {
      Reserve = { Type = "Task", Resource = aws_lambda_function.reserve.arn, Next = "Collect" }
      Collect = { Type = "Task", Resource = aws_lambda_function.collect.arn, Next = "Confirm", Catch = [{ ErrorEquals = ["States.ALL"], Next = "Cancel" }] }
      Confirm = { Type = "Task", Resource = aws_lambda_function.confirm.arn, Next = "Notify" }
      Notify  = { Type = "Task", Resource = aws_lambda_function.notify.arn, End = true }
      Cancel  = { Type = "Task", Resource = aws_lambda_function.cancel.arn, Next = "Refund" }
      Refund  = { Type = "Task", Resource = aws_lambda_function.refund.arn, End = true }
    }
  })
}

resource "aws_iam_role" "fn" {
  name               = "airline-fn"
  assume_role_policy = "{}"
}

resource "aws_iam_role" "sfn" {
  name               = "airline-sfn"
  assume_role_policy = "{}"
}

variable "payment_api_url" { type = string }
