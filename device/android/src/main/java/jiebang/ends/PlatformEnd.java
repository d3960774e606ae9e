package jiebang.ends;

import java.io.IOException;
import jiebang.bridge.End;
import jiebang.bridge.Failure;
import jiebang.bridge.Given;
import jiebang.bridge.JsonText;

/** The program's name, what it runs on, and its configuration. */
public final class PlatformEnd implements End {
    private final ConfigFile config;
    private final String app;
    private final String runtime;

    public PlatformEnd(ConfigFile config, String app, String runtime) {
        this.config = config;
        this.app = app;
        this.runtime = runtime;
    }

    @Override
    public Object call(String method, Given given) throws Failure, IOException {
        switch (method) {
            case "config":
                return config.text();
            case "about":
                return JsonText.object("app", app, "runtime", runtime);
            default:
                throw Given.unknownMethod();
        }
    }

    @Override
    public void letGo() {}
}
