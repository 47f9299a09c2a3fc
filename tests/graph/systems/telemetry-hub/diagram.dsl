workspace "Fleet telemetry" {
    model {
        driver = person "Driver"
        ops = person "Fleet operator"
        maps = softwareSystem "Mapbox" "Tiles" "External"
        fleet = softwareSystem "Fleet telemetry" {
            portal = container "Operator portal" "Live map and alerts" "Vue.js" "Browser"
            gw = container "Gateway" "Public entry point" "Kong"
            ingest = container "Ingestion Service" "Takes device messages" "Go"
            mqtt = container "MQTT Broker" "Device connections" "Eclipse Mosquitto" "Queue"
            stream = container "Event Log" "Durable event stream" "Apache Kafka" "Queue"
            geo = container "Geofencing Service" "Zones and alerts" "Kotlin"
            trips = container "Trip Service" "Builds trips" "Kotlin"
            tsdb = container "Position Store" "Positions over time" "TimescaleDB" "Database"
            ref = container "Vehicle Registry" "Master data" "Spring Boot"
            refdb = container "Registry Database" "" "PostgreSQL" "Database"
            notif = container "Alert Dispatcher" "SMS, e-mail" "Node.js"
        }
        driver -> mqtt "sends positions"
        ops -> portal "uses"
        portal -> gw "calls" "HTTPS"
        portal -> maps "tiles"
        gw -> trips "routes"
        gw -> ref "routes"
        gw -> geo "routes"
        ingest -> mqtt "subscribes"
        ingest -> stream "produces"
        geo -> stream "consumes"
        trips -> stream "consumes"
        trips -> tsdb "writes"
        ref -> refdb "reads and writes" "JDBC"
        geo -> notif "alerts"
    }
    views {
        container fleet "containers" {
            include *
            autoLayout lr
        }
    }
}
