#!/usr/bin/env bash
# Fetches the web editor (Decap CMS, MIT) for offices that want one: one file into the folder given, its package checked
# against the hash in editor.lock before anything of it is unpacked, the file itself again by every build.
set -euo pipefail
target=$1
read -r name version integrity digest <"$(dirname "$0")/editor.lock"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm pack "$name@$version" --silent --ignore-scripts --pack-destination "$work" >/dev/null
package=("$work"/*.tgz)
found="sha512-$(openssl dgst -sha512 -binary "${package[0]}" | base64 -w0)"
if [ "$found" != "$integrity" ]; then
  echo "网页编辑器 $name $version 的校验值与 tools/editor.lock 不符，没有采用。" >&2
  exit 1
fi
mkdir -p "$target"
tar -xzOf "${package[0]}" package/dist/decap-cms.js >"$target/.decap-cms.js.part"
echo "$digest  $target/.decap-cms.js.part" | sha256sum --check --quiet
mv "$target/.decap-cms.js.part" "$target/decap-cms.js"
