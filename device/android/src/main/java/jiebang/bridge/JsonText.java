package jiebang.bridge;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes what Json reads. Everything outside of ASCII is escaped: no channel has to agree on an encoding. */
public final class JsonText {
    private JsonText() {}

    /** Names and values by turns. */
    public static Map<String, Object> object(Object... members) {
        Map<String, Object> made = new LinkedHashMap<String, Object>();
        for (int i = 0; i < members.length; i += 2) made.put((String) members[i], members[i + 1]);
        return made;
    }

    public static String of(Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(Object value, StringBuilder text) {
        if (value instanceof Map) {
            String mark = "{";
            for (Map.Entry<?, ?> member : ((Map<?, ?>) value).entrySet()) {
                text.append(mark);
                string((String) member.getKey(), text);
                text.append(':');
                write(member.getValue(), text);
                mark = ",";
            }
            text.append(mark.equals("{") ? "{}" : "}");
        } else if (value instanceof Iterable) {
            String mark = "[";
            for (Object one : (Iterable<?>) value) {
                text.append(mark);
                write(one, text);
                mark = ",";
            }
            text.append(mark.equals("[") ? "[]" : "]");
        } else if (value instanceof String) {
            string((String) value, text);
        } else if (value instanceof byte[]) {
            string(Base64Url.encode((byte[]) value), text);
        } else {
            text.append(value);
        }
    }

    private static void string(String said, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < said.length(); i++) {
            char letter = said.charAt(i);
            if (letter == '"' || letter == '\\') text.append('\\').append(letter);
            else if (letter >= ' ' && letter < 0x7f) text.append(letter);
            else text.append(String.format("\\u%04x", (int) letter));
        }
        text.append('"');
    }
}
