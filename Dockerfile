# syntax=docker/dockerfile:1
FROM node:24-slim AS build
WORKDIR /app
# Everything at once: npm ci also needs the package.json of each workspace.
COPY . .
RUN npm ci && npm run build && npm prune --omit=dev

FROM node:24-slim
ENV NODE_ENV=production PORT=8080
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/content ./content
COPY --from=build /app/manifest.yml ./
# OpenShift runs it as any user of group 0; nothing is written below /app.
RUN chgrp -R 0 /app && chmod -R g=rX /app
USER 10001:0
EXPOSE 8080
CMD ["node", "--enable-source-maps", "dist/main.js"]
