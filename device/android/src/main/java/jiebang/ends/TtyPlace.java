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
            boolean waits = setUp(path, baudRate);
            Tty tty = new Tty(path, waits, listener);
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

    /** Whether a read comes back without bytes after a while. */
    private static boolean setUp(String path, int baudRate) throws Failure {
        String[] line = {"stty", "-F", path, String.valueOf(baudRate), "raw", "-echo", "clocal", "-hupcl", "min", "0", "time", READ_WAIT};
        try {
            Process stty = new ProcessBuilder(line).redirectErrorStream(true).start();
            stty.getOutputStream().close();
            while (stty.getInputStream().read() >= 0) continue;
            if (stty.waitFor() == 0) return true;
        } catch (IOException noProgram) {
            return false;
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        throw new Failure(new File(path).exists() ? "not-a-tty" : "port-missing");
    }

    private final class Tty extends Thread implements Line {
        private final String path;
        private final boolean waits;
        private final Listener listener;
        private final FileInputStream in;
        private final FileOutputStream out;
        private volatile boolean closing = false;

        Tty(String path, boolean waits, Listener listener) throws IOException {
            super("tty");
            this.path = path;
            this.waits = waits;
            this.listener = listener;
            in = new FileInputStream(path);
            out = new FileOutputStream(path);
            // What another program left unread is an answer to nothing that was asked.
            for (int left = in.available(); left > 0; left = in.available()) in.read(new byte[left]);
            setDaemon(true);
        }

        @Override
        public void run() {
            byte[] bytes = new byte[4096];
            try {
                int empty = 0;
                while (!closing && empty < HUNG_UP_READS) {
                    long begun = System.nanoTime();
                    int count = in.read(bytes);
                    if (count > 0) listener.bytes(bytes, count);
                    boolean waited = waits && System.nanoTime() - begun >= HUNG_UP_MS * 1000000;
                    empty = count > 0 || waited ? 0 : empty + 1;
                }
            } catch (IOException hungUp) {
                // As good as a read that gives nothing.
            }
            closeQuietly(in);
            closeQuietly(out);
            free(path);
            listener.closed();
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            out.write(bytes);
        }

        @Override
        public void close() {
            closing = true;
            try {
                join(2000);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
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
