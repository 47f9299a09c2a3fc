variable "env" {
  default = "prod"
}

locals {
  name = "shelter-${var.env}"
  registry = "210987654321.dkr.ecr.us-west-2.amazonaws.com"
}

resource "aws_ecs_cluster" "this" {
  name = local.name
}

resource "aws_ecs_task_definition" "www" {
  family = "${local.name}-www"
  container_definitions = jsonencode([
    {
      name  = "www"
      image = "${local.registry}/www:2026.11"
      portMappings = [{ containerPort = 3000 }]
      environment = [
        { name = "API_ORIGIN", value = "http://records.shelter.internal:3000" },
        { name = "GIVING_ORIGIN", value = "http://giving.shelter.internal:8080" },
      ]
    }
  ])
}

resource "aws_ecs_service" "www" {
  name            = "www"
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.www.arn
  desired_count   = 3
  load_balancer {
    target_group_arn = aws_lb_target_group.www.arn
    container_name   = "www"
    container_port   = 3000
  }
}

resource "aws_ecs_task_definition" "checkin" {
  family = "${local.name}-checkin-kiosk"
  container_definitions = jsonencode([
    { name = "kiosk", image = "${local.registry}/kiosk:2026.11", portMappings = [{ containerPort = 80 }] }
  ])
}

resource "aws_ecs_service" "checkin" {
  name            = "checkin-kiosk"
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.checkin.arn
  desired_count   = 1
}

resource "aws_ecs_task_definition" "frontdesk" {
  family = "${local.name}-frontdesk"
  container_definitions = jsonencode([
    {
      name  = "puma"
      image = "${local.registry}/shelter-rails:2026.11"
      portMappings = [{ containerPort = 3000 }]
      environment = [
        { name = "RECORDS_URL", value = "http://records.shelter.internal:3000" },
        { name = "DATABASE_HOST", value = aws_db_instance.main.address },
      ]
    }
  ])
}

resource "aws_ecs_service" "frontdesk" {
  name            = "frontdesk"
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.frontdesk.arn
  desired_count   = 2
}

resource "aws_ecs_task_definition" "records" {
  family = "${local.name}-records"
  container_definitions = jsonencode([
    {
      name  = "records"
      image = "${local.registry}/records:2026.11"
      portMappings = [{ containerPort = 3000 }]
      environment = [
        { name = "DATABASE_HOST", value = aws_db_instance.main.address },
        { name = "REDIS_URL", value = "redis://${aws_elasticache_replication_group.jobs.primary_endpoint_address}:6379" },
        { name = "PHOTO_BUCKET", value = aws_s3_bucket.pictures.bucket },
      ]
    }
  ])
}

resource "aws_ecs_service" "records" {
  name            = "records"
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.records.arn
  desired_count   = 2
}

resource "aws_ecs_task_definition" "matchmaker" {
  family = "${local.name}-matchmaker"
  container_definitions = jsonencode([
    {
      name  = "matchmaker"
      image = "${local.registry}/matchmaker:2026.11"
      portMappings = [{ containerPort = 8000 }]
      environment = [{ name = "OPENSEARCH", value = aws_opensearch_domain.pets.endpoint }]
    }
  ])
}

resource "aws_ecs_service" "matchmaker" {
  name            = "matchmaker"
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.matchmaker.arn
  desired_count   = 1
}

resource "aws_ecs_task_definition" "giving" {
  family = "${local.name}-giving"
  container_definitions = jsonencode([
    { name = "giving", image = "${local.registry}/giving:2026.11", portMappings = [{ containerPort = 8080 }] }
  ])
}

resource "aws_ecs_service" "giving" {
  name            = "giving"
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.giving.arn
  desired_count   = 1
}

resource "aws_ecs_task_definition" "sidekiq" {
  family = "${local.name}-sidekiq"
  container_definitions = jsonencode([
    {
      name    = "sidekiq"
      image   = "${local.registry}/shelter-rails:2026.11"
      command = ["bundle", "exec", "sidekiq"]
      environment = [
        { name = "DATABASE_HOST", value = aws_db_instance.main.address },
        { name = "REDIS_URL", value = "redis://${aws_elasticache_replication_group.jobs.primary_endpoint_address}:6379" },
        { name = "OPENSEARCH", value = aws_opensearch_domain.pets.endpoint },
      ]
    }
  ])
}

resource "aws_ecs_service" "sidekiq" {
  name            = "sidekiq"
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.sidekiq.arn
  desired_count   = 1
}

resource "aws_lb" "edge" {
  name               = "edge"
  load_balancer_type = "application"
}

resource "aws_lb_target_group" "www" {
  name     = "www"
  port     = 3000
  protocol = "HTTP"
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.edge.arn
  port              = 443
  protocol          = "HTTPS"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.www.arn
  }
}
