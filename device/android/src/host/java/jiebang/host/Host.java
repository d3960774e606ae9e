package jiebang.host;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import jiebang.bridge.Bridge;
import jiebang.bridge.Failure;
import jiebang.ends.Ends;
import jiebang.ends.FilesEnd;
import jiebang.ends.Line;

/**
 * The ends on a desktop JVM, for tests: one text a line on stdin and stdout. A line that begins with # is for this program:
 * "#open" a new page has come, "#fail OPERATION HALF SENTENCE" the next operation of that name fails, "#die AT LANDING" the
 * process dies at that operation, "#operations" says those so far, "#terminal NAME VALUE" is what the terminal's platform says from now on.
 */
public final class Host implements Bridge.Out {
    private final PrintStream out = System.out;

    public static void main(String[] args) throws Exception {
        // A request is never sent twice by the platform itself.
        System.setProperty("sun.net.http.retryPost", "false");
        System.setProperty("http.keepAlive", "false");
        new Host().run(new File(args[0]));
    }

    private void run(File root) throws Exception {
        MortalDisk disk = new MortalDisk();
        Ends.Parts parts = new Ends.Parts();
        parts.state = new File(root, "state");
        parts.folders = new HashMap<String, FilesEnd.Place>();
        parts.folders.put("state", new Folder(parts.state));
        parts.folders.put("evidence", new Folder(new File(root, "evidence")));
        parts.folders.put("stick", new Stick(new File(root, "stick")));
        parts.disk = disk;
        parts.keys = new SoftKeys(new File(root, "keys"));
        parts.usb = new NoUsb();
        TrialTerminal terminal = new TrialTerminal();
        parts.terminal = terminal.places();
        parts.app = "jiebang host";
        parts.runtime = "Java " + System.getProperty("java.version");
        Ends ends = new Ends(parts);
        Bridge bridge = ends.connect(this);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.startsWith("#")) bridge.hear(line);
            else if (line.equals("#open")) bridge = ends.connect(this);
            else if (line.equals("#operations")) say("#" + disk.operations());
            else if (line.startsWith("#terminal ")) terminal.order(line.substring("#terminal ".length()));
            else disk.order(line.substring(1));
            if (line.startsWith("#") && !line.equals("#operations")) say("#done");
        }
        System.exit(0);
    }

    @Override
    public void say(String text) {
        synchronized (out) {
            out.println(text);
            out.flush();
        }
    }

    private static class Folder implements FilesEnd.Place {
        final File folder;

        Folder(File folder) {
            this.folder = folder;
        }

        @Override
        public File folder() {
            return folder;
        }
    }

    private static final class Stick extends Folder {
        Stick(File folder) {
            super(folder);
        }

        @Override
        public File folder() {
            return folder.isDirectory() ? folder : null;
        }
    }

    private static final class NoUsb implements Line.Place {
        @Override
        public Line open(String path, int baudRate, Line.Listener listener) throws Failure {
            throw new Failure("port-missing");
        }
    }
}
