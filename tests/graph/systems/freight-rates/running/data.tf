resource "aws_rds_cluster" "bookings" {
  cluster_identifier = "bookings"
  engine             = "aurora-postgresql"
  storage_encrypted  = true
}
resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id = "sessions"
  description          = "sessions of the portal"
  engine               = "redis"
}
resource "aws_msk_cluster" "events" {
  cluster_name  = "freight-events"
  kafka_version = "3.6.0"
}
resource "aws_s3_bucket" "rendered" {
  bucket = "freight-rendered-documents"
}
