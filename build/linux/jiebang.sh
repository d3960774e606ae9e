#!/bin/sh
# /usr/bin/jiebang, jiebang-terminal and jiebang-setup: the kiosk, the program without a screen, and its first setup.
# Nothing of the caller's environment goes along but what is named here, and the kiosk takes no arguments: Chromium
# obeys some switches and variables before any program of ours could refuse them.
set -eu

say() {
  printf '%s\n' "$@" >&2
}

# While a new version is being unpacked the old one is still whole. The last file of each version says that it is.
program=
for whole in $(printf '%s\n' /usr/lib/jiebang/*/whole | sort -V); do
  if [ -e "$whole" ]; then program=${whole%/whole}/jiebang; fi
done
if [ -z "$program" ]; then
  say "程序不完整：请运行 dpkg --configure -a，或重新安装 jiebang 软件包" \
    "The program is not whole: run dpkg --configure -a, or install the package jiebang again"
  exit 70
fi

home=${HOME:-/nonexistent}
case ${0##*/} in
  jiebang)
    if [ "$(id -u)" = 0 ]; then
      say "不能以 root 运行：请用 systemctl start jiebang 启动" \
        "This does not run as root: start it with systemctl start jiebang"
      exit 78
    fi
    if [ -z "${DISPLAY-}" ]; then
      say "没有显示屏：未设置 DISPLAY" "There is no display: DISPLAY is not set"
      exit 69
    fi
    if ! unshare --user --map-root-user --pid --fork true 2>/dev/null; then
      say "系统不允许用户命名空间，页面沙箱无法建立：请允许后重试（sysctl kernel.unprivileged_userns_clone、user.max_user_namespaces，或 AppArmor）" \
        "This system forbids user namespaces, which the page's sandbox is made of: allow them (sysctl kernel.unprivileged_userns_clone, user.max_user_namespaces, or AppArmor) and try again"
      exit 78
    fi
    # What Chromium and GTK write beside the kiosk's own state is gone at the next start.
    home=${RUNTIME_DIRECTORY:-$home}
    kept="DISPLAY XAUTHORITY XDG_RUNTIME_DIR NOTIFY_SOCKET WATCHDOG_USEC CREDENTIALS_DIRECTORY LANG TZ"
    set --
    ;;
  jiebang-setup)
    kept="TERM LANG TZ"
    set -- --no-sandbox --no-zygote --log-level=3 -- setup "$@"
    ;;
  *)
    kept="TERM LANG TZ COLUMNS JIEBANG_CONFIG CREDENTIALS_DIRECTORY"
    set -- --no-sandbox --no-zygote --log-level=3 -- "$@"
    ;;
esac

set -- "$program" "$@"
for name in $kept; do
  eval "value=\${$name-}"
  if [ -n "$value" ]; then set -- "$name=$value" "$@"; fi
done
unset LD_PRELOAD LD_AUDIT LD_LIBRARY_PATH
exec /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME="$home" "$@"
