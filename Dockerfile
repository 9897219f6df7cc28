# One image for web, worker and beat; docker-compose.yml starts it three times.
FROM python:3.11-slim-trixie
# Backup and restore use PostgreSQL's own programs, of the server's version (docs/backup.md); all else comes with pip.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client-17 && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home portal
WORKDIR /portal
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY --chown=portal . .
RUN mkdir -p /portal/var && chown portal /portal/var
USER portal
ENV PRODUCTION=1 VAR_DIR=/portal/var
RUN python manage.py compile_messages && SECRET_KEY=build python manage.py collectstatic --noinput
EXPOSE 8000
CMD ["gunicorn", "ncc_opendata.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4"]
