package jiebang.shell;

import android.app.Activity;
import android.os.Bundle;
import android.os.Handler;
import android.os.Looper;
import android.os.SystemClock;
import android.view.Gravity;
import android.view.KeyEvent;
import android.view.View;
import android.view.WindowManager;
import android.webkit.WebView;
import android.widget.FrameLayout;
import android.widget.TextView;
import java.io.IOException;
import java.io.InputStream;
import jiebang.ends.Ends;

/** The one window: full, locked, and never without a page or a safe screen in it. */
public final class KioskActivity extends Activity implements Heartbeat.Shell, PageClient.Listener {
    private static final long LOOK_EVERY_MS = 5000;

    private final Handler handler = new Handler(Looper.getMainLooper());
    private FrameLayout frame;
    private Ends ends;
    private PageFiles files;
    private Heartbeat heartbeat;
    private KioskPage page = null;

    @Override
    protected void onCreate(Bundle saved) {
        super.onCreate(saved);
        getWindow().addFlags(WindowManager.LayoutParams.FLAG_SECURE | WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON);
        frame = new FrameLayout(this);
        setContentView(frame);
        heartbeat = new Heartbeat(this, SystemClock.elapsedRealtime());
        try {
            files = new PageFiles(new PageFiles.Assets() {
                @Override
                public InputStream open(String name) throws IOException {
                    return getAssets().open("page/" + name);
                }
            });
            ends = new Ends(AndroidParts.of(this));
            rebuild();
            look();
        } catch (IOException incomplete) {
            showSafeScreen();
        }
    }

    private void look() {
        final KioskPage asked = page;
        if (asked != null) {
            asked.ask(new Runnable() {
                @Override
                public void run() {
                    if (asked == page) heartbeat.alive(SystemClock.elapsedRealtime());
                }
            });
        }
        heartbeat.look(SystemClock.elapsedRealtime());
        handler.postDelayed(new Runnable() {
            @Override
            public void run() {
                look();
            }
        }, LOOK_EVERY_MS);
    }

    @Override
    public void rebuild() {
        drop();
        page = new KioskPage(this, files, ends, this);
        frame.addView(page.view, new FrameLayout.LayoutParams(-1, -1));
    }

    private void drop() {
        frame.removeAllViews();
        if (page != null) page.destroy();
        page = null;
    }

    @Override
    public void finished(WebView finished) {}

    @Override
    public void gone() {
        heartbeat.gone(SystemClock.elapsedRealtime());
    }

    @Override
    public void showSafeScreen() {
        drop();
        TextView text = new TextView(this);
        text.setText(R.string.safe);
        text.setTextSize(24);
        text.setGravity(Gravity.CENTER);
        frame.addView(text, new FrameLayout.LayoutParams(-1, -1));
    }

    @Override
    protected void onResume() {
        super.onResume();
        lock();
    }

    /** Where the app owns the device, nobody leaves it; elsewhere this is screen pinning, which a person can leave. */
    private void lock() {
        if (Admin.setUp(this)) startLockTask();
    }

    @Override
    public void onWindowFocusChanged(boolean hasFocus) {
        super.onWindowFocusChanged(hasFocus);
        if (!hasFocus) return;
        getWindow().getDecorView().setSystemUiVisibility(View.SYSTEM_UI_FLAG_IMMERSIVE_STICKY
                | View.SYSTEM_UI_FLAG_FULLSCREEN | View.SYSTEM_UI_FLAG_HIDE_NAVIGATION
                | View.SYSTEM_UI_FLAG_LAYOUT_STABLE | View.SYSTEM_UI_FLAG_LAYOUT_FULLSCREEN
                | View.SYSTEM_UI_FLAG_LAYOUT_HIDE_NAVIGATION);
    }

    @Override
    public void onBackPressed() {}

    /** No key of the device but its volume does anything here. */
    @Override
    public boolean dispatchKeyEvent(KeyEvent event) {
        int key = event.getKeyCode();
        boolean isVolume = key == KeyEvent.KEYCODE_VOLUME_UP || key == KeyEvent.KEYCODE_VOLUME_DOWN;
        return !isVolume || super.dispatchKeyEvent(event);
    }

    @Override
    protected void onDestroy() {
        handler.removeCallbacksAndMessages(null);
        drop();
        super.onDestroy();
    }
}
