locals {
  repo = "ghcr.io/velo-city"
}

module "trips" {
  source = "./modules/service"
  name   = "trip-api"
  image  = "${local.repo}/trip-api:88"
  size   = 4
  env = {
    PRICING_URL = "http://tariff.velo.local:8080"
    DB_HOST     = aws_rds_cluster.trips.endpoint
    REDIS       = "redis://${aws_elasticache_cluster.geo.cache_nodes[0].address}:6379"
  }
}

module "tariff" {
  source = "./modules/service"
  name   = "tariff"
  image  = "${local.repo}/tariff:88"
}

module "stations" {
  source = "./modules/service"
  name   = "station-control"
  image  = "${local.repo}/station-control:88"
  env = {
    MQTT_URL = "mqtt://emqx.velo.local:1883"
    REDIS    = "redis://${aws_elasticache_cluster.geo.cache_nodes[0].address}:6379"
  }
}

module "broker" {
  source = "./modules/service"
  name   = "emqx"
  image  = "emqx/emqx:5.8"
  port   = 1883
}

module "rebalance" {
  source = "./modules/service"
  name   = "truck-routing"
  image  = "${local.repo}/truck-routing:88"
  env = {
    REDIS  = "redis://${aws_elasticache_cluster.geo.cache_nodes[0].address}:6379"
    BUCKET = aws_s3_bucket.history.bucket
  }
}

resource "aws_ecs_task_definition" "chat" {
  family                = "velo-helpdesk"
  container_definitions = templatefile("${path.module}/tasks/helpdesk.json.tftpl", { image = "${local.repo}/helpdesk:88" })
}

resource "aws_ecs_service" "chat" {
  name            = "velo-helpdesk"
  task_definition = aws_ecs_task_definition.chat.arn
  desired_count   = 1
}

resource "aws_lb" "main" {
  name               = "velo"
  load_balancer_type = "application"
}

resource "aws_lb_listener" "tls" {
  load_balancer_arn = aws_lb.main.arn
  port              = 443
  protocol          = "HTTPS"
}

resource "aws_rds_cluster" "trips" {
  cluster_identifier = "velo-trips"
  engine             = "aurora-postgresql"
}

resource "aws_elasticache_cluster" "geo" {
  cluster_id = "velo-geo"
  engine     = "redis"
}

resource "aws_s3_bucket" "history" {
  bucket = "velo-history"
}
