package jiebang.ends;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ArrayList;
import java.util.List;
import jiebang.bridge.Failure;

/** Small files of one folder: bounded, replaced so that a power cut leaves the old content or the new, erased by overwriting. */
final class Files {
    private final File folder;
    private final Disk disk;

    Files(File folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    boolean exists() {
        return folder.isDirectory();
    }

    /** Null where there is none. */
    byte[] read(String name, long maxBytes) throws Failure, IOException {
        File file = new File(folder, name);
        if (!file.exists()) return null;
        if (!file.isFile()) throw new Failure("unfit", "not a plain file");
        RandomAccessFile opened = new RandomAccessFile(file, "r");
        try {
            if (opened.length() > maxBytes) throw new Failure("unfit", "longer than " + maxBytes + " bytes");
            byte[] bytes = new byte[(int) opened.length()];
            opened.readFully(bytes);
            return bytes;
        } finally {
            opened.close();
        }
    }

    File replace(String name, byte[] bytes) throws Failure, IOException {
        return replace(name, 0, bytes);
    }

    /** A piece of what `replace` is to bring in whole; the first one begins anew. */
    void begin(String name, long from, byte[] bytes) throws Failure, IOException {
        write(name, from, bytes, false);
    }

    /** With the last piece, or the only one. */
    File replace(String name, long from, byte[] bytes) throws Failure, IOException {
        write(name, from, bytes, true);
        File file = new File(folder, name);
        disk.rename(fresh(name), file);
        disk.forceFolder(folder);
        return file;
    }

    private void write(String name, long from, byte[] bytes, boolean isLast) throws Failure, IOException {
        File fresh = fresh(name);
        disk.make(folder);
        if (from == 0) disk.delete(fresh);
        RandomAccessFile opened = disk.open(fresh);
        try {
            // Pieces of two programs, or of one that died, make no file.
            if (opened.length() != from) throw new Failure("unfit", "a piece is missing");
            disk.write(opened.getChannel(), bytes, from);
            if (isLast) disk.force(opened.getChannel());
        } finally {
            opened.close();
        }
    }

    /** What a power cut may have left beside it goes as well. */
    void erase(String name) throws IOException {
        File[] both = {fresh(name), new File(folder, name)};
        for (File file : both) {
            if (!file.exists()) continue;
            RandomAccessFile opened = new RandomAccessFile(file, "rw");
            try {
                disk.write(opened.getChannel(), new byte[(int) opened.length()], 0);
                disk.force(opened.getChannel());
            } finally {
                opened.close();
            }
            disk.delete(file);
        }
        if (exists()) disk.forceFolder(folder);
    }

    List<String> list(long maxEntries) throws Failure {
        String[] names = folder.list();
        if (names == null) return null;
        if (names.length > maxEntries) throw new Failure("unfit", "more than " + maxEntries + " entries");
        List<String> plain = new ArrayList<String>();
        for (String name : names) if (new File(folder, name).isFile()) plain.add(name);
        return plain;
    }

    private File fresh(String name) {
        return new File(folder, name + ".new");
    }
}
