# escape=`
# a comment behind the directive

ARG  REGISTRY=docker.io/library
from ${REGISTRY}/node:24-alpine AS Deps
WORKDIR /app
RUN npm ci `
    # comments do not end a continuation
    --omit=dev
USER node

FROM deps as test
USER root
RUN npm test

FROM --platform=linux/amd64 deps
ONBUILD USER root
COPY <<-"FILE" /etc/motd
	USER root
	FILE
CMD ["node", "server.js"]
