# syntax=docker/dockerfile:1
ARG BASE=registry.example.gov/hardened/go:1.24@sha256:1111111111111111111111111111111111111111111111111111111111111111
FROM golang:1.24 AS build
RUN <<EOF
go build -o /out/cart ./cmd/cart
USER root
EOF
FROM ${BASE}
ARG UID=1001
COPY --from=build /out/cart /cart
USER ${UID}:${UID}
ENTRYPOINT ["/cart"]
