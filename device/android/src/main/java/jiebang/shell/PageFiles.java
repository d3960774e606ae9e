package jiebang.shell;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** What the page may ask for: its own few files, under one origin. Whatever else is asked for is not there. */
public final class PageFiles {
    public static final String ORIGIN = "https://kiosk.invalid";
    private static final String[][] FILES = {
        {"/", "index.html", "text/html"},
        {"/kiosk.css", "kiosk.css", "text/css"},
        {"/kiosk.js", "kiosk.js", "text/javascript"},
        {"/later.js", "later.js", "text/javascript"},
        {"/signatures.js", "signatures.js", "text/javascript"},
        {"/zh-CN.js", "zh-CN.js", "text/javascript"},
        {"/zh-CN.more.js", "zh-CN.more.js", "text/javascript"},
        {"/en.js", "en.js", "text/javascript"},
        {"/en.more.js", "en.more.js", "text/javascript"},
    };

    /** Where the built page lies. */
    public interface Assets {
        InputStream open(String name) throws IOException;
    }

    /** One answer; `body` is empty where there is nothing. */
    public static final class Answer {
        public final int status;
        public final String type;
        public final InputStream body;
        public final Map<String, String> headers;

        Answer(int status, String type, InputStream body, Map<String, String> headers) {
            this.status = status;
            this.type = type;
            this.body = body;
            this.headers = headers;
        }
    }

    private final Assets assets;
    private final String policy;

    public PageFiles(Assets assets) throws IOException {
        this.assets = assets;
        InputStream in = assets.open("policy.txt");
        try {
            byte[] bytes = new byte[8192];
            int length = 0;
            for (int count; (count = in.read(bytes, length, bytes.length - length)) > 0; length += count) continue;
            policy = new String(bytes, 0, length, "US-ASCII");
        } finally {
            in.close();
        }
    }

    /** Looks the address up as it was sent: nothing is decoded. */
    public Answer answer(String method, String url) {
        for (String[] file : FILES) {
            if (!method.equals("GET") || !url.equals(ORIGIN + file[0])) continue;
            try {
                return new Answer(200, file[2], assets.open(file[1]), headers());
            } catch (IOException missing) {
                break;
            }
        }
        return new Answer(404, "text/plain", new ByteArrayInputStream(new byte[0]), new HashMap<String, String>());
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<String, String>();
        headers.put("Content-Security-Policy", policy);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cache-Control", "no-store");
        return headers;
    }
}
