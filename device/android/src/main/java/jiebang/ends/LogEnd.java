package jiebang.ends;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import jiebang.bridge.End;
import jiebang.bridge.Failure;
import jiebang.bridge.Given;

/** log.jsonl and the file before it, bounded. A log that cannot be written loses its line and nothing else. */
public final class LogEnd implements End {
    private static final long MAX_BYTES = 1024 * 1024;
    private static final int MAX_LINE = 16 * 1024;

    private final File folder;

    public LogEnd(File folder) {
        this.folder = folder;
    }

    @Override
    public Object call(String method, Given given) throws Failure {
        if (!method.equals("write")) throw Given.unknownMethod();
        String line = given.text("line", MAX_LINE);
        if (line.indexOf('\n') >= 0) throw Given.malformed();
        try {
            append((line + "\n").getBytes("UTF-8"));
        } catch (IOException full) {
            // There is nowhere to say so.
        }
        return null;
    }

    private void append(byte[] line) throws IOException {
        File log = new File(folder, "log.jsonl");
        if (!folder.isDirectory() && !folder.mkdirs()) return;
        if (log.length() > 0 && log.length() + line.length > MAX_BYTES) log.renameTo(new File(folder, "log.1.jsonl"));
        FileOutputStream out = new FileOutputStream(log, true);
        try {
            out.write(line);
        } finally {
            out.close();
        }
    }

    @Override
    public void letGo() {}
}
