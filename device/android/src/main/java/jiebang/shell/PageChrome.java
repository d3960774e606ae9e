package jiebang.shell;

import android.net.Uri;
import android.os.Message;
import android.view.View;
import android.webkit.ConsoleMessage;
import android.webkit.GeolocationPermissions;
import android.webkit.JsPromptResult;
import android.webkit.JsResult;
import android.webkit.PermissionRequest;
import android.webkit.ValueCallback;
import android.webkit.WebChromeClient;
import android.webkit.WebView;

/** Whatever of the browser could come up beside the page: refused, each at its own door. */
final class PageChrome extends WebChromeClient {
    @Override
    public boolean onJsAlert(WebView page, String url, String message, JsResult result) {
        result.cancel();
        return true;
    }

    @Override
    public boolean onJsConfirm(WebView page, String url, String message, JsResult result) {
        result.cancel();
        return true;
    }

    @Override
    public boolean onJsPrompt(WebView page, String url, String message, String preset, JsPromptResult result) {
        result.cancel();
        return true;
    }

    @Override
    public boolean onJsBeforeUnload(WebView page, String url, String message, JsResult result) {
        result.cancel();
        return true;
    }

    @Override
    public boolean onCreateWindow(WebView page, boolean isDialog, boolean byUser, Message result) {
        return false;
    }

    @Override
    public boolean onShowFileChooser(WebView page, ValueCallback<Uri[]> chosen, FileChooserParams how) {
        chosen.onReceiveValue(null);
        return true;
    }

    @Override
    public void onPermissionRequest(PermissionRequest request) {
        request.deny();
    }

    @Override
    public void onGeolocationPermissionsShowPrompt(String origin, GeolocationPermissions.Callback answer) {
        answer.invoke(origin, false, false);
    }

    @Override
    public void onShowCustomView(View view, CustomViewCallback callback) {
        callback.onCustomViewHidden();
    }

    /** What the page says to its console goes nowhere: the log takes codes and facts. */
    @Override
    public boolean onConsoleMessage(ConsoleMessage message) {
        return true;
    }
}
