#!/usr/bin/env bash
# What the tests need beyond Python: Chromium, a Chinese font for the screenshots, Node, PostgreSQL and MariaDB (each
# started by the tests on a free port over a temporary folder). Installed on Debian as root.
set -euo pipefail
missing=()
command -v chromium >/dev/null || missing+=(chromium)
fc-list 2>/dev/null | grep -qi 'noto.*cjk' || missing+=(fonts-noto-cjk)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
# Reads the credit report's PDF.
command -v pdftotext >/dev/null || missing+=(poppler-utils)
# Opens the workbooks that departments get; without the desktop about 250 MB.
command -v soffice >/dev/null || missing+=(libreoffice-calc-nogui)
# Writes Word files as other programs do.
dpkg -s libreoffice-writer-nogui >/dev/null 2>&1 || dpkg -s libreoffice-writer >/dev/null 2>&1 || missing+=(libreoffice-writer-nogui)
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing+=(postgresql)
[ -x /usr/sbin/mariadbd ] || missing+=(mariadb-server)
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
  echo "测试还需要这些软件包。请先运行：sudo apt-get install ${missing[*]}" >&2
  exit 1
fi
