package jiebang.shell;

import android.net.Uri;
import android.webkit.GeolocationPermissions;
import android.webkit.JsPromptResult;
import android.webkit.JsResult;
import android.webkit.PermissionRequest;
import android.webkit.ValueCallback;
import android.webkit.WebChromeClient;
import android.webkit.WebResourceRequest;
import android.webkit.WebView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Knocks at the doors of the shell that need no running Android, with its own classes: prints each with what became of it. */
public final class Doors {
    private static final String ELSEWHERE = "https://elsewhere.invalid/";

    private Doors() {}

    public static void main(String[] args) throws IOException {
        PageChrome chrome = new PageChrome();
        say("onCreateWindow", !chrome.onCreateWindow(null, false, true, null));
        JsResult told = result();
        say("onJsAlert", chrome.onJsAlert(null, ELSEWHERE, "x", told) && !told.getResult());
        told = result();
        say("onJsConfirm", chrome.onJsConfirm(null, ELSEWHERE, "x", told) && !told.getResult());
        told = result();
        say("onJsBeforeUnload", chrome.onJsBeforeUnload(null, ELSEWHERE, "x", told) && !told.getResult());
        JsPromptResult typed = new JsPromptResult(receiver());
        say("onJsPrompt", chrome.onJsPrompt(null, ELSEWHERE, "x", "y", typed) && !typed.getResult());
        say("onConsoleMessage", chrome.onConsoleMessage(null));

        final boolean[] refused = new boolean[4];
        boolean taken = chrome.onShowFileChooser(null, new ValueCallback<Uri[]>() {
            @Override
            public void onReceiveValue(Uri[] files) {
                refused[0] = files == null;
            }
        }, null);
        say("onShowFileChooser", taken && refused[0]);
        chrome.onPermissionRequest(new Asked(refused));
        say("onPermissionRequest", refused[1]);
        chrome.onGeolocationPermissionsShowPrompt(ELSEWHERE, new GeolocationPermissions.Callback() {
            @Override
            public void invoke(String origin, boolean allow, boolean retain) {
                refused[2] = !allow && !retain;
            }
        });
        say("onGeolocationPermissionsShowPrompt", refused[2]);
        chrome.onShowCustomView(null, new WebChromeClient.CustomViewCallback() {
            @Override
            public void onCustomViewHidden() {
                refused[3] = true;
            }
        });
        say("onShowCustomView", refused[3]);
        client();
    }

    private static void client() throws IOException {
        PageClient client = new PageClient(new PageFiles(new PageFiles.Assets() {
            @Override
            public InputStream open(String name) {
                return new ByteArrayInputStream(new byte[] {'x'});
            }
        }), new PageClient.Listener() {
            @Override
            public void finished(WebView page) {}

            @Override
            public void gone() {}
        });
        WebResourceRequest request = new Foreign();
        say("shouldOverrideUrlLoading", client.shouldOverrideUrlLoading(null, request) && client.shouldOverrideUrlLoading(null, ELSEWHERE));
        say("shouldInterceptRequest", client.shouldInterceptRequest(null, request).getStatusCode() == 404);
    }

    private static void say(String door, boolean isRefused) {
        System.out.println(door + (isRefused ? " refused" : " OPEN"));
    }

    private static JsResult result() {
        return new JsResult(receiver());
    }

    private static JsResult.ResultReceiver receiver() {
        return new JsResult.ResultReceiver() {
            @Override
            public void onJsResultComplete(JsResult result) {}
        };
    }

    private static final class Asked extends PermissionRequest {
        private final boolean[] refused;

        Asked(boolean[] refused) {
            this.refused = refused;
        }

        @Override
        public Uri getOrigin() {
            return null;
        }

        @Override
        public String[] getResources() {
            return new String[] {RESOURCE_VIDEO_CAPTURE};
        }

        @Override
        public void grant(String[] resources) {}

        @Override
        public void deny() {
            refused[1] = true;
        }
    }

    private static final class Foreign implements WebResourceRequest {
        @Override
        public Uri getUrl() {
            return Uri.parse(ELSEWHERE);
        }

        @Override
        public boolean isForMainFrame() {
            return true;
        }

        @Override
        public boolean isRedirect() {
            return false;
        }

        @Override
        public boolean hasGesture() {
            return true;
        }

        @Override
        public String getMethod() {
            return "GET";
        }

        @Override
        public Map<String, String> getRequestHeaders() {
            return null;
        }
    }
}
