data "cloudfoundry_space" "space" {
  name = "prod"
}
