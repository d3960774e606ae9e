package jiebang.host;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Collections;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import jiebang.ends.KeysEnd;

/** Keys in plain files, in the place of AndroidKeyStore: for tests. No attestation. */
final class SoftKeys implements KeysEnd.Place {
    private final File folder;

    SoftKeys(File folder) {
        this.folder = folder;
    }

    @Override
    public boolean hasDeviceKey() throws GeneralSecurityException {
        return read("public") != null;
    }

    @Override
    public void makeDeviceKey(byte[] challenge) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair made = generator.generateKeyPair();
        write("private", made.getPrivate().getEncoded());
        write("public", made.getPublic().getEncoded());
    }

    @Override
    public ECPublicKey devicePublic() throws GeneralSecurityException {
        PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(read("public")));
        return (ECPublicKey) key;
    }

    @Override
    public List<byte[]> chain() {
        return Collections.emptyList();
    }

    @Override
    public byte[] sign(byte[] bytes) throws GeneralSecurityException {
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(read("private")));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(bytes);
        return signature.sign();
    }

    @Override
    public byte[] wrap(byte[] bytes, byte[] boundTo) throws GeneralSecurityException {
        byte[] iv = random(12);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, iv, boundTo).doFinal(bytes);
        byte[] whole = new byte[iv.length + sealed.length];
        System.arraycopy(iv, 0, whole, 0, iv.length);
        System.arraycopy(sealed, 0, whole, iv.length, sealed.length);
        return whole;
    }

    @Override
    public byte[] unwrap(byte[] whole, byte[] boundTo) throws GeneralSecurityException {
        byte[] iv = new byte[12];
        System.arraycopy(whole, 0, iv, 0, iv.length);
        return cipher(Cipher.DECRYPT_MODE, iv, boundTo).doFinal(whole, iv.length, whole.length - iv.length);
    }

    private Cipher cipher(int mode, byte[] iv, byte[] boundTo) throws GeneralSecurityException {
        if (read("wrapping") == null) write("wrapping", random(32));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(read("wrapping"), "AES"), new GCMParameterSpec(128, iv));
        cipher.updateAAD(boundTo);
        return cipher;
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private byte[] read(String name) throws GeneralSecurityException {
        try {
            File file = new File(folder, name);
            return file.exists() ? Files.readAllBytes(file.toPath()) : null;
        } catch (IOException unreadable) {
            throw new GeneralSecurityException(unreadable);
        }
    }

    private void write(String name, byte[] bytes) throws GeneralSecurityException {
        try {
            folder.mkdirs();
            Files.write(new File(folder, name).toPath(), bytes);
        } catch (IOException unwritable) {
            throw new GeneralSecurityException(unwritable);
        }
    }
}
