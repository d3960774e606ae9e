#!/bin/bash
# The X11 window host: a window manager without a single binding, and the kiosk. Where one of them ends, both do, and
# the service manager starts both again.
openbox --sm-disable --config-file /etc/jiebang/openbox.xml &
manager=$!
/usr/bin/jiebang &
kiosk=$!
wait -n -p ended "$manager" "$kiosk"
code=$?
if [ "$ended" = "$manager" ]; then code=70; fi
kill "$manager" "$kiosk" 2>/dev/null
wait
exit "$code"
