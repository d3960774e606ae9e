package jiebang.ends;

import java.util.Arrays;
import jiebang.bridge.End;
import jiebang.bridge.Failure;
import jiebang.bridge.Given;

/** The slow derivation of a PIN's hash, which in the page would hold up the screen. Keeps nothing of what it was given. */
public final class ScryptEnd implements End {
    @Override
    public Object call(String method, Given given) throws Failure {
        if (!method.equals("derive")) throw Given.unknownMethod();
        byte[] secret = given.bytes("secret");
        // What asks for more was not written by this program, and would take all memory.
        int n = (int) given.number("n", 2, 1 << 17);
        int r = (int) given.number("r", 1, 16);
        int p = (int) given.number("p", 1, 8);
        if (secret.length == 0 || Integer.bitCount(n) != 1 || (long) n * r > 1 << 20) throw Given.malformed();
        byte[] derived = Scrypt.derive(secret, given.bytes("salt"), n, r, p);
        Arrays.fill(secret, (byte) 0);
        return derived;
    }

    @Override
    public void letGo() {}
}
