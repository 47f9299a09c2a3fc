resource "aws_lambda_function" "intake" {
  function_name = "gr-intake"
  handler       = "intake.handler"
  runtime       = "python3.12"
  environment {
    variables = {
      TABLE = aws_dynamodb_table.proposals.name
      BUCKET = aws_s3_bucket.attachments.id
      QUEUE = aws_sqs_queue.unassigned.url
    }
  }
}

resource "aws_lambda_function" "evaluate" {
  function_name = "gr-evaluate"
  handler       = "evaluate.handler"
  runtime       = "python3.12"
  environment {
    variables = {
      TABLE = aws_dynamodb_table.ratings.name
    }
  }
}

resource "aws_lambda_function" "matchmaking" {
  function_name = "gr-matchmaking"
  handler       = "matchmaking.handler"
  runtime       = "python3.12"
  environment {
    variables = {
      TABLE = aws_dynamodb_table.proposals.name
    }
  }
}

resource "aws_lambda_function" "notify" {
  function_name = "gr-notify"
  handler       = "notify.handler"
  runtime       = "python3.12"
  environment {
    variables = {
      TABLE = aws_dynamodb_table.proposals.name
      FROM = "grants@example.gov"
    }
  }
}

resource "aws_lambda_event_source_mapping" "unassigned" {
  event_source_arn = aws_sqs_queue.unassigned.arn
  function_name    = aws_lambda_function.matchmaking.arn
}

resource "aws_dynamodb_table" "proposals" {
  name = "gr-proposals"
}

resource "aws_dynamodb_table" "ratings" {
  name = "gr-ratings"
}

resource "aws_s3_bucket" "attachments" {
  bucket = "gr-attachments"
}

resource "aws_s3_bucket" "web" {
  bucket = "gr-web"
}

resource "aws_sqs_queue" "unassigned" {
  name = "gr-unassigned"
}

resource "aws_cognito_user_pool" "people" {
  name = "gr-people"
}

resource "aws_cloudfront_distribution" "web" {
  comment = "gr-web"
  origin {
    domain_name = aws_s3_bucket.web.bucket_regional_domain_name
    origin_id   = "web"
  }
}

resource "aws_apigatewayv2_api" "http" {
  name          = "gr-http"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "intake" {
  api_id           = aws_apigatewayv2_api.http.id
  integration_type = "AWS_PROXY"
  integration_uri  = aws_lambda_function.intake.invoke_arn
}

resource "aws_apigatewayv2_integration" "evaluate" {
  api_id           = aws_apigatewayv2_api.http.id
  integration_type = "AWS_PROXY"
  integration_uri  = aws_lambda_function.evaluate.invoke_arn
}

resource "aws_sfn_state_machine" "awards" {
  name       = "gr-awards"
  definition = jsonencode({ StartAt = "Notify", States = { Notify = { Type = "Task", Resource = aws_lambda_function.notify.arn, End = true } } })
}
