resource "aws_db_instance" "main" {
  identifier     = "${local.name}-main"
  engine         = "postgres"
  instance_class = "db.t4g.medium"
}

resource "aws_elasticache_replication_group" "jobs" {
  replication_group_id = "${local.name}-jobs"
  engine               = "redis"
  description          = "Jobs and fragments"
}

resource "aws_s3_bucket" "pictures" {
  bucket = "${local.name}-pictures"
}

resource "aws_s3_bucket" "alb_logs" {
  bucket = "${local.name}-alb-logs"
}

resource "aws_opensearch_domain" "pets" {
  domain_name = "${local.name}-pets"
}
