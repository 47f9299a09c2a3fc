# services/tracking-api/Dockerfile of the repository "parcel-tracker"
ARG BASE=registry.parceltrack.example/base/runtime:12@sha256:5d0f3a8c1e7b4962d8f1a0c3b5e79d24f6081a3c5e7b9d0f2a4c6e8b1d3f5a70

FROM registry.parceltrack.example/base/builder:12 AS build
WORKDIR /src
COPY . .
RUN make release

FROM ${BASE}
COPY --from=build /src/out/tracking-api /app/tracking-api
USER 10001
ENTRYPOINT ["/app/tracking-api"]
