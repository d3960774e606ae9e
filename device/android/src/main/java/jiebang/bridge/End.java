package jiebang.bridge;

import java.io.IOException;

/** What the platform does for one port. Its methods are called one after the other, each on the same thread. */
public interface End {
    /** What comes back is text, bytes, number, list, map or null. An IOException is told as "system" with the system's word. */
    Object call(String method, Given given) throws Failure, IOException;

    /** The page is gone: what it had open is closed. */
    void letGo();
}
