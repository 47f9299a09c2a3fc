workspace {
  model {
    customer = person "Customer"
    core = softwareSystem "Mainframe" "Core banking" "Existing"
    ib = softwareSystem "Internet Banking" {
      spa = container "Single-Page Application" "All functions" "Angular"
      web = container "Web Application" "Serves the SPA" "Java, Spring MVC"
      api = container "API Application" "JSON API" "Java, Spring Boot"
      fraud = container "Fraud Detection" "Scores payments" "Python"
      stmt = container "Statement Generator" "PDF statements" "Java"
      db = container "Database" "Credentials, logs" "Oracle 19c" "Database"
      mq = container "Message Queue" "" "ActiveMQ Artemis" "Queue"
      cache = container "Session Store" "" "Hazelcast"
      vault = container "Secrets" "" "HashiCorp Vault"
    }
    mail = softwareSystem "E-mail System" "Exchange" "External"
    customer -> web "visits"
    web -> spa "delivers"
    spa -> api "calls"
    api -> db "reads"
    api -> core "calls"
    api -> mq "publishes"
    api -> cache "sessions"
    fraud -> mq "consumes"
    stmt -> db "reads"
    api -> vault "secrets"
    api -> mail "sends"
  }
  views { container ib { include * } }
}
