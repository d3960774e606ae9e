package jiebang.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jiebang.ends.TerminalEnd;
import jiebang.example.AcmeTerminal;

/** A terminal's platform for tests: what Android answers, and what a maker's library does, by the words of an order. */
final class TrialTerminal implements TerminalEnd.Place {
    private final Map<String, String> said = new HashMap<String, String>();

    /** "NAME VALUE", or "NAME" for nothing. A system's value that is "!" is a SecurityException. */
    synchronized void order(String words) {
        String[] parts = words.split(" ", 2);
        said.put(parts[0], parts.length < 2 ? null : parts[1]);
    }

    private synchronized String get(String name) {
        return said.get(name);
    }

    /** The maker's library comes first where there is one. */
    List<TerminalEnd.Place> places() {
        List<TerminalEnd.Place> places = new ArrayList<TerminalEnd.Place>();
        places.add(new Maker());
        places.add(this);
        return places;
    }

    @Override
    public List<TerminalEnd.Claim> claims() {
        List<TerminalEnd.Claim> claims = new ArrayList<TerminalEnd.Claim>();
        claims.add(system("sn", "android-serial", get("serial")));
        claims.add(system("imei", "android-imei", get("imei")));
        claims.add(TerminalEnd.Claim.of("model", "android-build", get("model")));
        return claims;
    }

    private TerminalEnd.Claim system(String number, String source, String value) {
        if ("!".equals(value)) return TerminalEnd.Claim.refusedBySystem(number, source, "granted".equals(get("phone")));
        return TerminalEnd.Claim.ofSystem(number, source, value, get("api") == null ? 23 : Integer.parseInt(get("api")));
    }

    @Override
    public TerminalEnd.Status status() {
        TerminalEnd.Status status = new TerminalEnd.Status();
        if (get("battery") != null) {
            String[] words = get("battery").split(" ");
            status.power = words[0];
            status.percent = Integer.parseInt(words[1]);
        }
        if (get("signal") != null) status.signalDbm = Integer.valueOf(get("signal"));
        if (get("registered") != null) status.registered = Boolean.valueOf(get("registered"));
        return status;
    }

    /** The example of a maker's place, over what the order said; a place without an answer to anything where nothing was. */
    private final class Maker implements TerminalEnd.Place, AcmeTerminal.Acme {
        private final TerminalEnd.Place place = new AcmeTerminal(this);

        @Override
        public List<TerminalEnd.Claim> claims() {
            return get("sdk") == null ? new ArrayList<TerminalEnd.Claim>() : place.claims();
        }

        @Override
        public TerminalEnd.Status status() {
            return get("sdk") == null ? null : place.status();
        }

        @Override
        public String serialNumber() {
            return get("sdkSerial");
        }

        @Override
        public String terminalNumber() {
            return get("sdkTusn");
        }

        @Override
        public boolean wasOpened() {
            return get("opened") != null;
        }

        @Override
        public int printer() {
            return get("printer") == null ? 0 : Integer.parseInt(get("printer"));
        }
    }
}
