package jiebang.ends;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import jiebang.bridge.End;
import jiebang.bridge.Failure;
import jiebang.bridge.Given;
import jiebang.bridge.JsonText;

/** The files of the folders that the program has. Knows nothing of what they hold. */
public final class FilesEnd implements End {
    private static final long MAX_WHOLE = 1L << 40;
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    /** Where a folder is just now; null where it is not, as a stick that is not plugged in. */
    public interface Place {
        File folder();
    }

    private final Map<String, Place> places;
    private final Disk disk;

    public FilesEnd(Map<String, Place> places, Disk disk) {
        this.places = places;
        this.disk = disk;
    }

    @Override
    public Object call(String method, Given given) throws Failure, IOException {
        Place place = places.get(given.text("folder", 64));
        if (place == null) throw Given.malformed();
        File folder = place.folder();
        if (method.equals("list") && folder == null) return null;
        if (folder == null) throw new Failure("no-folder");
        Files files = new Files(folder, disk);
        switch (method) {
            case "list":
                return files.list(given.number("maxEntries", 0, 1 << 20));
            case "read":
                return files.read(name(given), given.number("maxBytes", 0, MAX_BYTES));
            case "begin":
                files.begin(name(given), given.number("from", 0, MAX_WHOLE), given.bytes("bytes"));
                return null;
            case "replace":
                File file = files.replace(name(given), given.number("from", 0, MAX_WHOLE), given.bytes("bytes"));
                return JsonText.object("place", file.getPath());
            case "erase":
                files.erase(name(given));
                return null;
            default:
                throw Given.unknownMethod();
        }
    }

    private static String name(Given given) throws Failure {
        String name = given.text("name", 255);
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0 || name.indexOf(0) >= 0) {
            throw Given.malformed();
        }
        return name;
    }

    @Override
    public void letGo() {}
}
