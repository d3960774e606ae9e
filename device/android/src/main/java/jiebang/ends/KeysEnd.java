package jiebang.ends;

import java.io.File;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import jiebang.bridge.End;
import jiebang.bridge.Failure;
import jiebang.bridge.Given;
import jiebang.bridge.JsonText;

/**
 * The terminal's signing key and its wrapping key, which never leave the place that keeps them. That the signing key was
 * made is noted in a file: a key store that has lost it (a system update may empty one) is told apart from one that never had it.
 */
public final class KeysEnd implements End {
    /** Where the keys are kept: AndroidKeyStore, or files on a machine for tests. Its exceptions are told as the key's fault. */
    public interface Place {
        boolean hasDeviceKey() throws GeneralSecurityException;

        /** Makes the signing key, with an attestation of this challenge where there is one to be had. */
        void makeDeviceKey(byte[] challenge) throws GeneralSecurityException;

        ECPublicKey devicePublic() throws GeneralSecurityException;

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

    private static final String NOTE = "device-key.made";

    private final Place place;
    private final Files files;

    public KeysEnd(Place place, File state, Disk disk) {
        this.place = place;
        files = new Files(state, disk);
    }

    @Override
    public Object call(String method, Given given) throws Failure, IOException {
        try {
            switch (method) {
                case "device":
                    makeAtFirst(given.bytes("challenge"));
                    return device();
                case "sign":
                    if (!place.hasDeviceKey()) throw new Failure("key-gone");
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

    private void makeAtFirst(byte[] challenge) throws GeneralSecurityException, Failure, IOException {
        boolean noted = files.read(NOTE, 16) != null;
        if (!place.hasDeviceKey()) {
            if (noted) throw new Failure("key-gone");
            place.makeDeviceKey(challenge);
        }
        // After the key: one that is there without its note was made just before the power went.
        if (!noted) files.replace(NOTE, new byte[] {'1'});
    }

    private Object device() throws GeneralSecurityException {
        ECPublicKey key = place.devicePublic();
        return JsonText.object(
                "x", coordinate(key.getW().getAffineX()),
                "y", coordinate(key.getW().getAffineY()),
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
