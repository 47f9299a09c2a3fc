// the bakery
workspace "Bakery" "How it runs" {
    !const NET "HTTPS 443"
    !identifiers hierarchical
    model {
        archetypes {
            store = container {
                technology "PostgreSQL"
                tags "Database"
            }
            secure = -> {
                technology "mTLS"
            }
        }
        guest = person "Guest" "Orders bread"
        mail = softwareSystem "Mail relay" "Sends" "External"
        group "Ours" {
            shop = softwareSystem "Shop" {
                web = container "Web" "Takes orders" "Go" "Front" {
                    page = component "Page" "" "HTML"
                    -> mail "sends" "SMTP 587"
                    properties {
                        "workload" "shop/Deployment/web"
                    }
                }
                db = store "Order store" {
                    description """
                        several
                        lines
                    """
                    web --secure-> this "stores"
                }
            }
        }
        guest -> shop.web "orders" "${NET}"
        guest -> shop.web.page "reads"
        guest -> nobody "is lost"
        live = deploymentEnvironment "Live" {
            deploymentNode "Cluster" "" "k3s" {
                lb = infrastructureNode "Balancer" "" "Caddy"
                deploymentNode "Namespace shop" {
                    w = containerInstance shop.web
                    d = containerInstance shop.db
                    lb -> w "forwards" "HTTP 8080"
                }
            }
        }
        mystery "thing" {
            inside "it"
        }
    }
    views {
        container shop "All" {
            include *
            autolayout lr
        }
    }
}
