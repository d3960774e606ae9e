package jiebang.shell;

import android.os.Build;
import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyProperties;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.spec.GCMParameterSpec;
import jiebang.ends.KeysEnd;

/** Both keys in AndroidKeyStore: in a chip of their own where the device has one (Android 9), else where it keeps keys. */
final class AndroidKeys implements KeysEnd.Place {
    private static final String STORE = "AndroidKeyStore";
    private static final String DEVICE = "jiebang device key v1";
    private static final String WRAPPING = "jiebang wrapping key v1";
    private static final int IV = 12;

    @Override
    public boolean hasDeviceKey() throws GeneralSecurityException {
        return store().containsAlias(DEVICE);
    }

    @Override
    public ECPublicKey devicePublic() throws GeneralSecurityException {
        return (ECPublicKey) store().getCertificate(DEVICE).getPublicKey();
    }

    @Override
    public void makeDeviceKey(byte[] challenge) throws GeneralSecurityException {
        if (Build.VERSION.SDK_INT >= 28) {
            try {
                make(challenge, true);
                return;
            } catch (ProviderException noSuchChip) {
                // StrongBoxUnavailableException is one, and what some devices throw in its place.
            }
        }
        make(challenge, false);
    }

    private static void make(byte[] challenge, boolean inChip) throws GeneralSecurityException {
        KeyGenParameterSpec.Builder spec = new KeyGenParameterSpec.Builder(DEVICE, KeyProperties.PURPOSE_SIGN)
                .setAlgorithmParameterSpec(new ECGenParameterSpec("secp256r1"))
                .setDigests(KeyProperties.DIGEST_SHA256);
        // With a challenge the key store makes an attestation (Android 7); the provider knows the key by it.
        if (Build.VERSION.SDK_INT >= 24) spec.setAttestationChallenge(challenge);
        if (inChip) spec.setIsStrongBoxBacked(true);
        KeyPairGenerator generator = KeyPairGenerator.getInstance(KeyProperties.KEY_ALGORITHM_EC, STORE);
        generator.initialize(spec.build());
        generator.generateKeyPair();
    }

    @Override
    public List<byte[]> chain() throws GeneralSecurityException {
        List<byte[]> chain = new ArrayList<byte[]>();
        Certificate[] found = store().getCertificateChain(DEVICE);
        // One alone is what the key store signed itself.
        if (found != null && found.length > 1) for (Certificate one : found) chain.add(one.getEncoded());
        return chain;
    }

    @Override
    public byte[] sign(byte[] bytes) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign((PrivateKey) store().getKey(DEVICE, null));
        signature.update(bytes);
        return signature.sign();
    }

    @Override
    public byte[] wrap(byte[] bytes, byte[] boundTo) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        // The key store chooses the 12 bytes: one that is given is refused.
        cipher.init(Cipher.ENCRYPT_MODE, wrappingKey());
        cipher.updateAAD(boundTo);
        byte[] sealed = cipher.doFinal(bytes);
        byte[] whole = new byte[IV + sealed.length];
        System.arraycopy(cipher.getIV(), 0, whole, 0, IV);
        System.arraycopy(sealed, 0, whole, IV, sealed.length);
        return whole;
    }

    @Override
    public byte[] unwrap(byte[] whole, byte[] boundTo) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, wrappingKey(), new GCMParameterSpec(128, whole, 0, IV));
        cipher.updateAAD(boundTo);
        return cipher.doFinal(whole, IV, whole.length - IV);
    }

    private static Key wrappingKey() throws GeneralSecurityException {
        if (!store().containsAlias(WRAPPING)) {
            int use = KeyProperties.PURPOSE_ENCRYPT | KeyProperties.PURPOSE_DECRYPT;
            KeyGenerator generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE);
            generator.init(new KeyGenParameterSpec.Builder(WRAPPING, use)
                    .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
                    .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
                    .setKeySize(256)
                    .build());
            generator.generateKey();
        }
        return store().getKey(WRAPPING, null);
    }

    private static KeyStore store() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(STORE);
            store.load(null);
            return store;
        } catch (IOException unreadable) {
            throw new GeneralSecurityException(unreadable);
        }
    }
}
