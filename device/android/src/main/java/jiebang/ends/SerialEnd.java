package jiebang.ends;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import jiebang.bridge.End;
import jiebang.bridge.Failure;
import jiebang.bridge.Given;
import jiebang.bridge.JsonText;

/** The serial lines that the page has open, by number. Carries bytes and understands none. */
public final class SerialEnd implements End {
    /** Tells the page what it did not ask. */
    public interface Events {
        void tell(String name, Map<String, Object> facts);
    }

    private final Line.Place tty;
    private final Line.Place usb;
    private final Events events;
    private final Map<Long, Line> open = new HashMap<Long, Line>();
    private long lastLink = 0;

    /** A path that begins with a slash is a device file; any other names a device of the second place. */
    public SerialEnd(Line.Place tty, Line.Place usb, Events events) {
        this.tty = tty;
        this.usb = usb;
        this.events = events;
    }

    @Override
    public Object call(String method, Given given) throws Failure {
        if (method.equals("open")) return open(given.text("path", 512), (int) given.number("baudRate", 300, 4000000));
        long link = given.number("link", 1, Integer.MAX_VALUE);
        switch (method) {
            case "write":
                write(link, given.bytes("bytes"));
                return null;
            case "close":
                Line line = line(link);
                if (line != null) line.close();
                return null;
            default:
                throw Given.unknownMethod();
        }
    }

    private Object open(String path, int baudRate) throws Failure {
        Link link = new Link(++lastLink);
        Line line = (path.startsWith("/") ? tty : usb).open(path, baudRate, link);
        link.opened(line);
        Map<String, Object> told = JsonText.object("link", link.number);
        if (line.usbSerialNumber() != null) told.put("usbSerialNumber", line.usbSerialNumber());
        return told;
    }

    private void write(long link, byte[] bytes) throws Failure {
        Line line = line(link);
        if (line == null) throw new Failure("closed");
        try {
            line.write(bytes);
        } catch (IOException failed) {
            throw line(link) == null ? new Failure("closed") : new Failure("write-failed", failed.getMessage());
        }
    }

    private Line line(long link) {
        synchronized (open) {
            return open.get(link);
        }
    }

    private final class Link implements Line.Listener {
        private final long number;
        private boolean gone = false;

        Link(long number) {
            this.number = number;
        }

        void opened(Line line) {
            synchronized (open) {
                if (!gone) open.put(number, line);
            }
        }

        @Override
        public void bytes(byte[] bytes, int length) {
            events.tell("serialBytes", JsonText.object("link", number, "bytes", Arrays.copyOf(bytes, length)));
        }

        @Override
        public void closed() {
            synchronized (open) {
                gone = true;
                open.remove(number);
            }
            events.tell("serialClosed", JsonText.object("link", number));
        }
    }

    @Override
    public void letGo() {
        ArrayList<Line> lines;
        synchronized (open) {
            lines = new ArrayList<Line>(open.values());
        }
        for (Line line : lines) line.close();
    }
}
