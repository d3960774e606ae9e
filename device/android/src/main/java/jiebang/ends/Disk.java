package jiebang.ends;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Every step by which something on the disk changes, one method each: a test can die before, in and after any of them. */
public class Disk {
    /** How a folder's names are made durable; the platform's own way, since Java has none before Android 8. */
    public interface Folders {
        void force(File folder) throws IOException;
    }

    private final Folders folders;

    public Disk(Folders folders) {
        this.folders = folders;
    }

    public void write(FileChannel file, byte[] bytes, long from) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) file.write(left, from + left.position());
    }

    public void force(FileChannel file) throws IOException {
        file.force(true);
    }

    public void truncate(FileChannel file, long length) throws IOException {
        file.truncate(length);
    }

    public void rename(File from, File to) throws IOException {
        if (!from.renameTo(to)) throw new IOException("Input/output error");
    }

    public void delete(File file) throws IOException {
        if (!file.delete() && file.exists()) throw new IOException("Input/output error");
    }

    public void forceFolder(File folder) throws IOException {
        folders.force(folder);
    }

    /** The folder, private to its owner where it is made here. */
    final void make(File folder) throws IOException {
        if (folder.isDirectory()) return;
        if (folder.exists()) throw new IOException("File exists");
        if (!folder.mkdirs()) throw new IOException("Permission denied");
        onlyOwner(folder);
        File parent = folder.getParentFile();
        if (parent != null) forceFolder(parent);
    }

    final RandomAccessFile open(File file) throws IOException {
        boolean isNew = !file.exists();
        RandomAccessFile opened = new RandomAccessFile(file, "rw");
        if (isNew) onlyOwner(file);
        return opened;
    }

    private static void onlyOwner(File file) {
        file.setReadable(false, false);
        file.setWritable(false, false);
        file.setExecutable(false, false);
        file.setReadable(true, true);
        file.setWritable(true, true);
        if (file.isDirectory()) file.setExecutable(true, true);
    }
}
