package jiebang.ends;

import java.io.IOException;

/** A line that a thread of its own reads, again and again, until it is closed or the device has gone. */
public abstract class PolledLine extends Thread implements Line {
    private static final long CLOSE_MS = 2000;

    private final Listener listener;
    private final byte[] bytes;
    private final long goneMs;
    private final int goneReads;
    private volatile boolean closing = false;

    /** A read waits for a while. So many in a row without bytes, each back sooner than `goneMs`, and nobody is there. */
    protected PolledLine(String name, Listener listener, int mostBytes, long goneMs, int goneReads) {
        super(name);
        this.listener = listener;
        this.goneMs = goneMs;
        this.goneReads = goneReads;
        bytes = new byte[mostBytes];
        setDaemon(true);
    }

    /** How many bytes came; less than zero where none did. An exception is the end of the line. */
    protected abstract int read(byte[] into) throws IOException;

    /** Called once, when nothing is read any more. */
    protected abstract void release();

    @Override
    public final void run() {
        try {
            for (int vain = 0; !closing && vain < goneReads; ) {
                long begun = System.nanoTime();
                int count = read(bytes);
                if (count > 0) listener.bytes(bytes, count);
                boolean waited = System.nanoTime() - begun >= goneMs * 1000000;
                vain = count >= 0 || waited ? 0 : vain + 1;
            }
        } catch (IOException hungUp) {
            // As good as reads that give nothing.
        }
        release();
        listener.closed();
    }

    @Override
    public final void close() {
        closing = true;
        try {
            join(CLOSE_MS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
