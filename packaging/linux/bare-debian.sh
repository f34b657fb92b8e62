# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by test-archive and test-deb: a bare Debian 12 (debootstrap's smallest) in $root, gone again at the end, with a
# user without rights, and what every package must be able to do in it.
#
# Needs root (chroot), debootstrap, and Xvfb for the window on a real X server. The bare system is kept in
# $ATTUNE_CACHE/debian-12.tar for the next time.
set -euo pipefail

say() { printf '==> %s\n' "$*" >&2; }
die() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }
check() {
    local what=$1 start=$SECONDS
    shift
    "$@" || die "failed: $what"
    printf 'ok    %s (%d s)\n' "$what" $((SECONDS - start))
}

cache=${ATTUNE_CACHE:-$HOME/.cache/attune}
work=$(mktemp -d)
root=$work/root
x_server=""
clean_up() {
    [ -z "$x_server" ] || kill "$x_server" 2>/dev/null || true
    umount "$root/proc" 2>/dev/null || true
    rm -rf --one-file-system "$work"
}
trap clean_up EXIT
trap 'exit 1' INT TERM HUP

make_root() {
    if [ ! -e "$cache/debian-12.tar" ]; then
        local mirror
        # shellcheck disable=SC2016 # apt expands it
        mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | head -n 1)
        say "Making a bare Debian 12"
        debootstrap --variant=minbase bookworm "$root" "$mirror" > "$work/debootstrap.log" || { tail "$work/debootstrap.log" >&2; die "debootstrap failed"; }
        mkdir -p "$cache"
        tar cf "$work/debian-12.tar" -C "$root" .
        mv "$work/debian-12.tar" "$cache/debian-12.tar"
    else
        mkdir "$root"
        tar xf "$cache/debian-12.tar" -C "$root"
    fi
    mount -t proc proc "$root/proc"
    mkdir -p "$root/home/user"
    chown 1000:1000 "$root/home/user"
    check "Qt is not on this system" test -z "$(find "$root/usr/lib" -name 'libQt6*' | head -n 1)"
}

# A command in the bare system, as a user without rights, in an empty environment (but OMP_NUM_THREADS, for busy machines).
in_root() {
    chroot --userspec=1000:1000 "$root" /usr/bin/env -i HOME=/home/user PATH=/usr/bin:/bin LANG=C.UTF-8 QT_QPA_PLATFORM=offscreen \
        ${OMP_NUM_THREADS:+OMP_NUM_THREADS="$OMP_NUM_THREADS"} "$@"
}

# The same with an X server to draw on. It runs outside; the programs reach it through its abstract socket.
in_window() {
    if [ -z "$x_server" ]; then
        mkfifo "$work/display"
        Xvfb -displayfd 3 -screen 0 1600x1000x24 -ac -nolisten tcp 3<> "$work/display" 2> "$work/xvfb.log" &
        x_server=$!
        read -r x_display < "$work/display"
    fi
    in_root QT_QPA_PLATFORM=xcb DISPLAY=":$x_display" "$@"
}

# pictures_by in_root|in_window ATTUNE: every page of the project of the quick start is drawn.
pictures_by() {
    local runner=$1 attune=$2
    in_root mkdir -p /home/user/pictures
    "$runner" timeout 900 "$attune" --screenshots /home/user/pictures "/home/user/Quick é" || return 1
    [ "$(find "$root/home/user/pictures" -name '*.png' -size +8k | wc -l)" -ge 5 ] || return 1
    in_root rm -rf /home/user/pictures
}

# self_test in_root|in_window ATTUNE: ends with 0, and its report is on standard output and in the file.
self_test() {
    local runner=$1 attune=$2
    "$runner" timeout 300 "$attune" --self-test --report /home/user/report.txt > "$work/report.txt" || { cat "$work/report.txt" >&2; return 1; }
    cmp "$work/report.txt" "$root/home/user/report.txt" || return 1
    grep -q 'Try: export' "$work/report.txt" || { cat "$work/report.txt" >&2; return 1; }
}

# try_programs ATTUNE_CLI ATTUNE in_root|in_window: everything that can be tried without listening. The last says where
# the pages are drawn, which takes minutes.
try_programs() {
    local cli=$1 attune=$2 runner=$3
    check "attune-cli --version" in_root "$cli" --version
    check "attune-cli doctor" in_root "$cli" doctor
    check "attune-cli doctor --full" in_root "$cli" doctor --full --quiet
    if [ ! -d "$root/home/user/Quick é" ]; then
        check "attune-cli quickstart" in_root "$cli" quickstart --project "/home/user/Quick é" --quiet
    fi
    check "attune --version" in_root "$attune" --version
    check "attune --version, no display" in_root QT_QPA_PLATFORM= "$attune" --version
    check "attune --self-test, off screen" self_test in_root "$attune"
    check "attune --self-test, X server" self_test in_window "$attune"
    check "attune draws its pages ($runner)" pictures_by "$runner" "$attune"
}
