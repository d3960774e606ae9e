package jiebang.ends;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import jiebang.bridge.Failure;
import jiebang.bridge.Given;

/** Where the journal's file and its archives lie, and how one takes the other's place. */
final class JournalFolder {
    private static final int MAX_PIECE = 256 * 1024;

    private final File folder;
    private final File journal;
    private final File fresh;
    private final Disk disk;

    JournalFolder(File folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
        journal = new File(folder, "journal.jsonl");
        fresh = new File(folder, "journal.jsonl.new");
    }

    Long free() {
        return folder.isDirectory() ? folder.getUsableSpace() : null;
    }

    /** False where somebody removed it while it was open. */
    boolean holdsJournal() {
        return journal.isFile();
    }

    /** The file, for this process alone; "in-use" where another has it. */
    RandomAccessFile take() throws Failure, IOException {
        disk.make(folder);
        // A death between the two renames of `putAside`: the second is made good.
        if (!journal.exists() && fresh.exists()) disk.rename(fresh, journal);
        RandomAccessFile file = locked();
        disk.forceFolder(folder);
        return file;
    }

    private RandomAccessFile locked() throws Failure, IOException {
        RandomAccessFile file = disk.open(journal);
        FileLock lock = null;
        try {
            lock = file.getChannel().tryLock();
        } catch (OverlappingFileLockException ours) {
            // Another end of this very process has it.
        } finally {
            if (lock == null) file.close();
        }
        if (lock == null) throw new Failure("in-use");
        return file;
    }

    /** Keeps the file under the archive's number, and gives the new one, which holds these bytes. The old one is closed. */
    RandomAccessFile putAside(RandomAccessFile old, long archive, byte[] bytes) throws Failure, IOException {
        disk.delete(fresh);
        RandomAccessFile made = disk.open(fresh);
        try {
            disk.write(made.getChannel(), bytes, 0);
            disk.force(made.getChannel());
        } finally {
            made.close();
        }
        disk.rename(journal, archive(archive));
        try {
            disk.rename(fresh, journal);
        } catch (IOException failed) {
            disk.rename(archive(archive), journal);
            throw failed;
        }
        disk.forceFolder(folder);
        RandomAccessFile next = locked();
        old.close();
        return next;
    }

    File archive(long number) {
        return new File(folder, "journal-" + number + ".jsonl");
    }

    byte[] archivePart(long number, long from, long to) throws Failure, IOException {
        RandomAccessFile file = new RandomAccessFile(archive(number), "r");
        try {
            return part(file.getChannel(), from, to);
        } finally {
            file.close();
        }
    }

    static byte[] part(FileChannel file, long from, long to) throws Failure, IOException {
        if (from > to || to - from > MAX_PIECE) throw Given.malformed();
        ByteBuffer bytes = ByteBuffer.allocate((int) (to - from));
        while (bytes.hasRemaining()) {
            if (file.read(bytes, from + bytes.position()) < 0) throw new Failure("unfit", "shorter than it says");
        }
        return bytes.array();
    }
}
