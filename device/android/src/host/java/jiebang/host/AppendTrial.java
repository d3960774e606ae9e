package jiebang.host;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import jiebang.ends.Disk;

/** The floor under an append through the channel, for the bench: "COUNT BYTES" on stdin, nanoseconds for each on stdout. */
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
                int count = Integer.parseInt(line.split(" ")[0]);
                byte[] bytes = new byte[Integer.parseInt(line.split(" ")[1])];
                long begun = System.nanoTime();
                for (int i = 0; i < count; i++) {
                    disk.write(file, bytes, file.size());
                    disk.force(file);
                }
                System.out.println((System.nanoTime() - begun) / count);
            }
        }
    }
}
