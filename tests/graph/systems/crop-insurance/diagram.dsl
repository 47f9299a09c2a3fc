workspace "Crop insurance" {
    model {
        farmer = person "Farmer"
        adjuster = person "Loss adjuster"
        usda = softwareSystem "USDA acreage service" "Planted acres" "External"
        crop = softwareSystem "Crop insurance" {
            fp = container "Farmer portal" "Policies and losses" "Vue"
            aw = container "Adjuster app" "Field visits, offline" "Flutter web"
            edge = container "Gateway" "Routes and limits" "Kong"
            quote = container "Premium calculator" "What a policy costs" "Go"
            pol = container "Policy administration" "Contracts" "Java"
            loss = container "Loss handling" "Notices of loss" "Java"
            sat = container "Satellite imagery import" "Tiles twice a week" "Python"
            yield = container "Yield model" "Expected harvest" "Python"
            pay = container "Indemnity payouts" "Pays losses" "Java"
            docs = container "Policy documents" "PDFs" "Amazon S3"
            db = container "Policy database" "" "Amazon RDS PostgreSQL" "Database"
            img = container "Imagery archive" "" "Amazon S3" "Database"
            q = container "Events" "" "Amazon MSK" "Queue"
        }
        farmer -> fp "insures"
        adjuster -> aw "inspects"
        fp -> edge "calls"
        aw -> edge "calls"
        edge -> quote "routes"
        edge -> pol "routes"
        edge -> loss "routes"
        pol -> db "reads and writes"
        loss -> db "reads and writes"
        pol -> docs "stores"
        pol -> q "PolicyBound"
        loss -> q "LossNoticed"
        pay -> q "consumes"
        pay -> db "books"
        quote -> yield "asks"
        yield -> img "reads"
        sat -> img "writes"
        pol -> usda "checks acres"
    }
    views {
        container crop {
            include *
        }
    }
}
