# The service with everything it uses: docker build -t boctach . && docker run -p 8000:8000 boctach
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY requirements/run.lock requirements/run.lock
RUN python -m venv /opt/boctach \
 && /opt/boctach/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/run.lock
COPY pyproject.toml README.md LICENSE ./
COPY extractor extractor
COPY rules rules
COPY api api
COPY corpora corpora
# The lock has setuptools: the project itself is built without a download.
RUN /opt/boctach/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation --no-index .

FROM python:3.12-slim-bookworm
COPY scripts/system-packages.sh /tmp/system-packages.sh
RUN /tmp/system-packages.sh && rm -rf /var/lib/apt/lists/* /tmp/system-packages.sh \
 && useradd --system --create-home --home-dir /home/boctach boctach
COPY --from=build /opt/boctach /opt/boctach
ENV PATH=/opt/boctach/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER boctach
WORKDIR /home/boctach
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["uvicorn", "api.app:app", "--host", "0.0.0.0", "--port", "8000"]
