locals {
  repo = "us-docker.pkg.dev/inspections/apps"
}
resource "google_cloud_run_v2_service" "api" {
  name     = "inspections-api"
  location = "us-east4"
  template {
    containers {
      image = "us-docker.pkg.dev/inspections/apps/api:2.3"
      env {
        name  = "CASES_DB"
        value = google_sql_database_instance.cases.name
      }
    }
  }
}
resource "google_cloud_run_v2_service" "upload" {
  name     = "photo-upload"
  location = "us-east4"
  template {
    containers {
      image = "us-docker.pkg.dev/inspections/apps/upload:2.3"
      env {
        name  = "BUCKET"
        value = google_storage_bucket.originals.name
      }
      env {
        name  = "TOPIC"
        value = google_pubsub_topic.submitted.name
      }
    }
  }
}
resource "google_cloud_run_v2_service" "detector" {
  name     = "defect-detector"
  location = "us-east4"
  ingress  = "INGRESS_TRAFFIC_INTERNAL_ONLY"
  template {
    containers {
      image = "us-docker.pkg.dev/inspections/apps/vision:0.9"
    }
  }
}
resource "google_cloud_run_v2_service" "pdf" {
  name     = "report-pdf"
  location = "us-east4"
  ingress  = "INGRESS_TRAFFIC_INTERNAL_ONLY"
  template {
    containers {
      image = "us-docker.pkg.dev/inspections/apps/report-pdf:1.4"
    }
  }
}
resource "google_cloud_run_v2_service" "sync" {
  name     = "offline-sync"
  location = "us-east4"
  template {
    containers {
      image = "us-docker.pkg.dev/inspections/apps/sync:2.3"
    }
  }
}
resource "google_cloud_run_v2_job" "digest" {
  name     = "weekly-digest"
  location = "us-east4"
  template {
    template {
      containers {
        image = "us-docker.pkg.dev/inspections/apps/digest:1.0"
      }
    }
  }
}
resource "google_pubsub_topic" "submitted" {
  name = "photo-submitted"
}
resource "google_pubsub_topic" "finished" {
  name = "report-finished"
}
resource "google_pubsub_subscription" "detector" {
  name  = "detector"
  topic = google_pubsub_topic.submitted.name
  push_config {
    push_endpoint = google_cloud_run_v2_service.detector.uri
  }
}
resource "google_storage_bucket" "originals" {
  name     = "original-photos"
  location = "US"
}
resource "google_sql_database_instance" "cases" {
  name             = "cases"
  database_version = "POSTGRES_15"
}
