FROM debian:13
RUN <<EOF
apt-get update
