package jiebang.ends;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import jiebang.bridge.End;
import jiebang.bridge.Failure;
import jiebang.bridge.Given;
import jiebang.bridge.JsonText;

/** The terminal's signing key and its wrapping key, which never leave the place that keeps them. */
public final class KeysEnd implements End {
    /** Where the keys are kept: AndroidKeyStore, or files on a machine for tests. Its exceptions are told as the key's fault. */
    public interface Place {
        /** Made at first use, the same ever after. */
        ECPublicKey devicePublic() throws GeneralSecurityException;

        /** "software", "trusted-environment" or "strongbox". */
        String level() throws GeneralSecurityException;

        /** DER, leaf first; empty where there is no attestation. */
        List<byte[]> chain() throws GeneralSecurityException;

        /** ECDSA with SHA-256, DER. */
        byte[] sign(byte[] bytes) throws GeneralSecurityException;

        /** AES-256-GCM: 12 bytes, then what was wrapped, then 16 bytes. */
        byte[] wrap(byte[] bytes, byte[] boundTo) throws GeneralSecurityException;

        byte[] unwrap(byte[] ivWrappedTag, byte[] boundTo) throws GeneralSecurityException;
    }

    private static final int IV = 12;
    private static final int TAG = 16;

    private final Place place;

    public KeysEnd(Place place) {
        this.place = place;
    }

    @Override
    public Object call(String method, Given given) throws Failure {
        try {
            switch (method) {
                case "device":
                    return device();
                case "sign":
                    return place.sign(given.bytes("bytes"));
                case "wrap":
                    return parts(place.wrap(given.bytes("bytes"), given.bytes("boundTo")));
                case "unwrap":
                    return place.unwrap(
                            join(given.bytes("iv"), given.bytes("wrapped"), given.bytes("tag")), given.bytes("boundTo"));
                default:
                    throw Given.unknownMethod();
            }
        } catch (GeneralSecurityException unusable) {
            throw new Failure("key-unusable", unusable.getClass().getSimpleName());
        }
    }

    private Object device() throws GeneralSecurityException {
        ECPublicKey key = place.devicePublic();
        return JsonText.object(
                "x", coordinate(key.getW().getAffineX()),
                "y", coordinate(key.getW().getAffineY()),
                "level", place.level(),
                "chain", place.chain());
    }

    /** 32 bytes (RFC 7518 section 6.2.1.2), whatever sign or zeros Java puts before them. */
    private static byte[] coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static Object parts(byte[] whole) {
        return JsonText.object(
                "iv", part(whole, 0, IV),
                "wrapped", part(whole, IV, whole.length - TAG),
                "tag", part(whole, whole.length - TAG, whole.length));
    }

    private static byte[] part(byte[] whole, int from, int to) {
        byte[] part = new byte[to - from];
        System.arraycopy(whole, from, part, 0, part.length);
        return part;
    }

    private static byte[] join(byte[] iv, byte[] wrapped, byte[] tag) throws Failure {
        if (iv.length != IV || tag.length != TAG) throw Given.malformed();
        byte[] whole = new byte[IV + wrapped.length + TAG];
        System.arraycopy(iv, 0, whole, 0, IV);
        System.arraycopy(wrapped, 0, whole, IV, wrapped.length);
        System.arraycopy(tag, 0, whole, IV + wrapped.length, TAG);
        return whole;
    }

    @Override
    public void letGo() {}
}
