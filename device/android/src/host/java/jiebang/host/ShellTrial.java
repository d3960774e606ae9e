package jiebang.host;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Scanner;
import jiebang.shell.Heartbeat;
import jiebang.shell.PageFiles;

/** The parts of the shell that need no Android, for tests. "alive MS", "look MS", "gone MS"; or a method and an address. One line in, one out. */
public final class ShellTrial implements Heartbeat.Shell {
    private String done = "";

    public static void main(String[] args) throws IOException {
        ShellTrial trial = new ShellTrial();
        Heartbeat heartbeat = new Heartbeat(trial, 0);
        PageFiles files = new PageFiles(new PageFiles.Assets() {
            @Override
            public InputStream open(String name) throws IOException {
                return new ByteArrayInputStream(name.getBytes("US-ASCII"));
            }
        });
        Scanner lines = new Scanner(System.in, "UTF-8");
        while (lines.hasNextLine()) {
            String[] words = lines.nextLine().split(" ", 2);
            trial.done = "";
            if (words[0].equals("alive")) heartbeat.alive(Long.parseLong(words[1]));
            else if (words[0].equals("look")) heartbeat.look(Long.parseLong(words[1]));
            else if (words[0].equals("gone")) heartbeat.gone(Long.parseLong(words[1]));
            else trial.done = answer(files.answer(words[0], words[1]));
            System.out.println(trial.done);
        }
    }

    private static String answer(PageFiles.Answer answer) throws IOException {
        byte[] body = new byte[64];
        int length = Math.max(0, answer.body.read(body));
        String policy = answer.headers.get("Content-Security-Policy");
        return answer.status + " " + new String(body, 0, length, "US-ASCII") + (policy == null ? "" : " under " + policy);
    }

    @Override
    public void rebuild() {
        done += "rebuild";
    }

    @Override
    public void showSafeScreen() {
        done += "safe";
    }
}
