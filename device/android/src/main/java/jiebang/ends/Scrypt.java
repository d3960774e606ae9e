package jiebang.ends;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** scrypt (RFC 7914) over the platform's HMAC-SHA-256; 32 bytes. */
final class Scrypt {
    private static final int HASH = 32;

    private Scrypt() {}

    static byte[] derive(byte[] secret, byte[] salt, int n, int r, int p) {
        byte[] blocks = pbkdf2(secret, salt, p * 128 * r);
        int[] words = new int[32 * r];
        int[] memory = new int[32 * r * n];
        int[] scratch = new int[32 * r];
        for (int i = 0; i < p; i++) {
            load(blocks, i * 128 * r, words);
            mix(words, memory, scratch, n, r);
            store(words, blocks, i * 128 * r);
        }
        return pbkdf2(secret, blocks, HASH);
    }

    /** Section 5: ROMix. */
    private static void mix(int[] words, int[] memory, int[] scratch, int n, int r) {
        int size = words.length;
        for (int i = 0; i < n; i++) {
            System.arraycopy(words, 0, memory, i * size, size);
            blockMix(words, scratch, r);
        }
        for (int i = 0; i < n; i++) {
            int from = (words[(2 * r - 1) * 16] & n - 1) * size;
            for (int k = 0; k < size; k++) words[k] ^= memory[from + k];
            blockMix(words, scratch, r);
        }
    }

    /** Section 4. */
    private static void blockMix(int[] words, int[] scratch, int r) {
        int[] x = new int[16];
        System.arraycopy(words, (2 * r - 1) * 16, x, 0, 16);
        for (int i = 0; i < 2 * r; i++) {
            for (int k = 0; k < 16; k++) x[k] ^= words[i * 16 + k];
            salsa8(x);
            System.arraycopy(x, 0, scratch, (i / 2 + (i & 1) * r) * 16, 16);
        }
        System.arraycopy(scratch, 0, words, 0, words.length);
    }

    /** Section 3: Salsa20/8. Four quarter rounds on columns, four on rows, four times. */
    private static void salsa8(int[] b) {
        int[] x = b.clone();
        for (int i = 0; i < 4; i++) {
            quarter(x, 0, 4, 8, 12);
            quarter(x, 5, 9, 13, 1);
            quarter(x, 10, 14, 2, 6);
            quarter(x, 15, 3, 7, 11);
            quarter(x, 0, 1, 2, 3);
            quarter(x, 5, 6, 7, 4);
            quarter(x, 10, 11, 8, 9);
            quarter(x, 15, 12, 13, 14);
        }
        for (int i = 0; i < 16; i++) b[i] += x[i];
    }

    private static void quarter(int[] x, int a, int b, int c, int d) {
        x[b] ^= Integer.rotateLeft(x[a] + x[d], 7);
        x[c] ^= Integer.rotateLeft(x[b] + x[a], 9);
        x[d] ^= Integer.rotateLeft(x[c] + x[b], 13);
        x[a] ^= Integer.rotateLeft(x[d] + x[c], 18);
    }

    /** RFC 8018 section 5.2 with one iteration. */
    private static byte[] pbkdf2(byte[] secret, byte[] salt, int length) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] derived = new byte[length];
            for (int i = 1, at = 0; at < length; i++, at += HASH) {
                mac.update(salt);
                byte[] block = mac.doFinal(new byte[] {(byte) (i >>> 24), (byte) (i >>> 16), (byte) (i >>> 8), (byte) i});
                System.arraycopy(block, 0, derived, at, Math.min(HASH, length - at));
            }
            return derived;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static void load(byte[] bytes, int from, int[] words) {
        for (int i = 0; i < words.length; i++) {
            int at = from + 4 * i;
            words[i] = bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
        }
    }

    private static void store(int[] words, byte[] bytes, int from) {
        for (int i = 0; i < words.length; i++) {
            for (int k = 0; k < 4; k++) bytes[from + 4 * i + k] = (byte) (words[i] >>> 8 * k);
        }
    }
}
