# services/web-portal/Dockerfile
FROM registry.parceltrack.example/base/node-build:22 AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build

FROM registry.parceltrack.example/base/runtime:12@sha256:43d74d8c20a36de91313afea217d40d0c81919594c565ee0391bd65f136fc70a
WORKDIR /app
COPY --from=build /src/dist /app
USER 10001:10001
EXPOSE 8080
ENTRYPOINT ["/app/server"]
