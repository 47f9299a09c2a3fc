variable "name" { type = string }
variable "image" { type = string }
variable "port" {
  type    = number
  default = 8080
}
variable "env" {
  type    = map(string)
  default = {}
}
variable "size" {
  type    = number
  default = 1
}

resource "aws_ecs_task_definition" "this" {
  family = "velo-${var.name}"
  container_definitions = jsonencode([{
    name         = var.name
    image        = var.image
    portMappings = [{ containerPort = var.port }]
    environment  = [for k, v in var.env : { name = k, value = v }]
  }])
}

resource "aws_ecs_service" "this" {
  name            = "velo-${var.name}"
  task_definition = aws_ecs_task_definition.this.arn
  desired_count   = var.size
}
