terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

data "aws_caller_identity" "me" {}

locals {
  ecr = "${data.aws_caller_identity.me.account_id}.dkr.ecr.us-gov-east-1.amazonaws.com"
}

resource "aws_ecs_task_definition" "tenant" {
  family = "tenant"
  container_definitions = jsonencode([{
    name  = "tenant"
    image = "${local.ecr}/hcv-tenant-web:2026-11"
    portMappings = [{ containerPort = 3000 }]
    environment = [
      { name = "ELIGIBILITY_URL", value = "http://eligibility.hcv.local:8080" },
      { name = "WAITLIST_URL", value = "http://waitlist.hcv.local:8080" },
      { name = "REDIS_HOST", value = "${aws_elasticache_replication_group.sessions.primary_endpoint_address}" },
    ]
  }])
}

resource "aws_ecs_service" "tenant" {
  name            = "tenant"
  task_definition = aws_ecs_task_definition.tenant.arn
  desired_count   = 2
}

resource "aws_ecs_task_definition" "staff" {
  family = "staff"
  container_definitions = jsonencode([{
    name  = "staff"
    image = "${local.ecr}/hcv-staff-web:2026-11"
    portMappings = [{ containerPort = 3000 }]
    environment = [
      { name = "ELIGIBILITY_URL", value = "http://eligibility.hcv.local:8080" },
      { name = "INSPECT_URL", value = "http://hqs.hcv.local:8080" },
      { name = "REDIS_HOST", value = "${aws_elasticache_replication_group.sessions.primary_endpoint_address}" },
      { name = "DOCS_BUCKET", value = "${aws_s3_bucket.docs.bucket}" },
    ]
  }])
}

resource "aws_ecs_service" "staff" {
  name            = "staff"
  task_definition = aws_ecs_task_definition.staff.arn
  desired_count   = 2
}

resource "aws_ecs_task_definition" "owner" {
  family = "owner"
  container_definitions = jsonencode([{
    name  = "owner"
    image = "${local.ecr}/hcv-owner-web:2026-11"
    portMappings = [{ containerPort = 3000 }]
    environment = [
      { name = "HAP_URL", value = "http://hap.hcv.local:8080" },
    ]
  }])
}

resource "aws_ecs_service" "owner" {
  name            = "owner"
  task_definition = aws_ecs_task_definition.owner.arn
  desired_count   = 2
}

resource "aws_ecs_task_definition" "eligibility" {
  family = "eligibility"
  container_definitions = jsonencode([{
    name  = "eligibility"
    image = "${local.ecr}/eligibility:2026-11"
    portMappings = [{ containerPort = 8080 }]
    environment = [
      { name = "DB", value = "${aws_rds_cluster.hcv.endpoint}" },
      { name = "EIV_URL", value = "http://eiv.hcv.local:8080" },
    ]
  }])
}

resource "aws_ecs_service" "eligibility" {
  name            = "eligibility"
  task_definition = aws_ecs_task_definition.eligibility.arn
  desired_count   = 2
}

resource "aws_ecs_task_definition" "waitlist" {
  family = "waitlist"
  container_definitions = jsonencode([{
    name  = "waitlist"
    image = "${local.ecr}/waitlist:2026-11"
    portMappings = [{ containerPort = 8080 }]
    environment = [
      { name = "DB", value = "${aws_rds_cluster.hcv.endpoint}" },
    ]
  }])
}

resource "aws_ecs_service" "waitlist" {
  name            = "waitlist"
  task_definition = aws_ecs_task_definition.waitlist.arn
  desired_count   = 2
}

resource "aws_ecs_task_definition" "hqs" {
  family = "hqs"
  container_definitions = jsonencode([{
    name  = "hqs"
    image = "${local.ecr}/hqs:2026-11"
    portMappings = [{ containerPort = 8080 }]
    environment = [
      { name = "DB", value = "${aws_rds_cluster.hcv.endpoint}" },
      { name = "LETTERS", value = "${aws_sqs_queue.letters.url}" },
    ]
  }])
}

resource "aws_ecs_service" "hqs" {
  name            = "hqs"
  task_definition = aws_ecs_task_definition.hqs.arn
  desired_count   = 2
}

resource "aws_ecs_task_definition" "hap" {
  family = "hap"
  container_definitions = jsonencode([{
    name  = "hap"
    image = "${local.ecr}/hap:2026-11"
    portMappings = [{ containerPort = 8080 }]
    environment = [
      { name = "DB", value = "${aws_rds_cluster.hcv.endpoint}" },
      { name = "LETTERS", value = "${aws_sqs_queue.letters.url}" },
    ]
  }])
}

resource "aws_ecs_service" "hap" {
  name            = "hap"
  task_definition = aws_ecs_task_definition.hap.arn
  desired_count   = 2
}

resource "aws_ecs_task_definition" "correspondence" {
  family = "correspondence"
  container_definitions = jsonencode([{
    name  = "correspondence"
    image = "${local.ecr}/correspondence:2026-11"
    environment = [
      { name = "LETTERS", value = "${aws_sqs_queue.letters.url}" },
      { name = "DOCS_BUCKET", value = "${aws_s3_bucket.docs.bucket}" },
    ]
  }])
}

resource "aws_ecs_service" "correspondence" {
  name            = "correspondence"
  task_definition = aws_ecs_task_definition.correspondence.arn
  desired_count   = 2
}

resource "aws_ecs_task_definition" "eiv" {
  family = "eiv"
  container_definitions = jsonencode([{
    name  = "eiv"
    image = "${local.ecr}/eiv:2026-11"
    portMappings = [{ containerPort = 8080 }]
  }])
}

resource "aws_ecs_service" "eiv" {
  name            = "eiv"
  task_definition = aws_ecs_task_definition.eiv.arn
  desired_count   = 2
}

resource "aws_ecs_task_definition" "pic" {
  family = "pic-50058"
  container_definitions = jsonencode([{
    name  = "pic-50058"
    image = "${local.ecr}/pic-50058:2026-11"
    environment = [{ name = "DB", value = aws_rds_cluster.hcv.endpoint }]
  }])
}

resource "aws_cloudwatch_event_target" "pic" {
  rule     = "monthly"
  arn      = "arn:aws-us-gov:ecs:us-gov-east-1:000000000000:cluster/hcv"
  role_arn = "arn:aws-us-gov:iam::000000000000:role/events"
  ecs_target {
    task_definition_arn = aws_ecs_task_definition.pic.arn
  }
}

resource "aws_rds_cluster" "hcv" {
  cluster_identifier = "hcv"
  engine             = "aurora-postgresql"
}

resource "aws_s3_bucket" "docs" {
  bucket = "hcv-documents"
}

resource "aws_s3_bucket" "trail" {
  bucket = "hcv-cloudtrail"
}

resource "aws_sqs_queue" "letters" {
  name = "hcv-correspondence"
}

resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id = "hcv-sessions"
  engine               = "redis"
}

resource "aws_wafv2_web_acl" "edge" {
  name  = "hcv"
  scope = "REGIONAL"
}

resource "aws_lb" "hcv" {
  name               = "hcv"
  load_balancer_type = "application"
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.hcv.arn
  port              = 443
  protocol          = "HTTPS"
}
