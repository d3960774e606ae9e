package jiebang.shell;

/**
 * Whether the page lives, and what is done when it does not: it is built anew, and where that does not help, a safe screen
 * stands in its place. Time is given, in milliseconds that only grow.
 */
public final class Heartbeat {
    /** What the shell can do. */
    public interface Shell {
        void rebuild();

        void showSafeScreen();
    }

    private static final long ANSWER_WITHIN_MS = 10000;
    /** From a new page to its first screen, on a slow terminal. */
    private static final long DRAW_WITHIN_MS = 30000;
    private static final int MOST_REBUILDS = 3;
    private static final long WITHIN_MS = 60000;

    private final Shell shell;
    private final long[] rebuilds = new long[MOST_REBUILDS];
    private int count = 0;
    private long aliveUntil;
    private boolean safe = false;

    public Heartbeat(Shell shell, long now) {
        this.shell = shell;
        aliveUntil = now + DRAW_WITHIN_MS;
    }

    /** The page has answered that it shows a screen. */
    public void alive(long now) {
        aliveUntil = Math.max(aliveUntil, now + ANSWER_WITHIN_MS);
    }

    /** To be called again and again. */
    public void look(long now) {
        if (!safe && now > aliveUntil) gone(now);
    }

    /** The page's process has ended, or it does not answer. */
    public void gone(long now) {
        if (safe) return;
        boolean tooMany = count >= MOST_REBUILDS && now - rebuilds[count % MOST_REBUILDS] < WITHIN_MS;
        rebuilds[count++ % MOST_REBUILDS] = now;
        aliveUntil = now + DRAW_WITHIN_MS;
        safe = tooMany;
        if (tooMany) shell.showSafeScreen();
        else shell.rebuild();
    }
}
