resource "aws_s3_bucket" "raw" {
  bucket = "storm-raw-volumes"
}
resource "aws_s3_bucket" "tiles" {
  bucket = "storm-tiles"
}
resource "aws_sqs_queue" "cells" {
  name = "storm-cells"
}
resource "aws_sqs_queue" "cells_dead" {
  name = "storm-cells-dead"
}
resource "aws_sns_topic" "severe" {
  name = "storm-severe"
}
resource "aws_dynamodb_table" "subscribers" {
  name     = "storm-subscribers"
  hash_key = "zip"
}
resource "aws_timestreamwrite_database" "history" {
  database_name = "storm-history"
}
