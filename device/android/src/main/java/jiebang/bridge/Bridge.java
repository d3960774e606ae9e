package jiebang.bridge;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * One page's channel to the ends. Checks every text, numbers what it says, and gives each port a thread of its own, so that
 * a slow network holds up no disk. What is asked on a channel where one text was wrong is not carried out.
 */
public final class Bridge {
    /** As in device/contract/bridge.ts. */
    private static final int MAX_TEXT = 4 * 1024 * 1024;
    private static final int MAX_OPEN = 256;
    /** Of one port whose calls need not take turns. */
    private static final int AT_ONCE = 4;
    /** A disk or a key takes a moment to finish what it has begun. */
    private static final int FINISH_SECONDS = 10;

    /** Carries a text to the page. */
    public interface Out {
        void say(String text);
    }

    private final Map<String, End> ends;
    private final Map<String, ExecutorService> workers = new HashMap<String, ExecutorService>();
    private final Out out;
    private long lastRequest = 0;
    private long lastEvent = 0;
    private int open = 0;
    private boolean closed = false;

    public Bridge(Map<String, End> ends, Out out) {
        this.ends = ends;
        this.out = out;
        for (Map.Entry<String, End> end : ends.entrySet()) workers.put(end.getKey(), workerOf(end.getValue()));
    }

    private static ExecutorService workerOf(End end) {
        return end instanceof ConcurrentEnd ? Executors.newFixedThreadPool(AT_ONCE) : Executors.newSingleThreadExecutor();
    }

    public synchronized void hear(String text) {
        if (closed) return;
        try {
            if (text == null) throw Given.malformed();
            if (text.length() > MAX_TEXT) throw new Failure("bridge/too-large");
            take(new Given(Json.parse(text)));
        } catch (Failure failure) {
            closed = true;
            out.say(JsonText.of(JsonText.object("fault", failure.code)));
        }
    }

    private void take(Given request) throws Failure {
        long id = request.number("id", 1, Integer.MAX_VALUE);
        if (id != lastRequest + 1) throw new Failure("bridge/out-of-order");
        lastRequest = id;
        String port = request.text("port", 64);
        String method = request.text("method", 64);
        Given given = request.object("given");
        ExecutorService worker = workers.get(port);
        if (worker == null) reply(id, null, new Failure("bridge/unknown-port"));
        else if (open >= MAX_OPEN) reply(id, null, new Failure("bridge/busy"));
        else {
            open++;
            worker.execute(new Work(id, ends.get(port), method, given));
        }
    }

    private final class Work implements Runnable {
        private final long id;
        private final End end;
        private final String method;
        private final Given given;

        Work(long id, End end, String method, Given given) {
            this.id = id;
            this.end = end;
            this.method = method;
            this.given = given;
        }

        @Override
        public void run() {
            Object value = null;
            Failure failure = null;
            try {
                value = end.call(method, given);
            } catch (Failure expected) {
                failure = expected;
            } catch (IOException unable) {
                failure = new Failure("system", SystemWord.of(unable));
            } catch (RuntimeException bug) {
                failure = new Failure("bridge/bug", bug.getClass().getSimpleName());
            }
            finished(id, value, failure);
        }
    }

    private synchronized void finished(long id, Object value, Failure failure) {
        open--;
        reply(id, value, failure);
    }

    private synchronized void reply(long id, Object value, Failure failure) {
        if (closed) return;
        Map<String, Object> said = JsonText.object("id", id, "ok", failure == null);
        if (failure == null) said.put("value", value);
        else if (failure.reason == null) said.put("error", JsonText.object("code", failure.code));
        else said.put("error", JsonText.object("code", failure.code, "reason", failure.reason));
        out.say(JsonText.of(said));
    }

    /** Tells the page something that it did not ask. */
    public synchronized void tell(String name, Map<String, Object> facts) {
        if (closed) return;
        Map<String, Object> said = JsonText.object("event", ++lastEvent, "name", name);
        said.putAll(facts);
        out.say(JsonText.of(said));
    }

    /** Returns when nothing of this page is under way any more; what had not begun never will. */
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (ExecutorService worker : workers.values()) worker.shutdownNow();
        try {
            for (ExecutorService worker : workers.values()) worker.awaitTermination(FINISH_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        for (End end : ends.values()) end.letGo();
    }
}
