package jiebang.shell;

import android.annotation.SuppressLint;
import android.content.Context;
import android.net.Uri;
import android.view.View;
import android.webkit.CookieManager;
import android.webkit.DownloadListener;
import android.webkit.ValueCallback;
import android.webkit.WebMessage;
import android.webkit.WebMessagePort;
import android.webkit.WebSettings;
import android.webkit.WebView;
import jiebang.bridge.Bridge;
import jiebang.ends.Ends;

/** One page with the core in it, and its channel to the ends. After it is gone it is never used again. */
final class KioskPage {
    private static final String HAS_SCREEN = "document.querySelector('[data-screen]') !== null";

    final WebView view;
    private final Ends ends;
    /** Some WebViews say twice that a page has finished; there is one channel for each. */
    private boolean handedOver = false;

    KioskPage(Context context, PageFiles files, Ends ends, final PageClient.Listener listener) {
        this.ends = ends;
        view = new WebView(context);
        setUp(view);
        view.setWebChromeClient(new PageChrome());
        view.setWebViewClient(new PageClient(files, new PageClient.Listener() {
            @Override
            public void finished(WebView page) {
                handOver();
                listener.finished(page);
            }

            @Override
            public void gone() {
                listener.gone();
            }
        }));
        view.loadUrl(PageFiles.ORIGIN + "/");
    }

    @SuppressLint("SetJavaScriptEnabled")
    private static void setUp(WebView view) {
        WebSettings settings = view.getSettings();
        settings.setJavaScriptEnabled(true);
        settings.setAllowFileAccess(false);
        settings.setAllowContentAccess(false);
        settings.setMixedContentMode(WebSettings.MIXED_CONTENT_NEVER_ALLOW);
        settings.setGeolocationEnabled(false);
        settings.setSupportMultipleWindows(false);
        settings.setJavaScriptCanOpenWindowsAutomatically(false);
        settings.setSupportZoom(false);
        settings.setTextZoom(100);
        settings.setSaveFormData(false);
        settings.setCacheMode(WebSettings.LOAD_NO_CACHE);
        CookieManager.getInstance().setAcceptCookie(false);
        WebView.setWebContentsDebuggingEnabled(false);
        view.setOnLongClickListener(new View.OnLongClickListener() {
            @Override
            public boolean onLongClick(View pressed) {
                return true;
            }
        });
        view.setLongClickable(false);
        view.setHapticFeedbackEnabled(false);
        view.setDownloadListener(new DownloadListener() {
            @Override
            public void onDownloadStart(String url, String agent, String disposition, String type, long length) {
                // Nothing is fetched.
            }
        });
    }

    /** A channel for this very origin. What was handed to the page before is let go. */
    private void handOver() {
        if (handedOver) return;
        handedOver = true;
        WebMessagePort[] ports = view.createWebMessageChannel();
        final WebMessagePort own = ports[0];
        final Bridge bridge = ends.connect(new Bridge.Out() {
            @Override
            public void say(final String text) {
                view.post(new Runnable() {
                    @Override
                    public void run() {
                        own.postMessage(new WebMessage(text));
                    }
                });
            }
        });
        own.setWebMessageCallback(new WebMessagePort.WebMessageCallback() {
            @Override
            public void onMessage(WebMessagePort port, WebMessage message) {
                bridge.hear(message.getData());
            }
        });
        view.postWebMessage(new WebMessage("jiebang", new WebMessagePort[] {ports[1]}), Uri.parse(PageFiles.ORIGIN));
    }

    void ask(final Runnable alive) {
        view.evaluateJavascript(HAS_SCREEN, new ValueCallback<String>() {
            @Override
            public void onReceiveValue(String value) {
                if ("true".equals(value)) alive.run();
            }
        });
    }

    void destroy() {
        view.destroy();
    }
}
