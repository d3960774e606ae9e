package jiebang.bridge;

import java.util.Arrays;

/** Base64url without padding (RFC 4648 section 5); the platform has none before Android 8. Refuses every other spelling. */
public final class Base64Url {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    /** By the letter. */
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int value = 0; value < LETTERS.length(); value++) VALUES[LETTERS.charAt(value)] = (byte) value;
    }

    private Base64Url() {}

    public static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * 4 + 2) / 3);
        int held = 0;
        int bits = 0;
        for (byte one : bytes) {
            bits = (bits << 8 | one & 0xff) & 0xfff;
            for (held += 8; held >= 6; held -= 6) text.append(LETTERS.charAt(bits >> held - 6 & 63));
        }
        if (held > 0) text.append(LETTERS.charAt(bits << 6 - held & 63));
        return text.toString();
    }

    /** Null for what is not the one spelling of some bytes. */
    public static byte[] decode(String text) {
        if (text.length() % 4 == 1) return null;
        byte[] bytes = new byte[(int) (text.length() * 3L / 4)];
        int held = 0;
        int bits = 0;
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = valueOf(text.charAt(i));
            if (value < 0) return null;
            bits = (bits << 6 | value) & 0xfff;
            held += 6;
            if (held < 8) continue;
            held -= 8;
            bytes[at++] = (byte) (bits >> held);
        }
        return (bits & (1 << held) - 1) == 0 ? bytes : null;
    }

    /** Negative for what is no letter of it. */
    private static int valueOf(char letter) {
        return letter < VALUES.length ? VALUES[letter] : -1;
    }
}
