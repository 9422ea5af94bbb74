#!/usr/bin/env bash
# Installs what the tests on a real Neo4j need, and only what is missing: a Java 17 to 21 for the long-term
# support release, a Java 21 or newer for the current one, Maven to fetch their jars. For Debian and Ubuntu.
# Run by root, or by a user who may use sudo without being asked. Ends with 1 when the first or Maven is missing.
set -euo pipefail

# Every Java of this machine by its own word, one major version a line.
java_versions() {
  local java
  {
    command -v java || true
    printf '%s\n' "${JAVA_HOME:-/nowhere}/bin/java"
    ls -d /usr/lib/jvm/*/bin/java /opt/java/*/bin/java /usr/local/openjdk-*/bin/java 2>/dev/null || true
  } | while read -r java; do
    [ -x "$java" ] || continue
    "$java" -XshowSettings:properties -version 2>&1 |
      sed -nE 's/.*java\.specification\.version = (1\.)?([0-9]+).*/\2/p'
  done | sort -un
}

# has_java LEAST MOST
has_java() {
  local version
  for version in $(java_versions); do
    if [ "$version" -ge "$1" ] && [ "$version" -le "$2" ]; then return 0; fi
  done
  return 1
}

updated=false
# install PACKAGE: the first call refreshes the lists.
install() {
  local sudo=''
  if [ "$(id -u)" -ne 0 ]; then sudo='sudo -n'; fi
  if ! command -v apt-get >/dev/null; then
    echo "no apt-get here: install by hand: $*" >&2
    return 1
  fi
  if [ "$updated" = false ]; then
    $sudo apt-get update -qq
    updated=true
  fi
  echo "apt-get install $*"
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

has_java 17 21 || install openjdk-17-jre-headless || install openjdk-21-jre-headless
command -v mvn >/dev/null || install maven
# Debian 12 has no Java newer than 17: there the tests on the current release need one by other means.
has_java 21 99 || install openjdk-21-jre-headless || install openjdk-25-jre-headless || true

echo "Java: $(java_versions | paste -sd' ' -)"
mvn --batch-mode --version | sed -n 1p
if ! has_java 21 99; then
  echo 'No Java 21 or newer: NEO4J_CURRENT=skip lets the tests on the current release of Neo4j be left out.'
fi
has_java 17 21 && command -v mvn >/dev/null
