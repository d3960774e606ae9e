package jiebang.ends;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import jiebang.bridge.End;
import jiebang.bridge.Failure;
import jiebang.bridge.Given;
import jiebang.bridge.JsonText;

/** The journal's bytes, a mark beside them, and archives. What `open` tells is durable; a failed append leaves nothing. */
public final class JournalEnd implements End {
    private static final int MAX_MARK = 4096;
    private static final long MAX_NUMBER = 1L << 40;

    private final JournalFolder folder;
    private final Files files;
    private final Disk disk;
    private RandomAccessFile opened = null;
    /** How much is known to be durable; negative before the first `open`. */
    private long durable = -1;
    /** False until `open`, and again after every failure. */
    private boolean mayChange = false;

    public JournalEnd(File folder, Disk disk) {
        this.disk = disk;
        this.folder = new JournalFolder(folder, disk);
        files = new Files(folder, disk);
    }

    @Override
    public Object call(String method, Given given) throws Failure, IOException {
        switch (method) {
            case "open":
                return open();
            case "part":
                return part(given.number("from", 0, MAX_NUMBER), given.number("to", 0, MAX_NUMBER));
            case "append":
                return append(given.bytes("bytes"));
            case "cut":
                return cut(given.number("length", 0, MAX_NUMBER));
            case "mark":
                mayChange();
                files.replace("journal.mark", given.text("mark", MAX_MARK).getBytes("UTF-8"));
                return null;
            case "setAside":
                return setAside(given.number("archive", 1, MAX_NUMBER), given.bytes("bytes"));
            case "archive":
                File archive = folder.archive(given.number("archive", 1, MAX_NUMBER));
                return archive.isFile() ? archive.length() : null;
            case "archivePart":
                return folder.archivePart(given.number("archive", 1, MAX_NUMBER), given.number("from", 0, MAX_NUMBER), given.number("to", 0, MAX_NUMBER));
            case "free":
                return folder.free();
            case "close":
                letGo();
                return null;
            default:
                throw Given.unknownMethod();
        }
    }

    private Object open() throws Failure, IOException {
        mayChange = false;
        if (opened == null) opened = folder.take();
        FileChannel file = opened.getChannel();
        // Takes back what a failed append left, where that could not be done at once.
        if (durable >= 0 && file.size() > durable) disk.truncate(file, durable);
        // A process that was killed may have left bytes that the disk has not got yet.
        disk.force(file);
        byte[] mark = files.read("journal.mark", MAX_MARK);
        durable = file.size();
        mayChange = true;
        return JsonText.object("length", durable, "mark", mark == null || mark.length == 0 ? null : new String(mark, "UTF-8"));
    }

    private byte[] part(long from, long to) throws Failure, IOException {
        if (opened == null || to > durable) throw Given.malformed();
        return JournalFolder.part(opened.getChannel(), from, to);
    }

    private Object append(byte[] bytes) throws Failure, IOException {
        mayChange();
        FileChannel file = opened.getChannel();
        mayChange = false;
        try {
            disk.write(file, bytes, durable);
            disk.force(file);
        } catch (IOException failed) {
            takeBack(file);
            throw failed;
        }
        // What lies in a file without a name goes with the process.
        if (!folder.holdsJournal()) throw new Failure("gone");
        durable += bytes.length;
        mayChange = true;
        return null;
    }

    private void takeBack(FileChannel file) {
        try {
            disk.truncate(file, durable);
            disk.force(file);
        } catch (IOException alsoFailed) {
            // The next `open` does it.
        }
    }

    private Object cut(long length) throws Failure, IOException {
        mayChange();
        if (length > durable) throw Given.malformed();
        mayChange = false;
        disk.truncate(opened.getChannel(), length);
        disk.force(opened.getChannel());
        durable = length;
        mayChange = true;
        return null;
    }

    private Object setAside(long archive, byte[] bytes) throws Failure, IOException {
        mayChange();
        mayChange = false;
        opened = folder.putAside(opened, archive, bytes);
        durable = bytes.length;
        mayChange = true;
        return null;
    }

    private void mayChange() throws Failure {
        if (!mayChange) throw new Failure("not-open", "not read since it was opened or since a failure");
    }

    @Override
    public void letGo() {
        try {
            if (opened != null) opened.close();
        } catch (IOException ignored) {
            // Nothing was waiting to be written.
        }
        opened = null;
        durable = -1;
        mayChange = false;
    }
}
