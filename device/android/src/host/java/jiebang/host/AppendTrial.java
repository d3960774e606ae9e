package jiebang.host;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import jiebang.ends.Disk;

/** The floor under an append through the channel, for the bench: so many bytes on stdin, the nanoseconds that they took on stdout. */
public final class AppendTrial {
    private AppendTrial() {}

    /** Appends to a file of this folder as the journal's end does, and nothing else. */
    public static void main(String[] args) throws IOException {
        Disk disk = new Disk(new Disk.Folders() {
            @Override
            public void force(File folder) throws IOException {
                try (FileChannel opened = FileChannel.open(folder.toPath(), StandardOpenOption.READ)) {
                    opened.force(true);
                }
            }
        });
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "US-ASCII"));
        try (RandomAccessFile opened = new RandomAccessFile(new File(args[0], "floor.jsonl"), "rw")) {
            FileChannel file = opened.getChannel();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                byte[] bytes = new byte[Integer.parseInt(line)];
                Arrays.fill(bytes, (byte) 'a');
                long begun = System.nanoTime();
                disk.write(file, bytes, file.size());
                disk.force(file);
                System.out.println(System.nanoTime() - begun);
            }
        }
    }
}
