# civiscope with its browser. Build: docker build -t civiscope .
# Base images are named by version; pin them by digest where your rules ask for it.
FROM node:22-bookworm-slim AS node

FROM python:3.13-slim-bookworm AS build
# npm, for the engines that travel inside the package.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /src
COPY . .
# `fleet`: with what the history and its workers need (docs/fleet.md).
ARG EXTRA=runtime
RUN python -m venv /opt/civiscope \
    && /opt/civiscope/bin/pip install --no-cache-dir --require-hashes -r requirements/$EXTRA.txt \
    && /opt/civiscope/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends chromium-headless-shell fonts-noto-core tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 civiscope \
    && mkdir /home/civiscope/reports /home/civiscope/watch \
    && chown civiscope:civiscope /home/civiscope/reports /home/civiscope/watch
COPY --from=build /opt/civiscope /opt/civiscope
COPY --chmod=755 docker/entrypoint docker/schedule /usr/local/lib/civiscope/
ENV PATH=/opt/civiscope/bin:$PATH
# Not root: the browser then has its own sandbox, on hosts that allow it (docs/ci.md).
USER civiscope
WORKDIR /home/civiscope
ENTRYPOINT ["tini", "--", "/usr/local/lib/civiscope/entrypoint"]
CMD ["--help"]
