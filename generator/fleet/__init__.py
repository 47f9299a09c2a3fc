"""Many systems of one provider: each is built as `atopack build` builds it, then compared by what they share.

FLEET.yaml ──► a package for each system ──► what is kept of each ──► images and bases across systems ──► `fleet/`.
The page and its CSV files depend on the set of systems alone: neither on their order nor on how many processes work.
"""
