package jiebang.ends;

import java.io.Closeable;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import jiebang.bridge.Failure;

/**
 * Serial lines over device files of the firmware. Java cannot set a rate: `stty` does, where the image has it (toybox or
 * coreutils); where it has none, the line is taken as the firmware left it.
 */
public final class TtyPlace implements Line.Place {
    /** Tenths of a second that a read waits (termios(3), VTIME): so long does a close take at most. */
    private static final String READ_WAIT = "1";
    /** A read without bytes that comes back sooner than this did not wait: the line has hung up. */
    private static final long HUNG_UP_MS = 50;
    private static final int HUNG_UP_READS = 3;

    private final Set<String> busy = new HashSet<String>();

    @Override
    public Line open(String path, int baudRate, Line.Listener listener) throws Failure {
        File device = new File(path);
        if (!device.exists()) throw new Failure("port-missing");
        if (!device.canRead() || !device.canWrite()) throw new Failure("port-denied");
        synchronized (busy) {
            if (!busy.add(path)) throw new Failure("port-busy");
        }
        boolean done = false;
        try {
            setUp(path, baudRate);
            Tty tty = new Tty(path, listener);
            tty.start();
            done = true;
            return tty;
        } catch (IOException failed) {
            throw new Failure(device.exists() ? "open-failed" : "port-missing", failed.getMessage());
        } finally {
            if (!done) free(path);
        }
    }

    private void free(String path) {
        synchronized (busy) {
            busy.remove(path);
        }
    }

    /** A read then comes back without bytes after a while. Without the program it waits for some, or for the end of the line. */
    private static void setUp(String path, int baudRate) throws Failure {
        String[] line = {"stty", "-F", path, String.valueOf(baudRate), "raw", "-echo", "clocal", "-hupcl", "min", "0", "time", READ_WAIT};
        try {
            Process stty = new ProcessBuilder(line).redirectErrorStream(true).start();
            stty.getOutputStream().close();
            while (stty.getInputStream().read() >= 0) continue;
            if (stty.waitFor() == 0) return;
        } catch (IOException noProgram) {
            return;
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        throw new Failure(new File(path).exists() ? "not-a-tty" : "port-missing");
    }

    private final class Tty extends PolledLine {
        private final String path;
        private final FileInputStream in;
        private final FileOutputStream out;

        Tty(String path, Listener listener) throws IOException {
            super("tty", listener, 4096, HUNG_UP_MS, HUNG_UP_READS);
            this.path = path;
            in = new FileInputStream(path);
            out = new FileOutputStream(path);
            // What another program left unread is an answer to nothing that was asked.
            for (int left = in.available(); left > 0; left = in.available()) in.read(new byte[left]);
        }

        @Override
        protected int read(byte[] into) throws IOException {
            return in.read(into);
        }

        @Override
        protected void release() {
            closeQuietly(in);
            closeQuietly(out);
            free(path);
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            out.write(bytes);
        }

        @Override
        public String usbSerialNumber() {
            return null;
        }
    }

    private static void closeQuietly(Closeable file) {
        try {
            file.close();
        } catch (IOException ignored) {
            // It is gone either way.
        }
    }
}
