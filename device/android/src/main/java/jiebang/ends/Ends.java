package jiebang.ends;

import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jiebang.bridge.Bridge;
import jiebang.bridge.End;

/** Every end that there is, and the channel of the page that is there now. What differs from machine to machine is given. */
public final class Ends {
    /** What differs. */
    public static final class Parts {
        public File state;
        public Map<String, FilesEnd.Place> folders;
        public Disk disk;
        public KeysEnd.Place keys;
        public Line.Place usb;
        /** Who this terminal is, by whoever knows; the one that knows best comes first. */
        public List<TerminalEnd.Place> terminal;
        public String app;
        public String runtime;
    }

    private final Map<String, End> ends = new HashMap<String, End>();
    private volatile Bridge bridge = null;

    public Ends(Parts parts) {
        ConfigFile config = new ConfigFile(parts.state, parts.disk);
        ends.put("journal", new JournalEnd(parts.state, parts.disk));
        ends.put("files", new FilesEnd(parts.folders, parts.disk));
        ends.put("keys", new KeysEnd(parts.keys, parts.state, parts.disk));
        ends.put("scrypt", new ScryptEnd());
        ends.put("serial", new SerialEnd(new TtyPlace(), parts.usb, new ToPage()));
        ends.put("terminal", new TerminalEnd(parts.terminal));
        ends.put("upstream", new UpstreamEnd(config));
        ends.put("log", new LogEnd(parts.state));
        ends.put("platform", new PlatformEnd(config, parts.app, parts.runtime));
    }

    /** A new page has come: the one before is let go, with all that it had open. */
    public synchronized Bridge connect(Bridge.Out out) {
        if (bridge != null) bridge.close();
        bridge = new Bridge(ends, out);
        return bridge;
    }

    private final class ToPage implements SerialEnd.Events {
        @Override
        public void tell(String name, Map<String, Object> facts) {
            Bridge now = bridge;
            if (now != null) now.tell(name, facts);
        }
    }
}
