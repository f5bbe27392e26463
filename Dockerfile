# syntax=docker/dockerfile:1
# Dependabot raises the version and the digest together.
FROM node:24.19.0-bookworm-slim@sha256:a9f5f7c91a432850b2a8a7797adf5eadb6c733ceed61167806cee7ea7fbc29df AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY packages/slack-playground/package.json packages/slack-playground/
COPY packages/slack-simulator/package.json packages/slack-simulator/
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24.19.0-bookworm-slim@sha256:a9f5f7c91a432850b2a8a7797adf5eadb6c733ceed61167806cee7ea7fbc29df
ENV NODE_ENV=production PORT=8080
# For a guide in a git repository (GUIDE_REPO).
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/content ./content
COPY --from=build /app/starter ./starter
COPY --from=build /app/manifest.yml ./
# OpenShift runs it as any user of group 0; nothing is written below /app.
RUN chgrp -R 0 /app && chmod -R g=rX /app
USER 10001:0
EXPOSE 8080
CMD ["node", "--enable-source-maps", "dist/main.js"]
