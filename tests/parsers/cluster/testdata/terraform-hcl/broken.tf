resource "aws_s3_bucket" "labels" {
  bucket = "parcel-labels"
  tags = {
