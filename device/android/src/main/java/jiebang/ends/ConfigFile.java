package jiebang.ends;

import java.io.File;
import java.io.IOException;
import jiebang.bridge.Failure;

/** config.json in the program's folder, put there by whoever installs it. The core reads it; the platform takes the upstream's place out of it. */
public final class ConfigFile implements UpstreamEnd.Source {
    private static final int MAX_BYTES = 65536;

    private final File folder;
    private final Files files;

    public ConfigFile(File folder, Disk disk) {
        this.folder = folder;
        files = new Files(folder, disk);
    }

    /** Null where there is none. */
    String text() throws Failure, IOException {
        byte[] bytes = files.read("config.json", MAX_BYTES);
        return bytes == null ? null : new String(bytes, "UTF-8");
    }

    @Override
    public UpstreamSettings settings() throws Failure {
        try {
            String text = text();
            if (text != null) return new UpstreamSettings(text, folder);
        } catch (IOException unreadable) {
            // Told below.
        }
        throw new Failure("not-configured");
    }
}
