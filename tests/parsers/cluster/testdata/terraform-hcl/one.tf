resource "cloudfoundry_service_instance" "database" {
  name         = "orders-${var.env}"
  service_plan = data.cloudfoundry_service.rds.service_plans["small-psql"]
}

data "cloudfoundry_service" "rds" {
  name = "aws-rds"
}
