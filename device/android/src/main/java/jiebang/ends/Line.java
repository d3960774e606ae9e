package jiebang.ends;

import java.io.IOException;
import jiebang.bridge.Failure;

/** One open serial line, whatever it runs over: a tty of the firmware, USB, or a vendor's SDK. After it closed it is never used again. */
public interface Line {
    /** Who hears what the line says. Called from a thread of the line. */
    interface Listener {
        void bytes(byte[] bytes, int length);

        /** Called once: the line went away or was closed. */
        void closed();
    }

    /** Where lines come from. */
    interface Place {
        /** Fails with "port-missing", "port-busy", "port-denied", "not-a-tty" or "open-failed". */
        Line open(String path, int baudRate, Listener listener) throws Failure;
    }

    /** Returns when the system has the bytes. */
    void write(byte[] bytes) throws IOException;

    /** Returns when nothing more will be heard. Can be called again. */
    void close();

    /** Of the USB device behind it; null where there is none. */
    String usbSerialNumber();
}
