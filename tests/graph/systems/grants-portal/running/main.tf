locals {
  env = "prod"
  app = "grants"
}
data "cloudfoundry_service_plan" "rds" {
  name                  = "medium-gp-psql"
  service_offering_name = "aws-rds"
}
resource "cloudfoundry_service_instance" "database" {
  name         = "${local.app}-rds-${local.env}"
  type         = "managed"
  space        = var.space
  service_plan = data.cloudfoundry_service_plan.rds.id
}
resource "cloudfoundry_service_instance" "redis" {
  name         = "${local.app}-redis-${local.env}"
  type         = "managed"
  space        = var.space
  service_plan = var.redis_plan
}
resource "cloudfoundry_service_instance" "s3" {
  name         = "${local.app}-s3-${local.env}"
  type         = "managed"
  space        = var.space
  service_plan = var.s3_plan
}
variable "space" { type = string }
variable "redis_plan" { type = string }
variable "s3_plan" { type = string }
resource "cloudfoundry_app" "web" {
  name       = "${local.app}-${local.env}"
  space_name = "prod"
  org_name   = "agency"
  buildpacks = ["ruby_buildpack"]
  path       = "dist/app.zip"
  environment = {
    CLAMAV_URL  = "https://grants-clamav-${local.env}.apps.internal:61443"
    EGRESS_HOST = "grants-egress-${local.env}.apps.internal"
  }
  service_bindings = [
    { service_instance = cloudfoundry_service_instance.database.name },
    { service_instance = cloudfoundry_service_instance.redis.name },
    { service_instance = cloudfoundry_service_instance.s3.name }
  ]
}
resource "cloudfoundry_app" "jobs" {
  name       = "${local.app}-sidekiq-${local.env}"
  space_name = "prod"
  org_name   = "agency"
  buildpacks = ["ruby_buildpack"]
  path       = "dist/app.zip"
  service_bindings = [
    { service_instance = cloudfoundry_service_instance.database.name },
    { service_instance = cloudfoundry_service_instance.redis.name }
  ]
}
resource "cloudfoundry_app" "egress" {
  name         = "${local.app}-egress-${local.env}"
  space_name   = "prod"
  org_name     = "agency"
  buildpacks   = ["binary_buildpack"]
  path         = "dist/caddy.zip"
}
resource "cloudfoundry_app" "clamav" {
  name         = "${local.app}-clamav-${local.env}"
  space_name   = "prod"
  org_name     = "agency"
  docker_image = "ghcr.io/gsa-tts/clamav-rest/clamav:20240601"
}
resource "cloudfoundry_app" "logshipper" {
  name       = "${local.app}-logshipper-${local.env}"
  space_name = "prod"
  org_name   = "agency"
  buildpacks = ["nginx_buildpack"]
  path       = "dist/shipper.zip"
}
