# SPDX-License-Identifier: GPL-3.0-or-later
# Debian packages by what they are for, and a function that installs those that are missing. Sourced by run and test.

build_packages=(g++ cmake ninja-build ccache lld pkg-config
  qt6-base-dev libqt6opengl6-dev libgl-dev qt6-charts-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools
  libpq-dev libhiredis-dev libcurl4-openssl-dev libssl-dev nlohmann-json3-dev libsimdjson-dev libyaml-cpp-dev
  libeigen3-dev libexpected-dev libfmt-dev libspdlog-dev libcli11-dev zlib1g-dev libzstd-dev libxxhash-dev libsecret-1-dev libcpp-httplib-dev)
# What the console needs at run time beside its libraries.
console_packages=(libqt6svg6 qt6-translations-l10n breeze-icon-theme fonts-noto-core fonts-noto-cjk fonts-wqy-microhei fonts-jetbrains-mono
  postgresql-client)
lab_packages=(postgresql redis-server prometheus prometheus-alertmanager prometheus-postgres-exporter
  prometheus-redis-exporter)
display_packages=(xvfb xauth)
# What builds a real Kubernetes API server, and what runs it, for the conformance tests (tests/support/kubernetes-server).
kubernetes_build_packages=(golang-1.19-go golang-github-modern-go-reflect2-dev dpkg-dev)
kubernetes_packages=(etcd-server openssl curl)
test_packages=(dbus-daemon dpkg-dev lintian desktop-file-utils appstream zstd nghttp2-proxy age gnupg cron systemd util-linux mount locales)

missing_packages() {
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s ' "$package"
  done
}

# Installs what is missing, with sudo when not root. The servers' packages would start services and take the standard
# ports; a policy file forbids that while they are being installed.
install_packages() {
  local missing policy=/usr/sbin/policy-rc.d sudo=() placed=no status=0
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  if ! command -v apt-get >/dev/null; then
    echo "These packages are missing, and this is no Debian system that could install them: $missing" >&2
    return 1
  fi
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "These packages are missing; install them as root: apt-get install $missing" >&2; return 1; }
    sudo=(sudo)
  fi
  echo "Installing with apt: $missing"
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | "${sudo[@]}" tee $policy >/dev/null && "${sudo[@]}" chmod 755 $policy && placed=yes
  fi
  # shellcheck disable=SC2086 # a list of names
  { "${sudo[@]}" apt-get update -q && "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -q -y --no-install-recommends $missing; } >"${TMPDIR:-/tmp}/qbm-apt-$(id -u).log" 2>&1 || status=$?
  [ $placed = no ] || "${sudo[@]}" rm -f $policy
  [ $status = 0 ] || tail -n 20 "${TMPDIR:-/tmp}/qbm-apt-$(id -u).log" >&2
  return $status
}
