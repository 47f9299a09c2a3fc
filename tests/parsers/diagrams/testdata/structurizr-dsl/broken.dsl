workspace {
    !include parts/model.dsl
    model {
        p = person "Baker"
    }
}
