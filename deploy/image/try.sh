#!/usr/bin/env bash
# Builds the image and uses it as a stranger would: another user, a root file system that is read only, no shell inside.
# Needs root, buildah, netavark and a base image in BASE; without one, or without a registry, mmdebstrap makes one out of Debian's packages.
# TARGET=full builds the variant with LibreOffice, and makes pictures of a Word document in it as well.
# MIRROR names the packages' mirror, PIP_CERT a certificate that pip needs, IMAGE an image that was built already. Leaves nothing behind but the built image.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
root=$work/root
chroot=$(command -v chroot)
export STORAGE_DRIVER=${STORAGE_DRIVER:-vfs} BUILDAH_ISOLATION=${BUILDAH_ISOLATION:-chroot} CONTAINERS_CONF=$work/containers.conf
cat >"$CONTAINERS_CONF" <<CONF
[containers]
default_ulimits = ["nofile=$(ulimit -Hn):$(ulimit -Hn)", "nproc=4096:4096"]
CONF
container=
finish() {
  for place in "$root/workspace" "$root/tmp" "$root/proc" "$root"; do
    if mountpoint -q "$place"; then umount "$place"; fi
  done
  if [ -n "$container" ]; then buildah rm "$container" >/dev/null; fi
  rm -rf "$work"
}
trap finish EXIT

target=${TARGET:-plain}
image=${IMAGE:-localhost/atopack-$target:try}
base=${BASE:-}
if [ -z "$base" ] && [ -z "${IMAGE:-}" ]; then
  mmdebstrap --quiet --variant=minbase --include=python3,python3-venv,ca-certificates stable "$work/base.tar" ${MIRROR:+"$MIRROR"}
  container=$(buildah from scratch)
  buildah add -q "$container" "$work/base.tar" / >/dev/null
  buildah commit -q "$container" localhost/atopack-base:try >/dev/null
  buildah rm "$container" >/dev/null
  base=localhost/atopack-base:try
fi
certificate=()
if [ -n "${PIP_CERT:-}" ]; then
  mkdir "$work/pip"
  cp "$PIP_CERT" "$work/pip/cert.pem"
  certificate=(--env PIP_CERT=/pip/cert.pem --volume "$work/pip:/pip:ro")
fi
if [ -z "${IMAGE:-}" ]; then
  buildah bud -q --network host --build-arg "BASE=$base" --target "$target" "${certificate[@]}" -t "$image" -f Containerfile . >/dev/null
fi

container=$(buildah from "$image")
mkdir -p "$root" "$work/workspace"
mount --bind "$(buildah mount "$container")" "$root"
for place in tmp workspace proc; do mkdir -p "$root/$place"; done
mount -o remount,ro,bind "$root"
mount -t tmpfs -o size=512m,mode=1777 tmpfs "$root/tmp"
mount -t proc proc "$root/proc"
chown 65532:65532 "$work/workspace"
mount --bind "$work/workspace" "$root/workspace"

as_stranger() {
  env -i PATH=/opt/atopack/bin:/usr/local/bin:/usr/bin:/bin HOME=/tmp XDG_CACHE_HOME=/tmp/cache PYTHONDONTWRITEBYTECODE=1 \
    "$chroot" --userspec=65532:65532 "$root" "$@"
}
inside() {
  echo "atopack $*"
  as_stranger /opt/atopack/bin/atopack "$@" \
    >"$work/out" 2>&1 || { code=$?; if [ "$code" != "${allowed:-0}" ]; then cat "$work/out"; exit "$code"; fi; }
  tail -n 1 "$work/out"
}
if env -i "$chroot" --userspec=65532:65532 "$root" /opt/atopack/bin/python -c 'open("/opt/atopack/x", "w")' 2>/dev/null; then
  echo "the root file system is not read only"
  exit 1
fi
inside doctor
inside init /workspace/system
allowed=1 inside demo /workspace/demo
allowed=1 inside build /workspace/demo/parcel-tracker --as-of 2026-11-20 --output /workspace/output
allowed=1 inside export /workspace/demo/parcel-tracker --for fedramp --as-of 2026-11-20 --output /workspace/handed
inside verify /workspace/output/parcel-tracker
for bag in "$work"/workspace/handed/*/; do inside verify "/workspace/handed/$(basename "$bag")"; done
if [ "$target" = full ]; then
  document=$(cd "$work/workspace" && find output -name '*.docx' | sort | head -n 1)
  echo "pictures of $document"
  as_stranger /opt/atopack/bin/python - "/workspace/$document" <<'PYTHON'
import sys
import time
from pathlib import Path

from generator.review.document_pictures import DocumentPictures, PictureProgress

document, pictures = Path(sys.argv[1]), DocumentPictures()
if not pictures.start(document):
    sys.exit(f"not started: {pictures.missing()} is missing")
while (state := pictures.state(document)).progress is PictureProgress.RUNNING:
    time.sleep(0.2)
pictures.close()
print(f"{state.pages} pages" if state.pages else state.reason)
sys.exit(state.pages == 0)
PYTHON
fi
buildah images --format 'size {{.Size}}' "$image"
