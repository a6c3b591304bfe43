#!/usr/bin/env bash
# Make the archive of a release and the krew manifest that names its checksum, below a directory.
#
#   packaging/release.sh dist               builds a static binary first (rustup target add x86_64-unknown-linux-musl)
#   packaging/release.sh dist BINARY        takes this one
set -euo pipefail
dist=${1:?where to: packaging/release.sh DIRECTORY [BINARY]}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
version=v$(sed -n 's/^version = "\(.*\)"$/\1/p' "$root/Cargo.toml" | head -n 1)

binary=${2:-}
if [ -z "$binary" ]; then
  target=x86_64-unknown-linux-musl
  cargo build --release --locked --target "$target" --manifest-path "$root/Cargo.toml"
  binary=${CARGO_TARGET_DIR:-$root/target}/$target/release/kic2kong
fi

mkdir -p "$dist"
staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
cp "$binary" "$staging/kic2kong"
cp "$root/completions/kubectl_complete-kic2kong" "$root/LICENSE" "$staging"
chmod 755 "$staging/kic2kong" "$staging/kubectl_complete-kic2kong"

# The same inputs make the same bytes: no owners, no times, one order.
archive=kic2kong-$version-linux-amd64.tar.gz
tar --create --directory "$staging" --owner=0 --group=0 --numeric-owner --mtime=@0 \
  LICENSE kic2kong kubectl_complete-kic2kong | gzip --no-name >"$dist/$archive"
sum=$(sha256sum "$dist/$archive" | cut -d ' ' -f 1)
sed -e '/^# /d' -e "s/^\( *sha256: \).*/\1\"$sum\"/" "$root/packaging/krew/kic2kong.yaml" >"$dist/kic2kong.yaml"
echo "$dist/$archive $sum"
