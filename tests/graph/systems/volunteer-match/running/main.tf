resource "google_cloud_run_v2_service" "frontend" {
  name     = "vm-frontend"
  location = "us-east4"
  template {
    containers {
      image = "us-docker.pkg.dev/vm/apps/frontend:7"
      env {
        name  = "API_URL"
        value = google_cloud_run_v2_service.matcher.uri
      }
    }
  }
}
resource "google_cloud_run_v2_service" "matcher" {
  name     = "vm-matcher"
  location = "us-east4"
  template {
    containers {
      image = "us-docker.pkg.dev/vm/apps/matcher:7"
      env {
        name  = "DB"
        value = google_sql_database_instance.main.connection_name
      }
      env {
        name  = "TOPIC"
        value = google_pubsub_topic.matches.name
      }
      env {
        name  = "GEOCODE_URL"
        value = google_cloud_run_v2_service.geocoding.uri
      }
      env {
        name  = "BUCKET"
        value = google_storage_bucket.avatars.name
      }
    }
  }
}
resource "google_cloud_run_v2_service" "geocoding" {
  name     = "vm-geocoding"
  location = "us-east4"
  template {
    containers { image = "us-docker.pkg.dev/vm/apps/geocoding:7" }
  }
}
resource "google_cloud_run_v2_job" "digest" {
  name     = "vm-digest"
  location = "us-east4"
  template {
    template {
      containers {
        image = "us-docker.pkg.dev/vm/apps/digest:7"
        env {
          name  = "DB"
          value = google_sql_database_instance.main.connection_name
        }
      }
    }
  }
}
resource "google_sql_database_instance" "main" {
  name             = "vm-main"
  database_version = "POSTGRES_15"
}
resource "google_pubsub_topic" "matches" {
  name = "vm-matches"
}
resource "google_storage_bucket" "avatars" {
  name     = "vm-avatars"
  location = "US"
}
