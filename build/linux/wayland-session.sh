#!/bin/sh
# The Wayland window host: cage, with one maximised window, no bindings and no way out; no -s, so no change of the
# virtual terminal. It forgets how its program ended, which the service manager has to know: kept beside it.
ended=$RUNTIME_DIRECTORY/ended
if [ "${1-}" = kiosk ]; then
  /usr/bin/jiebang
  echo $? >"$ended"
  exit
fi
rm -f "$ended"
cage -d -- "$0" kiosk
code=$?
if [ -s "$ended" ]; then code=$(cat "$ended"); fi
exit "$code"
