package jiebang.example;

import java.util.ArrayList;
import java.util.List;
import jiebang.ends.TerminalEnd;

/**
 * An example: how a maker's library tells who the terminal is. `Acme` stands for what that library has. In an edition for
 * this maker, AndroidParts puts the place before the system's own: parts.terminal.add(0, new AcmeTerminal(acme)).
 */
public final class AcmeTerminal implements TerminalEnd.Place {
    /** The maker's library, as far as it is used here. */
    public interface Acme {
        /** Null where it has none. */
        String serialNumber();

        /** UnionPay's number; null where it has none. */
        String terminalNumber();

        boolean wasOpened();

        /** 0 ready, 1 no paper, anything else a fault. */
        int printer();
    }

    private static final String SOURCE = "vendor-sdk";

    private final Acme acme;

    public AcmeTerminal(Acme acme) {
        this.acme = acme;
    }

    /** What the library gives, as it is: a placeholder of its own is found by the page, like everybody's. */
    @Override
    public List<TerminalEnd.Claim> claims() {
        List<TerminalEnd.Claim> claims = new ArrayList<TerminalEnd.Claim>();
        claims.add(TerminalEnd.Claim.of("sn", SOURCE, acme.serialNumber()));
        claims.add(TerminalEnd.Claim.of("tusn", SOURCE, acme.terminalNumber()));
        return claims;
    }

    @Override
    public TerminalEnd.Status status() {
        TerminalEnd.Status status = new TerminalEnd.Status();
        status.tamper = acme.wasOpened() ? "tripped" : "clear";
        int printer = acme.printer();
        status.printer = printer == 0 ? "ready" : printer == 1 ? "no_paper" : "fault";
        return status;
    }
}
