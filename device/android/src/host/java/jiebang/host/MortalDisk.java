package jiebang.host;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jiebang.ends.Disk;

/** A disk on which an operation fails, or the whole process dies at it: before it, in the middle, or just after. */
final class MortalDisk extends Disk {
    private final List<String> done = new ArrayList<String>();
    private String failsAt = null;
    private boolean failsHalf = false;
    private String failsWith = null;
    private int diesAt = 0;
    private String landing = "";

    MortalDisk() {
        super(new Folders() {
            @Override
            public void force(File folder) throws IOException {
                try (FileChannel opened = FileChannel.open(folder.toPath(), StandardOpenOption.READ)) {
                    opened.force(true);
                }
            }
        });
    }

    synchronized void order(String order) {
        String[] words = order.split(" ", 4);
        if (words[0].equals("die")) {
            diesAt = done.size() + Integer.parseInt(words[1]);
            landing = words[2];
        } else if (words[0].equals("fail")) {
            failsAt = words[1];
            failsHalf = words[2].equals("half");
            failsWith = words[3];
        }
    }

    synchronized String operations() {
        return String.join(" ", done);
    }

    @Override
    public void write(FileChannel file, byte[] bytes, long from) throws IOException {
        boolean fails = before("write");
        boolean half = fails ? failsHalf : dies("half");
        if (fails || half) super.write(file, Arrays.copyOf(bytes, half ? bytes.length / 2 : 0), from);
        if (fails) throw fail();
        if (half) die();
        super.write(file, bytes, from);
        after();
    }

    @Override
    public void force(FileChannel file) throws IOException {
        if (before("force")) throw fail();
        super.force(file);
        after();
    }

    @Override
    public void truncate(FileChannel file, long length) throws IOException {
        if (before("truncate")) throw fail();
        super.truncate(file, length);
        after();
    }

    @Override
    public void rename(File from, File to) throws IOException {
        if (before("rename")) throw fail();
        super.rename(from, to);
        after();
    }

    @Override
    public void delete(File file) throws IOException {
        if (before("delete")) throw fail();
        super.delete(file);
        after();
    }

    @Override
    public void forceFolder(File folder) throws IOException {
        if (before("forceFolder")) throw fail();
        super.forceFolder(folder);
        after();
    }

    /** Whether it is to fail. */
    private synchronized boolean before(String operation) {
        done.add(operation);
        if (dies("nothing")) die();
        return operation.equals(failsAt);
    }

    private synchronized boolean dies(String how) {
        return done.size() == diesAt && landing.equals(how);
    }

    private void after() {
        if (dies("all")) die();
    }

    private synchronized IOException fail() {
        failsAt = null;
        return new IOException(failsWith);
    }

    /** As SIGKILL: nothing more runs. */
    private static void die() {
        Runtime.getRuntime().halt(137);
    }
}
