#!/usr/bin/env bash
# Makes the virtual environment; on Debian installs python3-venv when Python came without it.
set -euo pipefail
python=$1 venv=$2
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
  else
    echo "缺少 Python 的 venv 模块。请先运行：sudo apt-get install python3-venv" >&2
    exit 1
  fi
fi
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新版本。" >&2; exit 1; }
"$python" -m venv "$venv"
