package jiebang.shell;

import android.net.http.SslError;
import android.webkit.HttpAuthHandler;
import android.webkit.RenderProcessGoneDetail;
import android.webkit.SslErrorHandler;
import android.webkit.WebResourceRequest;
import android.webkit.WebResourceResponse;
import android.webkit.WebView;
import android.webkit.WebViewClient;

/** Where the page may go: nowhere. What it may load: its own files. */
final class PageClient extends WebViewClient {
    /** What happens to the page. */
    interface Listener {
        void finished(WebView page);

        void gone();
    }

    private final PageFiles files;
    private final Listener listener;

    PageClient(PageFiles files, Listener listener) {
        this.files = files;
        this.listener = listener;
    }

    @Override
    public WebResourceResponse shouldInterceptRequest(WebView page, WebResourceRequest request) {
        PageFiles.Answer answer = files.answer(request.getMethod(), request.getUrl().toString());
        String reason = answer.status == 200 ? "OK" : "Not Found";
        return new WebResourceResponse(answer.type, "utf-8", answer.status, reason, answer.headers, answer.body);
    }

    @Override
    public boolean shouldOverrideUrlLoading(WebView page, WebResourceRequest request) {
        return true;
    }

    @Override
    @SuppressWarnings("deprecation")
    public boolean shouldOverrideUrlLoading(WebView page, String url) {
        return true;
    }

    @Override
    public void onPageFinished(WebView page, String url) {
        if (url.equals(PageFiles.ORIGIN + "/")) listener.finished(page);
        else listener.gone();
    }

    @Override
    public void onReceivedSslError(WebView page, SslErrorHandler handler, SslError error) {
        handler.cancel();
    }

    @Override
    public void onReceivedHttpAuthRequest(WebView page, HttpAuthHandler handler, String host, String realm) {
        handler.cancel();
    }

    /** Android 8: true keeps the app, which builds a new page. */
    @Override
    public boolean onRenderProcessGone(WebView page, RenderProcessGoneDetail detail) {
        listener.gone();
        return true;
    }
}
