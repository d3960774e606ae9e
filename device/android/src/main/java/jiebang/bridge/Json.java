package jiebang.bridge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** JSON (RFC 8259) as Map, List, String, Long, Double, Boolean and null. A member that stands twice is no JSON here. */
public final class Json {
    private static final int MAX_DEPTH = 8;
    private static final Pattern CODE = Pattern.compile("[0-9a-fA-F]{4}");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

    private final String text;
    private int at = 0;

    private Json(String text) {
        this.text = text;
    }

    /** Throws Failure "bridge/malformed" for what is no JSON. */
    public static Object parse(String text) throws Failure {
        Json json = new Json(text);
        Object value = json.value(0);
        json.skipBlanks();
        if (json.at < text.length()) throw malformed();
        return value;
    }

    private Object value(int depth) throws Failure {
        if (depth > MAX_DEPTH) throw malformed();
        skipBlanks();
        switch (peek()) {
            case '{':
                return object(depth);
            case '[':
                return list(depth);
            case '"':
                return string();
            case 't':
                return word("true", Boolean.TRUE);
            case 'f':
                return word("false", Boolean.FALSE);
            case 'n':
                return word("null", null);
            default:
                return number();
        }
    }

    private Map<String, Object> object(int depth) throws Failure {
        Map<String, Object> members = new LinkedHashMap<String, Object>();
        at++;
        if (takes('}')) return members;
        do {
            skipBlanks();
            String name = string();
            if (members.containsKey(name) || !takes(':')) throw malformed();
            members.put(name, value(depth + 1));
        } while (takes(','));
        if (!takes('}')) throw malformed();
        return members;
    }

    private List<Object> list(int depth) throws Failure {
        List<Object> values = new ArrayList<Object>();
        at++;
        if (takes(']')) return values;
        do values.add(value(depth + 1));
        while (takes(','));
        if (!takes(']')) throw malformed();
        return values;
    }

    private String string() throws Failure {
        if (peek() != '"') throw malformed();
        StringBuilder said = new StringBuilder();
        int from = ++at;
        for (char letter = peek(); letter != '"'; letter = peek()) {
            if (letter < ' ') throw malformed();
            if (letter == '\\') {
                said.append(text, from, at);
                said.append(escaped());
                from = at + 1;
            }
            at++;
        }
        said.append(text, from, at++);
        return said.toString();
    }

    private char escaped() throws Failure {
        at++;
        int which = "\"\\/bfnrt".indexOf(peek());
        if (which >= 0) return "\"\\/\b\f\n\r\t".charAt(which);
        if (peek() != 'u' || at + 4 >= text.length()) throw malformed();
        String digits = text.substring(at + 1, at + 5);
        if (!CODE.matcher(digits).matches()) throw malformed();
        at += 4;
        return (char) Integer.parseInt(digits, 16);
    }

    private Object word(String word, Object value) throws Failure {
        if (!text.startsWith(word, at)) throw malformed();
        at += word.length();
        return value;
    }

    private Object number() throws Failure {
        int from = at;
        while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) at++;
        String digits = text.substring(from, at);
        if (digits.length() > 32 || !NUMBER.matcher(digits).matches()) throw malformed();
        if (WHOLE.matcher(digits).matches()) return Long.valueOf(digits);
        return Double.valueOf(digits);
    }

    private boolean takes(char mark) throws Failure {
        skipBlanks();
        if (at >= text.length() || text.charAt(at) != mark) return false;
        at++;
        return true;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }

    private char peek() throws Failure {
        if (at >= text.length()) throw malformed();
        return text.charAt(at);
    }

    private static Failure malformed() {
        return new Failure("bridge/malformed");
    }
}
