module "cluster" {
  source  = "terraform-aws-modules/ecs/aws//modules/cluster"
  version = "~> 5.11"
  name    = "travel-${var.env}"
}
module "booking" {
  source      = "./modules/service"
  name        = "booking"
  env         = var.env
  image       = "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com/travel/booking:${var.release}"
  environment = {
    DB_HOST   = module.db.db_instance_address
    REDIS_URL = aws_elasticache_replication_group.this.primary_endpoint_address
    JOBS      = aws_sqs_queue.jobs.url
    RATES_URL = "http://rates.travel.local:8080"
  }
}
module "rates" {
  source      = "./modules/service"
  name        = "rates"
  env         = var.env
  image       = "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com/travel/pricing:${var.release}"
  environment = { REDIS_URL = aws_elasticache_replication_group.this.primary_endpoint_address }
}
module "worker" {
  source      = "./modules/service"
  name        = "worker"
  env         = var.env
  image       = "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com/travel/booking:${var.release}"
  environment = {
    JOBS   = aws_sqs_queue.jobs.url
    BUCKET = module.tickets.s3_bucket_id
  }
}
module "backoffice" {
  source      = "./modules/service"
  name        = "backoffice"
  env         = var.env
  image       = "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com/travel/admin:${var.release}"
  environment = { DB_HOST = module.db.db_instance_address }
}
module "db" {
  source     = "terraform-aws-modules/rds/aws"
  version    = "6.5.0"
  identifier = "travel-${var.env}"
  engine     = "postgres"
}
module "tickets" {
  source  = "terraform-aws-modules/s3-bucket/aws"
  bucket  = "travel-${var.env}-tickets"
}
module "alb" {
  source  = "terraform-aws-modules/alb/aws"
  version = "~> 9.0"
  name    = "travel-${var.env}"
}
resource "aws_elasticache_replication_group" "this" {
  replication_group_id = "travel-${var.env}"
  engine               = "redis"
}
resource "aws_sqs_queue" "jobs" {
  name = "travel-${var.env}-itineraries"
}
variable "env" { default = "prod" }
variable "release" { default = "1.0" }
