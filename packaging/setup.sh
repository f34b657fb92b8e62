# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Sourced by packaging/run and packaging/test: installs what is missing and builds. Says what it does and why.
#
# Root is needed only for missing Debian packages. Downloads and the compiler cache live in ATTUNE_CACHE
# (~/.cache/attune), outside the tree and shared by all builds. ATTUNE_TORCH_ROOT names a LibTorch of your own.
set -euo pipefail

ATTUNE_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
ATTUNE_CACHE=${ATTUNE_CACHE:-$HOME/.cache/attune}
TORCH_VERSION=2.11.0
CUDART_VERSION=13.0.96
CUPTI_VERSION=13.0.85

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
die() { printf 'packaging: %s\n' "$*" >&2; exit 1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else die "these packages are missing and need root to install: run as root or install sudo. Command: $*"
    fi
}

# Installs the packages of packaging/debian-packages.txt that are not there yet; does nothing when all are.
install_packages() {
    command -v dpkg-query >/dev/null || { say "Not a Debian system: install the libraries of packaging/debian-packages.txt yourself"; return; }
    local wanted missing=()
    wanted=$(sed 's/#.*//' "$ATTUNE_ROOT/packaging/debian-packages.txt")
    for package in $wanted; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return
    say "Installing ${#missing[@]} Debian packages (libraries, compiler, tools): ${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# fetch_wheel NAME VERSION: unpacks a PyPI wheel under $ATTUNE_CACHE/torch-VERSION, once.
fetch_wheel() {
    local name=$1 version=$2 target=$ATTUNE_CACHE/torch-$TORCH_VERSION
    local stamp=$target/.unpacked-$name-$version
    [ -e "$stamp" ] && return
    mkdir -p "$ATTUNE_CACHE/wheels" "$target"
    say "Fetching $name $version from PyPI"
    python3 -m pip download -q --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.11 \
        --implementation cp --abi cp311 --abi none --platform manylinux_2_28_x86_64 --platform manylinux_2_25_x86_64 \
        --platform manylinux_2_18_x86_64 --platform manylinux_2_17_x86_64 --platform manylinux2014_x86_64 --platform manylinux_2_27_x86_64 \
        -d "$ATTUNE_CACHE/wheels" "$name==$version"
    local wheel
    wheel=$(ls "$ATTUNE_CACHE/wheels/${name//-/_}-$version"-*.whl)
    # Unpacked beside and moved, so that an interrupted run leaves no half LibTorch.
    local part=$target/.part-$name
    rm -rf "$part" && mkdir "$part"
    python3 -m zipfile -e "$wheel" "$part"
    cp -a "$part/." "$target/" && rm -rf "$part"
    touch "$stamp"
}

# LibTorch: the torch wheel and, of NVIDIA's, only the two that libtorch_cpu.so itself links.
install_torch() {
    if [ -n "${ATTUNE_TORCH_ROOT:-}" ]; then
        [ -e "$ATTUNE_TORCH_ROOT/include/ATen/core/Tensor.h" ] || die "ATTUNE_TORCH_ROOT=$ATTUNE_TORCH_ROOT holds no LibTorch (include/ and lib/)"
        say "Using the LibTorch in $ATTUNE_TORCH_ROOT"
        return
    fi
    fetch_wheel torch "$TORCH_VERSION"
    fetch_wheel nvidia-cuda-runtime "$CUDART_VERSION"
    fetch_wheel nvidia-cuda-cupti "$CUPTI_VERSION"
    ATTUNE_TORCH_ROOT=$ATTUNE_CACHE/torch-$TORCH_VERSION/torch
    if [ "${ATTUNE_GPU:-auto}" = yes ] || { [ "${ATTUNE_GPU:-auto}" = auto ] && [ -e /proc/driver/nvidia/version ]; }; then
        say "An NVIDIA GPU is wanted: fetching the libraries that libtorch_cuda opens (about 2 GB, once)"
        while read -r name version; do fetch_wheel "$name" "$version"; done < <(sed 's/#.*//' "$ATTUNE_ROOT/packaging/gpu-wheels.txt" | grep .)
    fi
}

# build PRESET TARGET: configures (when needed) and builds into build/PRESET.
build() {
    local preset=$1 target=$2
    export CCACHE_DIR=${CCACHE_DIR:-$ATTUNE_CACHE/ccache}
    export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    export CCACHE_DEPEND=1 # without preprocessing every file first
    export CCACHE_BASEDIR=$ATTUNE_ROOT CCACHE_NOHASHDIR=1 # one cache serves every checkout
    say "Building ($preset) with $(nproc) cores; the compiler cache is in $CCACHE_DIR"
    cmake -S "$ATTUNE_ROOT" --preset "$preset" -DATTUNE_TORCH_ROOT="$ATTUNE_TORCH_ROOT" >/dev/null
    cmake --build "$ATTUNE_ROOT/build/$preset" --target "$target" >&2
}
