package jiebang.ends;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jiebang.bridge.End;
import jiebang.bridge.Failure;
import jiebang.bridge.Given;
import jiebang.bridge.JsonText;

/** Who this terminal is and how it is, by every place that may know. Judges no value: which of them is a number is the page's to say. */
public final class TerminalEnd implements End {
    /** A place that may know: the system, or a maker's library. Its methods may take a second; they are called on a thread of their own. */
    public interface Place {
        /** What it says of each number or name that it has, or why it does not say. Never null, never throws. */
        List<Claim> claims();

        /** What it knows; null where it knows nothing. */
        Status status();
    }

    /** One number or name by one source. */
    public static final class Claim {
        private static final int MAX_VALUE = 128;
        private final Map<String, Object> told;

        private Claim(String number, String source, String name, String said) {
            told = JsonText.object("number", number, "source", source, name, said);
        }

        /**
         * `number` is "sn", "imei", "tusn", "manufacturer", "model" or "firmware"; `source` is "vendor-sdk" for a maker's
         * library. A value is handed on as it is: also a placeholder, also an empty text. Null is none.
         */
        public static Claim of(String number, String source, String value) {
            if (value == null) return refused(number, source, "not-supported");
            return new Claim(number, source, "value", value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) : value);
        }

        /** `problem` is "hidden", "permission-denied" or "not-supported". */
        public static Claim refused(String number, String source, String problem) {
            return new Claim(number, source, "problem", problem);
        }

        /**
         * What Android itself says. Since 10 (API 29) it tells a number that lasts to the device's owner alone; to a
         * program made for an earlier one it then says nothing, or "unknown".
         */
        public static Claim ofSystem(String number, String source, String value, int api) {
            boolean kept = api >= 29 && (value == null || value.equals("unknown"));
            return kept ? refused(number, source, "hidden") : of(number, source, value);
        }

        /** Android threw a SecurityException, while the program had the permission for the telephone's state, or had it not. */
        public static Claim refusedBySystem(String number, String source, boolean mayReadPhone) {
            return refused(number, source, mayReadPhone ? "hidden" : "permission-denied");
        }
    }

    /** What stays null is not known. */
    public static final class Status {
        /** "battery", "mains", "none" or "fault"; with it a percentage from 0 to 100. */
        public String power;
        public int percent;
        public Integer signalDbm;
        public Boolean registered;
        /** "clear" or "tripped". */
        public String tamper;
        /** "ready", "no_paper" or "fault". */
        public String printer;
    }

    private final List<Place> places;

    /** The one that knows best comes first. */
    public TerminalEnd(List<Place> places) {
        this.places = places;
    }

    @Override
    public Object call(String method, Given given) throws Failure {
        switch (method) {
            case "claims":
                List<Object> told = new ArrayList<Object>();
                for (Place place : places) for (Claim claim : place.claims()) told.add(claim.told);
                return told;
            case "status":
                return status();
            default:
                throw Given.unknownMethod();
        }
    }

    /** Each fact by the first place that knows it. */
    private Object status() {
        Map<String, Object> told =
                JsonText.object("battery", null, "signalDbm", null, "registered", null, "tamper", null, "printer", null);
        for (Place place : places) {
            Status said = place.status();
            if (said == null) continue;
            if (said.power != null) first(told, "battery", JsonText.object("power", said.power, "percent", said.percent));
            first(told, "signalDbm", said.signalDbm);
            first(told, "registered", said.registered);
            first(told, "tamper", said.tamper);
            first(told, "printer", said.printer);
        }
        return told;
    }

    private static void first(Map<String, Object> told, String name, Object said) {
        if (told.get(name) == null) told.put(name, said);
    }

    @Override
    public void letGo() {}
}
