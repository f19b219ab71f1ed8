# docker build -t nnplay . && docker run --init -p 8501:8501 nnplay
# A folder of tables for the class: -v "$PWD/tables:/tables:ro" -e NNPLAY_TABLES=/tables
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1
WORKDIR /nnplay
# before the code, so that a change of the code does not install it all again
COPY requirements.txt pyproject.toml build_backend.py ./
RUN pip install --no-cache-dir --root-user-action=ignore -r requirements.txt
COPY .streamlit .streamlit
COPY app.py .
COPY nnplay nnplay

RUN useradd --create-home learner
USER learner
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-m", "nnplay.health"]
CMD ["python", "-m", "nnplay", "--server.address", "0.0.0.0", "--server.port", "8501", "--server.headless", "true"]
