package jiebang.ends;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertPathValidatorException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import jiebang.bridge.Failure;

/** What kept an exchange from its answer, by the kinds of Java's exceptions and, where they have one kind for all, their words. */
final class TlsFailure {
    private static final Pattern OTHER_HOST = Pattern.compile("(?i)subject alternative|name matching|hostname|not verified");
    /** The alerts by which a server refuses a client's certificate (RFC 8446 section 6.2), as JSSE and Conscrypt spell them. */
    private static final Pattern ALERT = Pattern.compile("(?i)alert.*(certificate|unknown.ca|access.denied)");

    private TlsFailure() {}

    /** `left`: something of the request may have left. */
    static Failure of(IOException failed, boolean left) {
        boolean overTls = false;
        boolean certificate = false;
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            String words = String.valueOf(cause.getMessage());
            if (ALERT.matcher(words).find()) return new Failure("client-certificate-refused");
            if (left) continue;
            if (cause instanceof CertificateExpiredException) return refused("expired");
            if (cause instanceof CertificateNotYetValidException) return refused("not-yet-valid");
            if (cause instanceof SSLPeerUnverifiedException) return refused("wrong-host");
            if (cause instanceof CertificateException && OTHER_HOST.matcher(words).find()) return refused("wrong-host");
            certificate |= cause instanceof CertificateException || cause instanceof CertPathValidatorException;
            overTls |= cause instanceof SSLException;
        }
        if (left) return new Failure("no-answer");
        if (certificate) return refused("not-trusted");
        return new Failure(overTls ? "handshake-failed" : "unreachable");
    }

    private static Failure refused(String reason) {
        return new Failure("certificate-refused", reason);
    }
}
