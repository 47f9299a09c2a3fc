workspace "County animal shelter" {
    !identifiers hierarchical
    model {
        adopter = person "Adopter"
        staff = person "Shelter staff"
        stripe = softwareSystem "Stripe" "Card payments" "Existing"
        petfinder = softwareSystem "Petfinder" "Listings of other shelters" "Existing"
        shelter = softwareSystem "Shelter" {
            group "Public" {
                site = container "Adoption Site" "Browse animals, apply" "Next.js" "Web"
                kiosk = container "Lobby Kiosk" "Check in on a tablet" "React" "Web"
            }
            console = container "Front Desk" "Intake, kennels, medical notes" "Rails"
            animals = container "Animal Records" "Everything about an animal" "Rails API"
            finder = container "Pet Matching" "Which animal suits which home" "Python, FastAPI"
            giving = container "Donations" "Gifts and receipts" "Node.js"
            jobs = container "Background Jobs" "Reminders, listings, reports" "Sidekiq"
            db = container "Main Database" "Animals, people, visits" "Amazon RDS for PostgreSQL" "Database"
            cache = container "Job Queue and Cache" "" "Amazon ElastiCache for Redis" "Database"
            photos = container "Photos" "Pictures of animals" "Amazon S3" "Bucket"
            search = container "Search Index" "" "Amazon OpenSearch Service" "Database"
        }
        adopter -> shelter.site "Looks for a pet"
        adopter -> shelter.kiosk "Checks in"
        staff -> shelter.console "Works in"
        shelter.site -> shelter.animals "GET /animals" "HTTPS/JSON"
        shelter.site -> shelter.finder "Asks for matches" "HTTPS/JSON"
        shelter.site -> shelter.giving "Donates" "HTTPS/JSON"
        shelter.kiosk -> shelter.console "Registers visits"
        shelter.console -> shelter.animals "Reads and changes"
        shelter.animals -> shelter.db "Stores in" "SQL"
        shelter.animals -> shelter.cache "Enqueues"
        shelter.animals -> shelter.photos "Uploads to"
        shelter.jobs -> shelter.cache "Takes jobs from"
        shelter.jobs -> shelter.db "Reads"
        shelter.jobs -> shelter.search "Indexes"
        shelter.jobs -> petfinder "Publishes listings"
        shelter.finder -> shelter.search "Queries"
        shelter.giving -> stripe "Charges cards"
    }
    views {
        container shelter "Containers" {
            include *
            autolayout lr
        }
        styles {
            element "Database" {
                shape cylinder
            }
        }
    }
}
