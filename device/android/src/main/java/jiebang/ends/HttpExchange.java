package jiebang.ends;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.net.ssl.HttpsURLConnection;
import jiebang.bridge.Failure;
import jiebang.bridge.Given;
import jiebang.bridge.JsonText;

/** One request and its answer: no redirect, no proxy, no cookie, never sent twice. */
final class HttpExchange implements Callable<Object> {
    private static final long MAX_DEADLINE_MS = 600000;
    private static final long MAX_ANSWER = 2 * 1024 * 1024;
    private static final int MAX_BODY = 1024 * 1024;

    final long deadlineMs;
    private final UpstreamSettings settings;
    private final String method;
    private final String path;
    private final Map<String, String> headers;
    private final byte[] body;
    private final long maxAnswer;
    private volatile HttpURLConnection connection = null;
    private volatile boolean left = false;

    HttpExchange(Given given, UpstreamSettings settings) throws Failure {
        this.settings = settings;
        method = given.text("method", 8);
        path = given.text("path", 4096);
        headers = given.texts("headers");
        String said = given.optionalText("body", MAX_BODY);
        body = said == null ? null : utf8(said);
        deadlineMs = given.number("deadlineMs", 1, MAX_DEADLINE_MS);
        maxAnswer = given.number("maxAnswerBytes", 0, MAX_ANSWER);
        if (!path.startsWith("/") || !method.equals("GET") && !method.equals("POST")) throw Given.malformed();
    }

    @Override
    public Object call() throws Failure {
        try {
            open();
            connection.connect();
            left = true;
            send();
            return answer();
        } catch (IOException failed) {
            throw TlsFailure.of(failed, left);
        } finally {
            if (connection != null) connection.disconnect();
        }
    }

    private void open() throws IOException {
        HttpURLConnection opened = (HttpURLConnection) new URL(settings.baseUrl + path).openConnection(Proxy.NO_PROXY);
        opened.setInstanceFollowRedirects(false);
        opened.setUseCaches(false);
        opened.setConnectTimeout((int) deadlineMs);
        opened.setReadTimeout((int) deadlineMs);
        opened.setRequestMethod(method);
        opened.setRequestProperty("Accept-Encoding", "identity");
        opened.setRequestProperty("Connection", "close");
        for (Map.Entry<String, String> header : headers.entrySet()) opened.setRequestProperty(header.getKey(), header.getValue());
        if (body != null) {
            opened.setDoOutput(true);
            // Also what keeps the platform from sending it again by itself.
            opened.setFixedLengthStreamingMode(body.length);
        }
        if (settings.sockets != null && opened instanceof HttpsURLConnection) {
            ((HttpsURLConnection) opened).setSSLSocketFactory(settings.sockets);
        }
        connection = opened;
    }

    private void send() throws IOException {
        if (body == null) return;
        connection.getOutputStream().write(body);
        connection.getOutputStream().close();
    }

    private Object answer() throws Failure, IOException {
        int status = statusOf(connection);
        InputStream in = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
        String type = connection.getContentType();
        return JsonText.object(
                "status", (long) status,
                "contentType", type == null ? "" : type,
                "retryAfter", connection.getHeaderField("Retry-After"),
                "body", in == null ? new byte[0] : read(in));
    }

    private byte[] read(InputStream in) throws Failure, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            bytes.write(piece, 0, count);
            if (bytes.size() > maxAnswer) throw new Failure("answer-too-large");
        }
        return bytes.toByteArray();
    }

    Failure givenUp() {
        boolean mayHaveLeft = left;
        if (connection != null) connection.disconnect();
        return new Failure(mayHaveLeft ? "no-answer" : "unreachable");
    }

    /** The platform refuses to hand out a 401 to what was streamed, and says the number all the same. */
    private static int statusOf(HttpURLConnection connection) throws IOException {
        try {
            return connection.getResponseCode();
        } catch (HttpRetryException refused) {
            return refused.responseCode();
        }
    }

    private static byte[] utf8(String text) {
        try {
            return text.getBytes("UTF-8");
        } catch (IOException never) {
            throw new IllegalStateException(never);
        }
    }
}
