resource "aws_ecs_task_definition" "farmer-web" {
  family = "crop-farmer-web"
  container_definitions = jsonencode([{
    name  = "farmer-web"
    image = "123412341234.dkr.ecr.us-east-2.amazonaws.com/crop/farmer-web:31"
    environment = [
      { name = "API", value = "http://kong:8000" },
    ]
  }])
}

resource "aws_ecs_service" "farmer-web" {
  name            = "crop-farmer-web"
  task_definition = aws_ecs_task_definition.farmer-web.arn
  desired_count   = 2
  service_connect_configuration {
    enabled = true
    service {
      port_name = "http"
      client_alias {
        dns_name = "farmer-web"
        port     = 8080
      }
    }
  }
}

resource "aws_ecs_task_definition" "field-app" {
  family = "crop-field-app"
  container_definitions = jsonencode([{
    name  = "field-app"
    image = "123412341234.dkr.ecr.us-east-2.amazonaws.com/crop/field-app:31"
    environment = [
      { name = "API", value = "http://kong:8000" },
    ]
  }])
}

resource "aws_ecs_service" "field-app" {
  name            = "crop-field-app"
  task_definition = aws_ecs_task_definition.field-app.arn
  desired_count   = 2
  service_connect_configuration {
    enabled = true
    service {
      port_name = "http"
      client_alias {
        dns_name = "field-app"
        port     = 8080
      }
    }
  }
}

resource "aws_ecs_task_definition" "kong" {
  family = "crop-kong"
  container_definitions = jsonencode([{
    name  = "kong"
    image = "kong:3.8"
    environment = [
      { name = "RATING", value = "http://rating:8080" },
      { name = "POLICY", value = "http://policy-admin:8080" },
      { name = "CLAIMS", value = "http://claims:8080" },
    ]
  }])
}

resource "aws_ecs_service" "kong" {
  name            = "crop-kong"
  task_definition = aws_ecs_task_definition.kong.arn
  desired_count   = 2
  service_connect_configuration {
    enabled = true
    service {
      port_name = "http"
      client_alias {
        dns_name = "kong"
        port     = 8080
      }
    }
  }
}

resource "aws_ecs_task_definition" "rating" {
  family = "crop-rating"
  container_definitions = jsonencode([{
    name  = "rating"
    image = "123412341234.dkr.ecr.us-east-2.amazonaws.com/crop/rating:31"
    environment = [
      { name = "YIELD_URL", value = "http://agronomy:8000" },
    ]
  }])
}

resource "aws_ecs_service" "rating" {
  name            = "crop-rating"
  task_definition = aws_ecs_task_definition.rating.arn
  desired_count   = 2
  service_connect_configuration {
    enabled = true
    service {
      port_name = "http"
      client_alias {
        dns_name = "rating"
        port     = 8080
      }
    }
  }
}

resource "aws_ecs_task_definition" "policy-admin" {
  family = "crop-policy-admin"
  container_definitions = jsonencode([{
    name  = "policy-admin"
    image = "123412341234.dkr.ecr.us-east-2.amazonaws.com/crop/policy-admin:31"
    environment = [
      { name = "PGHOST", value = "${aws_db_instance.policies.address}" },
      { name = "BUCKET", value = "${aws_s3_bucket.pdfs.id}" },
      { name = "KAFKA", value = "${aws_msk_cluster.events.bootstrap_brokers}" },
    ]
  }])
}

resource "aws_ecs_service" "policy-admin" {
  name            = "crop-policy-admin"
  task_definition = aws_ecs_task_definition.policy-admin.arn
  desired_count   = 2
  service_connect_configuration {
    enabled = true
    service {
      port_name = "http"
      client_alias {
        dns_name = "policy-admin"
        port     = 8080
      }
    }
  }
}

resource "aws_ecs_task_definition" "claims" {
  family = "crop-claims"
  container_definitions = jsonencode([{
    name  = "claims"
    image = "123412341234.dkr.ecr.us-east-2.amazonaws.com/crop/claims:31"
    environment = [
      { name = "PGHOST", value = "${aws_db_instance.policies.address}" },
      { name = "KAFKA", value = "${aws_msk_cluster.events.bootstrap_brokers}" },
    ]
  }])
}

resource "aws_ecs_service" "claims" {
  name            = "crop-claims"
  task_definition = aws_ecs_task_definition.claims.arn
  desired_count   = 2
  service_connect_configuration {
    enabled = true
    service {
      port_name = "http"
      client_alias {
        dns_name = "claims"
        port     = 8080
      }
    }
  }
}

resource "aws_ecs_task_definition" "eo-ingest" {
  family = "crop-eo-ingest"
  container_definitions = jsonencode([{
    name  = "eo-ingest"
    image = "123412341234.dkr.ecr.us-east-2.amazonaws.com/crop/eo-ingest:31"
    environment = [
      { name = "BUCKET", value = "${aws_s3_bucket.rasters.id}" },
    ]
  }])
}

resource "aws_ecs_service" "eo-ingest" {
  name            = "crop-eo-ingest"
  task_definition = aws_ecs_task_definition.eo-ingest.arn
  desired_count   = 2
  service_connect_configuration {
    enabled = true
    service {
      port_name = "http"
      client_alias {
        dns_name = "eo-ingest"
        port     = 8080
      }
    }
  }
}

resource "aws_ecs_task_definition" "agronomy" {
  family = "crop-agronomy"
  container_definitions = jsonencode([{
    name  = "agronomy"
    image = "123412341234.dkr.ecr.us-east-2.amazonaws.com/crop/agronomy:31"
    environment = [
      { name = "BUCKET", value = "${aws_s3_bucket.rasters.id}" },
    ]
  }])
}

resource "aws_ecs_service" "agronomy" {
  name            = "crop-agronomy"
  task_definition = aws_ecs_task_definition.agronomy.arn
  desired_count   = 2
  service_connect_configuration {
    enabled = true
    service {
      port_name = "http"
      client_alias {
        dns_name = "agronomy"
        port     = 8080
      }
    }
  }
}

resource "aws_ecs_task_definition" "disbursement" {
  family = "crop-disbursement"
  container_definitions = jsonencode([{
    name  = "disbursement"
    image = "123412341234.dkr.ecr.us-east-2.amazonaws.com/crop/disbursement:31"
    environment = [
      { name = "PGHOST", value = "${aws_db_instance.policies.address}" },
      { name = "KAFKA", value = "${aws_msk_cluster.events.bootstrap_brokers}" },
    ]
  }])
}

resource "aws_ecs_service" "disbursement" {
  name            = "crop-disbursement"
  task_definition = aws_ecs_task_definition.disbursement.arn
  desired_count   = 2
  service_connect_configuration {
    enabled = true
    service {
      port_name = "http"
      client_alias {
        dns_name = "disbursement"
        port     = 8080
      }
    }
  }
}

resource "aws_db_instance" "policies" {
  identifier = "crop-policies"
  engine     = "postgres"
}

resource "aws_s3_bucket" "pdfs" {
  bucket = "crop-pdfs"
}

resource "aws_s3_bucket" "rasters" {
  bucket = "crop-rasters"
}

resource "aws_msk_cluster" "events" {
  cluster_name = "crop-events"
}
