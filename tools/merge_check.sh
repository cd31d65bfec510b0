#!/usr/bin/env bash
# The pieces that a merge request adds or changes, checked; the findings for its comment (docs/deploy/merge-checks.md).
# merge_check.sh TARGET_BRANCH RESULT_FILE: 0 it may be merged, 1 something must be mended.
set -euo pipefail
target=$1 result=$2
read -r -a portal <<<"${PORTAL:-.venv/bin/portal}"
mapfile -d '' -t pieces < <(git diff --name-only --diff-filter=ACMR -z "origin/$target...HEAD" -- news-inbox content/news)
# The first line tells the comment from others, so that it is changed and not repeated.
echo '<!-- portal-news-check -->' >"$result"
if [ ${#pieces[@]} -eq 0 ]; then
  echo '本次没有改动稿件。' >>"$result"
  exit 0
fi
code=0
"${portal[@]}" news check --markdown -- "${pieces[@]}" >>"$result" || code=$?
exit "$code"
