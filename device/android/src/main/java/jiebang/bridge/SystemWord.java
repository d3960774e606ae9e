package jiebang.bridge;

import java.io.IOException;

/** The system's word for an error ("ENOSPC"), which Java hides in a sentence. Never the sentence, which holds paths. */
public final class SystemWord {
    private static final String[][] WORDS = {
        {"No space left", "ENOSPC"},
        {"Disk quota", "EDQUOT"},
        {"Read-only file system", "EROFS"},
        {"Permission denied", "EACCES"},
        {"Operation not permitted", "EPERM"},
        {"Input/output error", "EIO"},
        {"I/O error", "EIO"},
        {"Is a directory", "EISDIR"},
        {"Not a directory", "ENOTDIR"},
        {"No such file", "ENOENT"},
        {"File exists", "EEXIST"},
        {"Too many open files", "EMFILE"},
        {"No such device", "ENODEV"},
    };

    private SystemWord() {}

    public static String of(IOException error) {
        String sentence = String.valueOf(error.getMessage());
        for (String[] word : WORDS) if (sentence.contains(word[0])) return word[1];
        return error.getClass().getSimpleName();
    }
}
