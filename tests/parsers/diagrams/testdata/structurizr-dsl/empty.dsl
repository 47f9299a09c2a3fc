workspace "Nothing yet" {
    model {
    }
}
