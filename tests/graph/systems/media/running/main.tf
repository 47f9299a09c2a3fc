variable "registry" {}

resource "aws_ecs_task_definition" "frontend" {
  family = "media-frontend"
  container_definitions = jsonencode([{
    name = "frontend"
    image = "${var.registry}/media/frontend:1"
    environment = [{ name = "DB", value = aws_db_instance.catalog.address }]
  }])
}
resource "aws_ecs_service" "frontend" {
  name = "media-frontend"
  task_definition = aws_ecs_task_definition.frontend.arn
  desired_count = 2
}

resource "aws_ecs_task_definition" "ingest" {
  family = "media-ingest"
  container_definitions = jsonencode([{
    name = "ingest"
    image = "${var.registry}/media/ingest:1"
    environment = [{ name = "DB", value = aws_db_instance.catalog.address }, { name = "BUCKET", value = aws_s3_bucket.originals.bucket }, { name = "QUEUE", value = aws_sqs_queue.work.url }]
  }])
}
resource "aws_ecs_service" "ingest" {
  name = "media-ingest"
  task_definition = aws_ecs_task_definition.ingest.arn
  desired_count = 2
}

resource "aws_ecs_task_definition" "encoder" {
  family = "media-encoder"
  container_definitions = jsonencode([{
    name = "encoder"
    image = "${var.registry}/media/encoder:1"
    environment = [{ name = "QUEUE", value = aws_sqs_queue.work.url }, { name = "IN", value = aws_s3_bucket.originals.bucket }, { name = "OUT", value = aws_s3_bucket.renditions.bucket }]
  }])
}
resource "aws_ecs_service" "encoder" {
  name = "media-encoder"
  task_definition = aws_ecs_task_definition.encoder.arn
  desired_count = 2
}

resource "aws_db_instance" "catalog" {
  identifier = "media-catalog"
  engine = "mysql"
}
resource "aws_s3_bucket" "originals" { bucket = "media-originals" }
resource "aws_s3_bucket" "renditions" { bucket = "media-renditions" }
resource "aws_sqs_queue" "work" { name = "media-encode" }
resource "aws_lb" "public" { name = "media-public" }
