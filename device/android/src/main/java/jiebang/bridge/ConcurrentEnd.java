package jiebang.bridge;

/** An end whose calls wait for others more than they work, and hold nothing between them: some of them run at once. */
public interface ConcurrentEnd extends End {}
