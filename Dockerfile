# Bundles; what that needs stays here.
FROM node:26-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json build.ts build-assets.ts ./
COPY migrations migrations
COPY src src
COPY static static
COPY views views
RUN npm run build

# The packages that the server runs on. Node is not among them: in the image that is the image's own.
FROM node:26-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev

FROM node:26-slim
WORKDIR /app
# The link is where data go if SOCE_DATA_DIR is empty.
RUN mkdir /data && chown node:node /data && ln -s /data data
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./

# Argon2 hashes that run in parallel take memory that the C library keeps, per thread: two threads and two arenas bound
# it and sign in as many people a second on two cores.
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    SOCE_DATA_DIR=/data \
    MALLOC_ARENA_MAX=2 \
    UV_THREADPOOL_SIZE=2

USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/salud').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# An empty HOST counts as missing, and outside the container nobody reaches its loopback. The server takes the place of
# the shell, so that SIGTERM reaches it and what is running is finished.
CMD ["sh", "-c", "HOST=${HOST:-0.0.0.0} exec node --max-semi-space-size=32 dist/src/server.js"]
