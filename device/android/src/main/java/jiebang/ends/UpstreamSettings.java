package jiebang.ends;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Collection;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import jiebang.bridge.Base64Url;
import jiebang.bridge.Failure;
import jiebang.bridge.Json;

/** Where the upstream is and whom to believe there: read from the configuration by the platform itself, so that no page can send anything elsewhere. */
final class UpstreamSettings {
    private static final int MAX_FILE = 65536;

    final String baseUrl;
    /** Null where nothing is pinned and nothing of ours is shown: then the platform's own roots count. */
    final SSLSocketFactory sockets;

    /** `config` is the configuration's text; files that it names lie in the folder. */
    UpstreamSettings(String config, File folder) throws Failure {
        Map<?, ?> upstream = member(Json.parse(config), "upstream");
        Object url = upstream.get("baseUrl");
        if (!(url instanceof String)) throw new Failure("not-configured");
        baseUrl = ((String) url).replaceAll("/$", "");
        sockets = upstream.get("tls") == null ? null : context(member(upstream, "tls"), folder).getSocketFactory();
    }

    private static SSLContext context(Map<?, ?> tls, File folder) throws Failure {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(tls.get("caFile") == null ? null : roots(read(tls, "caFile", folder)));
            KeyManager[] own = tls.get("certFile") == null ? null : own(read(tls, "certFile", folder), read(tls, "keyFile", folder));
            context.init(own, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException unfit) {
            throw new Failure("tls-file-damaged", "caFile");
        } catch (IOException unfit) {
            throw new Failure("tls-file-damaged", "caFile");
        }
    }

    private static KeyStore roots(byte[] pem) throws Failure, GeneralSecurityException, IOException {
        KeyStore roots = emptyStore();
        int count = 0;
        for (Certificate one : certificates(pem, "caFile")) roots.setCertificateEntry("ca" + count++, one);
        return roots;
    }

    private static KeyManager[] own(byte[] certPem, byte[] keyPem) throws Failure, GeneralSecurityException, IOException {
        Certificate[] chain = certificates(certPem, "certFile").toArray(new Certificate[0]);
        KeyStore own = emptyStore();
        own.setKeyEntry("own", key(keyPem, chain[0].getPublicKey().getAlgorithm()), new char[0], chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, new char[0]);
        return keys.getKeyManagers();
    }

    private static Collection<? extends Certificate> certificates(byte[] pem, String file) throws Failure {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Collection<? extends Certificate> found = factory.generateCertificates(new ByteArrayInputStream(pem));
            if (!found.isEmpty()) return found;
        } catch (GeneralSecurityException damaged) {
            // Told below.
        }
        throw new Failure("tls-file-damaged", file);
    }

    /** PKCS #8 in PEM (RFC 7468 section 10). */
    private static PrivateKey key(byte[] pem, String algorithm) throws Failure {
        try {
            String text = new String(pem, "US-ASCII").replaceAll("-----[A-Z ]+-----|\\s|=", "");
            byte[] der = Base64Url.decode(text.replace('+', '-').replace('/', '_'));
            if (der != null) return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException damaged) {
            throw new Failure("tls-file-damaged", "keyFile");
        } catch (IOException never) {
            throw new IllegalStateException(never);
        }
        throw new Failure("tls-file-damaged", "keyFile");
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    private static byte[] read(Map<?, ?> tls, String name, File folder) throws Failure {
        if (!(tls.get(name) instanceof String)) throw new Failure("tls-file-missing", name);
        File file = new File((String) tls.get(name));
        if (!file.isAbsolute()) file = new File(folder, file.getPath());
        if (!file.exists()) throw new Failure("tls-file-missing", name);
        if (file.length() > MAX_FILE) throw new Failure("tls-file-too-large", name);
        byte[] bytes = new byte[(int) file.length()];
        try {
            InputStream in = new FileInputStream(file);
            try {
                for (int at = 0, count; at < bytes.length && (count = in.read(bytes, at, bytes.length - at)) > 0; at += count) continue;
            } finally {
                in.close();
            }
        } catch (IOException unreadable) {
            throw new Failure("tls-file-unreadable", name);
        }
        return bytes;
    }

    private static Map<?, ?> member(Object object, String name) throws Failure {
        Object found = object instanceof Map ? ((Map<?, ?>) object).get(name) : null;
        if (!(found instanceof Map)) throw new Failure("not-configured");
        return (Map<?, ?>) found;
    }
}
