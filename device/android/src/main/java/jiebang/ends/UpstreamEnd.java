package jiebang.ends;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jiebang.bridge.ConcurrentEnd;
import jiebang.bridge.Failure;
import jiebang.bridge.Given;

/**
 * HTTP exchanges with the upstream, each with an end in time. What has left is told by one fact: a request whose connection,
 * TLS included, was never ready has left nothing.
 */
public final class UpstreamEnd implements ConcurrentEnd {
    /** The settings as they are just now: a file that was replaced counts from the next exchange on. */
    public interface Source {
        UpstreamSettings settings() throws Failure;
    }

    private final Source source;

    public UpstreamEnd(Source source) {
        this.source = source;
    }

    @Override
    public Object call(String method, Given given) throws Failure {
        if (!method.equals("exchange")) throw Given.unknownMethod();
        HttpExchange exchange = new HttpExchange(given, source.settings());
        FutureTask<Object> task = new FutureTask<Object>(exchange);
        Thread thread = new Thread(task, "exchange");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(exchange.deadlineMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw exchange.givenUp();
        } catch (InterruptedException pageGone) {
            throw exchange.givenUp();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Failure) throw (Failure) failed.getCause();
            throw new IllegalStateException(failed.getCause());
        }
    }

    @Override
    public void letGo() {}
}
