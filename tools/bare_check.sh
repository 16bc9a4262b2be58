#!/usr/bin/env bash
# The newcomer's first command in the barest place it must work in: a Debian root that holds Python, make and
# certificates, nothing else (no pip, no ensurepip, no compiler, no browser, no font).
#
#   bash tools/bare_check.sh [TARGET]        # TARGET of make, default: demo SERVE=0; `venv` proves the environment alone
#
# Needs root and debootstrap. Debian comes from the mirror that this machine's apt uses, Python packages from the index
# that its pip settings name; certificates and name resolution are the machine's. Committed files are taken
# (BARE_TREE=working: the working tree). The root is kept in $BARE_ROOT (default /tmp/fupan-bare) and used again.
set -euo pipefail
cd "$(dirname "$0")/.."

root=${BARE_ROOT:-/tmp/fupan-bare}
suite=${BARE_SUITE:-bookworm}
target=("$@")
[ ${#target[@]} -gt 0 ] || target=(demo SERVE=0)
clone="/root/新人 clone"

if [ ! -x "$root/usr/bin/make" ]; then
    mirror=${BARE_MIRROR:-$(apt-get indextargets --format '$(SITE) $(RELEASE)' 'Created-By: Packages' |
        awk -v suite="$suite" '$2 == suite { print $1; exit }')}
    rm -rf "$root"
    debootstrap --variant=minbase --include=python3,make,ca-certificates "$suite" "$root" "$mirror" >"$root.log" 2>&1 ||
        { tail -20 "$root.log"; exit 1; }
fi

# The machine's own way to its package index.
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
cp -L /etc/hosts "$root/etc/hosts"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
rm -f "$root/etc/pip.conf"
[ ! -f /etc/pip.conf ] || cp /etc/pip.conf "$root/etc/pip.conf"
settings=(HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8)
while IFS= read -r name; do
    case $name in
    PIP_FIND_LINKS) ;; # a folder of this machine, not of the root
    PIP_* | *_proxy | *_PROXY | SSL_CERT_FILE) settings+=("$name=${!name}") ;;
    esac
done < <(compgen -e)

rm -rf "$root$clone"
mkdir -p "$root$clone"
if [ "${BARE_TREE:-committed}" = working ]; then
    git ls-files -z --cached --others --exclude-standard |
        while IFS= read -r -d '' file; do [ ! -e "$file" ] || printf '%s\0' "$file"; done |
        tar -c --null -T - | tar -x -C "$root$clone"
else
    git archive HEAD | tar -x -C "$root$clone"
fi

echo "in the bare root: $(chroot "$root" python3 --version), pip: $(chroot "$root" python3 -m pip --version 2>&1 | tail -1)"
started=$SECONDS
# A mount namespace of its own: /proc and /dev vanish with it, whatever happens.
unshare --mount --fork bash -euc '
    mount -t proc proc "$0/proc"
    mount --rbind /dev "$0/dev"
    exec chroot "$0" /usr/bin/env -i "${@:2}" sh -c "cd \"$1\" && make \$MAKE_TARGET"
' "$root" "$clone" "${settings[@]}" "MAKE_TARGET=${target[*]}" 2>&1 | sed "s/^/    /"
echo "make ${target[*]}: $((SECONDS - started)) s"

case " ${target[*]} " in
*" demo "*)
    for kind in pptx xlsx html pdf; do
        ls -l "$root$clone/demo/reviews/2025-06/"*."$kind"
    done
    ;;
esac
