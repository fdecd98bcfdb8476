# syntax=docker/dockerfile:1
# Two stages: the locked dependencies and the program are installed in the first, run in the second.
# Python 3.13.15 on Debian 13, of September 2026, for every processor; its digest changes with a release of ours:
# docker buildx imagetools inspect python:3.13-slim
FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b AS build
WORKDIR /src
COPY requirements*.lock ./
# Without requirements-meaning.lock, questions are found again by their words alone, and the image weighs 165 MB less.
RUN python -m venv /opt/courroie \
 && /opt/courroie/bin/pip install --no-cache-dir --require-hashes -r requirements.lock -r requirements-meaning.lock \
 && pip install --no-cache-dir --root-user-action=ignore --require-hashes -r requirements-build.lock
COPY . .
RUN python -m hatchling build -t wheel -d /wheels \
 && /opt/courroie/bin/pip install --no-cache-dir --no-deps /wheels/*.whl

FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b
# For `courroie backup` and `restore` of PostgreSQL: pg_dump, pg_restore and psql, not older than the
# server. Some 70 MB with the Perl that Debian's package needs; who keeps SQLite may take it out.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends postgresql-client \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --home-dir /data courroie \
 && install --directory --owner=courroie --group=courroie --mode=0700 /data
COPY --from=build /opt/courroie /opt/courroie
ENV PATH=/opt/courroie/bin:$PATH COURROIE_CONFIG=/data/config.toml PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER courroie
WORKDIR /data
# The database, its backups, and config.toml: one folder to keep.
VOLUME /data
EXPOSE 8066
# Healthy: the database can be written, and Mattermost has answered. `docker compose up --wait` waits for it.
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8066/health', timeout=5)"]
ENTRYPOINT ["courroie"]
CMD ["run", "--listen", "0.0.0.0:8066"]
