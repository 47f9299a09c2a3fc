# Invented: apps, what they are bound to, and who may call whom.
terraform {
  required_providers {
    cloudfoundry = { source = "cloudfoundry-community/cloudfoundry" }
  }
}

variable "password" {
  default = "s3cret"
}

data "cloudfoundry_app" "web" {
  name_or_id = "web-${var.env}"
}

resource "cloudfoundry_app" "api" {
  name        = "api"
  environment = { DB_PASSWORD = "hunter2" }
}

resource "cloudfoundry_network_policy" "calls" {
  policy {
    source_app      = data.cloudfoundry_app.web.id
    destination_app = cloudfoundry_app.api.id
    port            = "8080-8081"
    protocol        = "tcp"
  }
  policy {
    source_app      = cloudfoundry_app.api.id
    destination_app = var.scanner_app
    port            = 9443
  }
}

resource "aws_s3_bucket" "labels" {
  bucket = "parcel-labels"
  tags = {
    owner         = "shipping"
    diagram-label = "S3-1"
  }
}

resource "aws_s3_bucket" "unnamed" {
  bucket_prefix = "x-"
}

resource "kubernetes_deployment" "cart" {
  metadata {
    name      = "cart"
    namespace = "shop"
  }
  spec {
    replicas = 2
    template {
      metadata {
        labels = { app = "cart" }
      }
      spec {
        container {
          name  = "cart"
          image = "registry.example/cart:1.0"
          env {
            name  = "STORE"
            value = "redis://store:6379"
          }
          env {
            name  = "TOKEN"
            value = <<-EOT
              not kept
            EOT
          }
        }
      }
    }
  }
}
