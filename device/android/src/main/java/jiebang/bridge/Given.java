package jiebang.bridge;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was given to a method, member by member and bounded. Whatever is not as it should be is "bridge/malformed". */
public final class Given {
    private final Map<?, ?> members;

    Given(Object given) throws Failure {
        if (!(given instanceof Map)) throw malformed();
        members = (Map<?, ?>) given;
    }

    public String text(String name, int max) throws Failure {
        Object said = members.get(name);
        if (!(said instanceof String) || ((String) said).length() > max) throw malformed();
        return (String) said;
    }

    /** Null where it is not given. */
    public String optionalText(String name, int max) throws Failure {
        return members.containsKey(name) ? text(name, max) : null;
    }

    public byte[] bytes(String name) throws Failure {
        byte[] bytes = Base64Url.decode(text(name, Integer.MAX_VALUE));
        if (bytes == null) throw malformed();
        return bytes;
    }

    public long number(String name, long min, long max) throws Failure {
        Object said = members.get(name);
        if (!(said instanceof Long) || (Long) said < min || (Long) said > max) throw malformed();
        return (Long) said;
    }

    Given object(String name) throws Failure {
        return new Given(members.get(name));
    }

    public Map<String, String> texts(String name) throws Failure {
        if (!(members.get(name) instanceof Map)) throw malformed();
        Map<String, String> texts = new LinkedHashMap<String, String>();
        for (Map.Entry<?, ?> one : ((Map<?, ?>) members.get(name)).entrySet()) {
            if (!(one.getValue() instanceof String)) throw malformed();
            texts.put((String) one.getKey(), (String) one.getValue());
        }
        return texts;
    }

    public static Failure malformed() {
        return new Failure("bridge/malformed");
    }

    public static Failure unknownMethod() {
        return new Failure("bridge/unknown-method");
    }
}
