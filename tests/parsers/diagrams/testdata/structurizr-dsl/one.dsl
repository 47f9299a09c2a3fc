workspace {
    model {
        p = person "Baker"
    }
}
