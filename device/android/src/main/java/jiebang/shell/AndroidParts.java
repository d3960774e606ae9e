package jiebang.shell;

import android.content.Context;
import android.content.pm.PackageManager;
import android.os.Build;
import android.os.Environment;
import android.system.ErrnoException;
import android.system.Os;
import android.system.OsConstants;
import android.webkit.WebSettings;
import java.io.File;
import java.io.FileDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import jiebang.ends.Disk;
import jiebang.ends.Ends;
import jiebang.ends.FilesEnd;
import jiebang.ends.TerminalEnd;

/** What differs on a real device: its folders, its key store, its USB, and how a folder's names are made durable. */
final class AndroidParts {
    private AndroidParts() {}

    static Ends.Parts of(final Context context) {
        Ends.Parts parts = new Ends.Parts();
        parts.state = new File(context.getFilesDir(), "state");
        parts.disk = new Disk(new FolderForce());
        parts.folders = new HashMap<String, FilesEnd.Place>();
        parts.folders.put("state", new Fixed(parts.state));
        parts.folders.put("evidence", new Fixed(context.getExternalFilesDir("evidence")));
        parts.folders.put("stick", new Stick(context));
        parts.keys = new AndroidKeys();
        parts.usb = new UsbPlace(context);
        parts.terminal = new ArrayList<TerminalEnd.Place>();
        // An edition for one maker's terminals puts its library's place before this one.
        parts.terminal.add(new AndroidTerminal(context));
        parts.app = "jiebang " + version(context);
        parts.runtime = "Android " + Build.VERSION.RELEASE + ", " + engine(context);
        return parts;
    }

    private static String version(Context context) {
        try {
            return context.getPackageManager().getPackageInfo(context.getPackageName(), 0).versionName;
        } catch (PackageManager.NameNotFoundException never) {
            throw new IllegalStateException(never);
        }
    }

    private static String engine(Context context) {
        String agent = WebSettings.getDefaultUserAgent(context);
        int at = agent.indexOf("Chrome/");
        return at < 0 ? "WebView" : agent.substring(at).split(" ")[0];
    }

    /** Java has no way of its own before Android 8. */
    private static final class FolderForce implements Disk.Folders {
        @Override
        public void force(File folder) throws IOException {
            try {
                FileDescriptor opened = Os.open(folder.getPath(), OsConstants.O_RDONLY, 0);
                try {
                    Os.fsync(opened);
                } finally {
                    Os.close(opened);
                }
            } catch (ErrnoException failed) {
                throw new IOException(failed.getMessage());
            }
        }
    }

    private static final class Fixed implements FilesEnd.Place {
        private final File folder;

        Fixed(File folder) {
            this.folder = folder;
        }

        @Override
        public File folder() {
            return folder;
        }
    }

    /** The program's own folder on a medium that is plugged in; Android gives it without a question to a person. */
    private static final class Stick implements FilesEnd.Place {
        private final Context context;

        Stick(Context context) {
            this.context = context;
        }

        @Override
        public File folder() {
            for (File folder : context.getExternalFilesDirs(null)) {
                if (folder != null && Environment.isExternalStorageRemovable(folder)) return folder;
            }
            return null;
        }
    }
}
