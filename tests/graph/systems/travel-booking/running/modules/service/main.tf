variable "name" { type = string }
variable "env" { type = string }
variable "image" { type = string }
variable "environment" {
  type    = map(string)
  default = {}
}
resource "aws_ecs_task_definition" "this" {
  family                   = "travel-${var.env}-${var.name}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  container_definitions = jsonencode([{
    name         = var.name
    image        = var.image
    portMappings = [{ containerPort = 8080 }]
    environment  = [for k, v in var.environment : { name = k, value = v }]
  }])
}
resource "aws_ecs_service" "this" {
  name            = "travel-${var.env}-${var.name}"
  task_definition = aws_ecs_task_definition.this.arn
  desired_count   = 2
  launch_type     = "FARGATE"
}
